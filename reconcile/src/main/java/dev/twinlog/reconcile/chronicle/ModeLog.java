package dev.twinlog.reconcile.chronicle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The last changes of the capture mode, in the order of the journal.
///
/// @param kept  the last of them, oldest first
/// @param total how many there were
public record ModeLog(List<ModeTransition> kept, long total) {
    /// So many are kept; of more the oldest are forgotten. The journal has them all.
    public static final int KEPT_MAX = 1000;

    public static final ModeLog NONE = new ModeLog(List.of(), 0);

    private static final String SEPARATOR = "\t";

    public ModeLog {
        kept = List.copyOf(kept);
    }

    public ModeLog and(ModeTransition next) {
        var all = new ArrayList<>(kept);
        all.add(next);
        return new ModeLog(all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()), total + 1);
    }

    /// The log with those of a later one that are not in it yet: what was measured and is not settled.
    public ModeLog goingOn(ModeLog later) {
        var log = this;
        for (var each : later.kept) if (!kept.contains(each)) log = log.and(each);
        return log;
    }

    /// The last of them, newest first, at most so many.
    public List<ModeTransition> last(int most) {
        return kept.reversed().stream().limit(most).toList();
    }

    /// As a note: the total, then a line for each transition.
    public String text() {
        var text = new StringBuilder().append(total);
        for (var each : kept) {
            var values = each.values();
            text.append('\n')
                    .append(String.join(
                            SEPARATOR,
                            Long.toString(each.at()),
                            values.getOrDefault("from", ""),
                            values.getOrDefault("to", ""),
                            values.getOrDefault("reason", "")));
        }
        return text.toString();
    }

    /// The log of a note.
    ///
    /// @throws IllegalArgumentException when it is none
    public static ModeLog of(String text) {
        var lines = text.split("\n", -1);
        var kept = new ArrayList<ModeTransition>();
        for (int i = 1; i < lines.length; i++) kept.add(transition(lines[i]));
        return new ModeLog(kept, Long.parseLong(lines[0]));
    }

    private static ModeTransition transition(String line) {
        var parts = line.split(SEPARATOR, 4);
        if (parts.length < 4) throw new IllegalArgumentException("no transition of the capture mode: " + line);
        return ModeTransition.of(Long.parseLong(parts[0]), Map.of("from", parts[1], "to", parts[2], "reason", parts[3]))
                .orElseThrow(() -> new IllegalArgumentException("no capture mode: " + line));
    }
}
