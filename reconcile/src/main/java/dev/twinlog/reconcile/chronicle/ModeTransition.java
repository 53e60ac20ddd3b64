package dev.twinlog.reconcile.chronicle;

import dev.twinlog.model.CaptureMode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of the capture mode (SPEC 4).
///
/// @param at     epoch milliseconds
/// @param from   the mode before; null: it was not measured before, since Twinlog had just started
/// @param to     the mode from then on
/// @param reason what defines it, on one line; empty when all is well
public record ModeTransition(long at, @Nullable CaptureMode from, CaptureMode to, String reason) {
    /// Characters of a reason; more is cut.
    public static final int REASON_LENGTH_MAX = 512;

    public ModeTransition {
        reason = oneLine(reason);
    }

    private static String oneLine(String text) {
        var line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= REASON_LENGTH_MAX ? line : line.substring(0, REASON_LENGTH_MAX - 1) + "…";
    }

    /// The values by which the journal tells it: `from` (empty when null), `to`, `reason`.
    public Map<String, String> values() {
        return Map.of("from", from == null ? "" : from.name(), "to", to.name(), "reason", reason);
    }

    /// The transition of such values; empty when they name no mode.
    public static Optional<ModeTransition> of(long at, Map<String, String> values) {
        var to = mode(values.getOrDefault("to", ""));
        if (to == null) return Optional.empty();
        return Optional.of(
                new ModeTransition(at, mode(values.getOrDefault("from", "")), to, values.getOrDefault("reason", "")));
    }

    private static @Nullable CaptureMode mode(String name) {
        return Arrays.stream(CaptureMode.values())
                .filter(mode -> mode.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
