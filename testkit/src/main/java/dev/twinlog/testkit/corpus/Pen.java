package dev.twinlog.testkit.corpus;

import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Makes up texts, ids and amounts from one seed, and strews needles into the texts.
final class Pen {
    private static final String[] WORDS =
            ("the of to and a in is it that for file error test function return value should run let check code line "
                            + "change because then first look fix build class method data session stream key map node")
                    .split(" ");
    private static final String[] FAR_WORDS =
            "数据 会话 エラー テスト 한국어 ошибка проверка größe naïve résumé 🚀 ✅ λ → ≤ שלום مرحبا ไทย".split(" ");
    private static final String NEEDLE = "zqneedle";
    private static final int NEEDLES_MAX = 40;
    private static final int NEEDLE_EVERY = 25;
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";

    private final Random random;
    private final TreeMap<String, Integer> needles = new TreeMap<>();

    Pen(long seed) {
        this.random = new Random(seed);
    }

    SortedMap<String, Integer> needles() {
        return needles;
    }

    /// From 0 to below `bound`.
    int upTo(int bound) {
        return random.nextInt(bound);
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    String uuid() {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }

    /// A name-like id that begins so.
    String id(String prefix, int length) {
        var id = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return id.toString();
    }

    String hex(int length) {
        var hex = new StringBuilder();
        while (hex.length() < length) hex.append(Integer.toHexString(random.nextInt(16)));
        return hex.toString();
    }

    static String time(long millis) {
        var text = Instant.ofEpochMilli(millis).toString();
        return text.length() == "2026-01-01T00:00:00Z".length() ? text.replace("Z", ".000Z") : text;
    }

    /// Some words of about so many characters.
    String words(int length) {
        var text = new StringBuilder();
        boolean far = once(5);
        while (text.length() < length) {
            var from = far && once(3) ? FAR_WORDS : WORDS;
            text.append(from[random.nextInt(from.length)]).append(once(30) ? "\n" : " ");
        }
        return text.toString();
    }

    /// The text of one event: words, and now and then a needle. Each text is one place of its needle.
    String text(int most) {
        var text = words(10 + random.nextInt(most));
        if (!once(NEEDLE_EVERY)) return text;
        var needle = NEEDLE + "%02d".formatted(random.nextInt(NEEDLES_MAX));
        needles.merge(needle, 1, Integer::sum);
        return text + " " + needle;
    }

    /// The text of an event that holds another text too: no needle when that has one, for places are events.
    String textBeside(String other, int most) {
        return other.contains(NEEDLE) ? words(10 + random.nextInt(most)) : text(most);
    }

    byte[] noise(int length) {
        var noise = new byte[length];
        random.nextBytes(noise);
        for (int i = 0; i < length; i++) if (noise[i] == '\n') noise[i] = 0;
        return noise;
    }
}
