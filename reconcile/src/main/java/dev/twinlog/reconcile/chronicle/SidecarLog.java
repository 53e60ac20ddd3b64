package dev.twinlog.reconcile.chronicle;

import java.util.Map;

/// What of the app-server outlives the daemon, by the journal's facts in their order.
///
/// @param lastGeneration the greatest number that a link had; 0: there was none
/// @param crashLoop      whether the restart budget was spent and nobody has started it since
/// @param ends           unwanted ends of our own child, since ever
/// @param crashLoops     how often the crash loop was entered, since ever
public record SidecarLog(long lastGeneration, boolean crashLoop, long ends, long crashLoops) {
    /// The types of the facts, and the words in them.
    public static final String STARTED = "sidecar_started";

    public static final String ENDED = "sidecar_ended";
    public static final String STATE = "sidecar_state";
    private static final String CRASH_LOOP = "crash_loop";

    public static final SidecarLog NONE = new SidecarLog(0, false, 0, 0);

    /// The log with one fact more; the same when the fact is of another type.
    public SidecarLog and(String type, Map<String, String> values) {
        return switch (type) {
            case STARTED -> heard(generation(values));
            case ENDED -> {
                boolean counts = "false".equals(values.get("wanted")) && "spawn".equals(values.get("link"));
                var heard = heard(generation(values));
                yield counts ? new SidecarLog(heard.lastGeneration, crashLoop, ends + 1, crashLoops) : heard;
            }
            case STATE -> stands(CRASH_LOOP.equals(values.get("state")));
            default -> this;
        };
    }

    private SidecarLog heard(long generation) {
        return generation <= lastGeneration ? this : new SidecarLog(generation, crashLoop, ends, crashLoops);
    }

    private SidecarLog stands(boolean looping) {
        long entered = looping && !crashLoop ? 1 : 0;
        return new SidecarLog(lastGeneration, looping, ends, crashLoops + entered);
    }

    private static long generation(Map<String, String> values) {
        try {
            return Long.parseLong(values.getOrDefault("generation", "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// As a note: four numbers.
    public String text() {
        return lastGeneration + " " + (crashLoop ? 1 : 0) + " " + ends + " " + crashLoops;
    }

    /// The log of a note.
    ///
    /// @throws IllegalArgumentException when it is none
    public static SidecarLog of(String text) {
        var parts = text.split(" ", -1);
        if (parts.length != 4) throw new IllegalArgumentException("no log of the sidecar: " + text);
        return new SidecarLog(
                Long.parseLong(parts[0]), parts[1].equals("1"), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
