package dev.twinlog.bench.corpus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/// Counts what is written while it is written.
final class Truth {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int RECENT_DAYS = 7;
    private static final double NEEDLE_SHARE = 0.01;
    private static final int NEEDLES = 50;
    private static final int RARE_EVERY = 10;

    /// @param at epoch milliseconds
    private record Spent(long at, Usage usage) {}

    private final MessageDigest digest = sha256();
    private final List<Spent> spent = new ArrayList<>();
    private final TreeMap<String, Integer> needles = new TreeMap<>();
    private final List<String> rare = new ArrayList<>();
    private int places;
    private long bytes;
    private int files;
    private int lines;
    private int sessions;
    private long firstAt = Long.MAX_VALUE;
    private long lastAt;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void spent(long at, Usage usage) {
        spent.add(new Spent(at, usage));
    }

    void session() {
        sessions++;
    }

    void at(long at) {
        firstAt = Math.min(firstAt, at);
        lastAt = Math.max(lastAt, at);
    }

    /// What is put behind the text of an event: now and then a word that can be looked for, mostly nothing.
    String needle(Dice dice) {
        if (!dice.once(NEEDLE_SHARE)) return "";
        int place = places++;
        if (place % RARE_EVERY == 0) return " " + rare(place);
        var needle = "zqneedle%03d".formatted(place % NEEDLES);
        needles.merge(needle, 1, Integer::sum);
        return " " + needle;
    }

    private String rare(int place) {
        var word = "zqrare%07d".formatted(place);
        rare.add(word);
        return word;
    }

    void file(String name, byte[] content, int length, int lineCount) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(content, 0, length);
        bytes += length;
        files++;
        lines += lineCount;
    }

    long bytes() {
        return bytes;
    }

    Manifest manifest(long seed) {
        long recentFrom = lastAt / DAY_MILLIS * DAY_MILLIS - (RECENT_DAYS - 1) * DAY_MILLIS;
        return new Manifest(
                Manifest.FORMAT,
                seed,
                bytes,
                files,
                lines,
                sessions,
                firstAt,
                lastAt,
                recentFrom,
                since(Long.MIN_VALUE),
                since(recentFrom),
                needles,
                rare,
                HexFormat.of().formatHex(digest.digest()));
    }

    private Usage since(long from) {
        return spent.stream().filter(each -> each.at >= from).map(Spent::usage).reduce(Usage.NONE, Usage::plus);
    }
}
