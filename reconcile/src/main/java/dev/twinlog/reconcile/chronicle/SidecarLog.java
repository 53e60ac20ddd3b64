package dev.twinlog.reconcile.chronicle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What of the app-server outlives the daemon, by the journal's facts in their order.
///
/// @param lastGeneration the greatest number that a link had; 0: there was none
/// @param crashLoop      whether the restart budget was spent and nobody has started it since
/// @param ends           unwanted ends of our own child, since ever
/// @param crashLoops     how often the crash loop was entered, since ever
/// @param last           the last unwanted ends since an operator has started it, oldest first
/// @param sha256         of the program that was run last, in hex; null: none is known
public record SidecarLog(
        long lastGeneration,
        boolean crashLoop,
        long ends,
        long crashLoops,
        List<End> last,
        @Nullable String sha256) {
    /// The types of the facts, and the words in them.
    public static final String STARTED = "sidecar_started";

    public static final String ENDED = "sidecar_ended";
    public static final String STATE = "sidecar_state";
    public static final String OPERATOR = "operator";

    /// So many ends are remembered: no restart budget is larger.
    public static final int LAST_MAX = 8;

    private static final String CRASH_LOOP = "crash_loop";
    private static final String START = "start";
    private static final int NUMBERS = 4;

    private static final String SHA256 = "sha256";
    /// Before the digest, in a note.
    private static final String DIGEST = "#";

    public static final SidecarLog NONE = new SidecarLog(0, false, 0, 0, List.of(), null);

    public SidecarLog {
        last = List.copyOf(last);
    }

    /// An unwanted end of our own child.
    ///
    /// @param at    epoch milliseconds
    /// @param cause a word, such as `signal_9`
    public record End(long at, String cause) {
        public End {
            cause = cause.replaceAll("[^A-Za-z0-9_.-]", "_");
        }
    }

    /// The log with one fact more; the same when the fact is of another type.
    ///
    /// @param at when, epoch milliseconds
    public SidecarLog and(long at, String type, Map<String, String> values) {
        return switch (type) {
            case STARTED -> heard(generation(values)).ran(values.get(SHA256));
            case ENDED -> heard(generation(values)).ended(at, values);
            case STATE -> stands(CRASH_LOOP.equals(values.get("state")));
            case OPERATOR ->
                START.equals(values.get("act"))
                        ? new SidecarLog(lastGeneration, crashLoop, ends, crashLoops, List.of(), sha256)
                        : this;
            default -> this;
        };
    }

    private SidecarLog heard(long generation) {
        return generation <= lastGeneration
                ? this
                : new SidecarLog(generation, crashLoop, ends, crashLoops, last, sha256);
    }

    private SidecarLog ran(@Nullable String digest) {
        return digest == null ? this : new SidecarLog(lastGeneration, crashLoop, ends, crashLoops, last, digest);
    }

    private SidecarLog ended(long at, Map<String, String> values) {
        if (!"false".equals(values.get("wanted")) || !"spawn".equals(values.get("link"))) return this;
        var all = new ArrayList<>(last);
        all.add(new End(at, values.getOrDefault("cause", "")));
        var kept = all.subList(Math.max(0, all.size() - LAST_MAX), all.size());
        return new SidecarLog(lastGeneration, crashLoop, ends + 1, crashLoops, kept, sha256);
    }

    private SidecarLog stands(boolean looping) {
        long entered = looping && !crashLoop ? 1 : 0;
        return new SidecarLog(
                lastGeneration, looping, ends, crashLoops + entered, crashLoop && !looping ? List.of() : last, sha256);
    }

    private static long generation(Map<String, String> values) {
        try {
            return Long.parseLong(values.getOrDefault("generation", "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// As a note: four numbers, then `TIME:CAUSE` for each of the last ends, then `#SHA256` where it is known.
    public String text() {
        var text =
                new StringJoiner(" ").add(lastGeneration + " " + (crashLoop ? 1 : 0) + " " + ends + " " + crashLoops);
        for (var end : last) text.add(end.at + ":" + end.cause);
        if (sha256 != null) text.add(DIGEST + sha256);
        return text.toString();
    }

    /// The log of a note.
    ///
    /// @throws IllegalArgumentException when it is none
    public static SidecarLog of(String text) {
        var parts = text.split(" ", -1);
        if (parts.length < NUMBERS) throw new IllegalArgumentException("no log of the sidecar: " + text);
        var last = new ArrayList<End>();
        String sha256 = null;
        for (int i = NUMBERS; i < parts.length; i++) {
            if (parts[i].startsWith(DIGEST)) {
                sha256 = parts[i].substring(DIGEST.length());
                continue;
            }
            int colon = parts[i].indexOf(':');
            if (colon < 0) continue; // of a later Twinlog
            last.add(new End(Long.parseLong(parts[i], 0, colon, 10), parts[i].substring(colon + 1)));
        }
        return new SidecarLog(
                Long.parseLong(parts[0]),
                parts[1].equals("1"),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                last,
                sha256);
    }
}
