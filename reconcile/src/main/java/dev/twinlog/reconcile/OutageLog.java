package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.Outage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the facts about Twinlog itself, in the order of the journal, tell of outages of telemetry. Times are epoch
/// milliseconds. Until a door was open for the first time no telemetry is expected, and nothing is an outage.
public final class OutageLog {
    /// Why nothing listened: Twinlog was ended in order.
    public static final String STOPPED = "stopped";
    /// Why nothing listened: Twinlog ended without saying so.
    public static final String KILLED = "killed";

    /// Outages that are remembered; of more the oldest are forgotten. What the ledgers of old sessions say of them
    /// stays.
    static final int OUTAGES_MAX = 1000;

    private record Shut(long since, String reason) {}

    private final List<Outage> over = new ArrayList<>();
    private final Map<String, Shut> shut = new TreeMap<>();
    private @Nullable Shut away;
    private long lastSign = Observation.UNTIMED;
    private boolean inOrder;
    private boolean everOpen;

    /// A sign of life: a heartbeat.
    public void sign(long at) {
        lastSign = Math.max(lastSign, at);
        inOrder = false;
    }

    /// Twinlog ended in order.
    public void stopped(long at) {
        sign(at);
        inOrder = true;
    }

    /// Twinlog started: from the last sign of life until now nothing listened.
    public void started(long at) {
        if (everOpen && away == null) away = new Shut(lastSign, inOrder ? STOPPED : KILLED);
        shut.clear();
        sign(at);
    }

    /// A door is open.
    public void up(String door, long at) {
        everOpen = true;
        back(at);
        var was = shut.remove(door);
        if (was != null) add(Outage.Kind.DOWN, was.since, at, door, was.reason, 0);
        sign(at);
    }

    /// A door is shut. That it is shut because Twinlog ends in order is told by {@link #stopped} too.
    public void down(String door, String reason, long at) {
        back(at);
        if (everOpen && !reason.equals(STOPPED)) shut.putIfAbsent(door, new Shut(at, reason));
        sign(at);
    }

    /// Requests were refused at a door.
    public void refused(String door, String reason, long requests, long from, long to) {
        add(Outage.Kind.REFUSED, from, Math.max(from, to), door, reason, requests);
    }

    /// The doors tell how they are: it was not listened to until now.
    private void back(long at) {
        if (away != null) add(Outage.Kind.DOWN, away.since, at, "", away.reason, 0);
        away = null;
    }

    private void add(Outage.Kind kind, long from, long to, String door, String reason, long amount) {
        over.add(new Outage(kind, from, Math.max(from, to), door, reason, amount));
        if (over.size() > OUTAGES_MAX) over.removeFirst();
    }

    /// All that is known, as lines of words, for {@link #of}.
    public String text() {
        var lines = new StringJoiner("\n");
        lines.add("sign " + lastSign + " " + inOrder + " " + everOpen);
        if (away != null) lines.add("away " + away.since + " " + word(away.reason));
        shut.forEach((door, since) -> lines.add("shut " + word(door) + " " + since.since + " " + word(since.reason)));
        for (var each : over)
            lines.add("over " + each.kind() + " " + each.from() + " " + each.to() + " " + word(each.door()) + " "
                    + word(each.reason()) + " " + each.amount());
        return lines.toString();
    }

    /// The log of its {@link #text}.
    ///
    /// @throws IllegalArgumentException when it is none
    public static OutageLog of(String text) {
        var log = new OutageLog();
        try {
            for (var line : text.split("\n", -1)) log.take(line.split(" ", -1));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no log of outages: " + text, e);
        }
        return log;
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "sign" -> {
                lastSign = Long.parseLong(words[1]);
                inOrder = Boolean.parseBoolean(words[2]);
                everOpen = Boolean.parseBoolean(words[3]);
            }
            case "away" -> away = new Shut(Long.parseLong(words[1]), meant(words[2]));
            case "shut" -> shut.put(meant(words[1]), new Shut(Long.parseLong(words[2]), meant(words[3])));
            case "over" ->
                add(
                        Outage.Kind.valueOf(words[1]),
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]),
                        meant(words[4]),
                        meant(words[5]),
                        Long.parseLong(words[6]));
            default -> throw new IllegalArgumentException("no line of outages: " + String.join(" ", words));
        }
    }

    private static String word(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String meant(String word) {
        return new String(HexFormat.of().parseHex(word), StandardCharsets.UTF_8);
    }

    /// All outages so far, those that go on too.
    public Outages outages() {
        var all = new ArrayList<>(over);
        shut.forEach((door, since) ->
                all.add(new Outage(Outage.Kind.DOWN, since.since, Outage.GOES_ON, door, since.reason, 0)));
        if (away != null) all.add(new Outage(Outage.Kind.DOWN, away.since, Outage.GOES_ON, "", away.reason, 0));
        return Outages.of(all);
    }
}
