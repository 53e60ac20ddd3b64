package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// Codex' running token totals, differenced. A total that falls is a new count from nothing. Right as long
/// as totals are heard in canonical order.
final class Totals {
    /// One total, and what it adds to the one before.
    ///
    /// @param epoch how many times the count began anew before it
    /// @param added what it adds
    record Step(int epoch, Total added) {
        /// Whether the total was told before.
        boolean addsNothing() {
            return added.equals(Total.NONE);
        }
    }

    /// Tokens counted together.
    record Total(long input, long cached, long cacheWrite, long output, long reasoning) {
        static final Total NONE = new Total(0, 0, 0, 0, 0);

        Total minus(Total other) {
            return new Total(
                    input - other.input,
                    Math.max(0, cached - other.cached),
                    Math.max(0, cacheWrite - other.cacheWrite),
                    output - other.output,
                    Math.max(0, reasoning - other.reasoning));
        }

        boolean fallsBelow(Total other) {
            return input < other.input || output < other.output;
        }

        Fields fields() {
            return new Fields.Builder()
                    .put("inputTokens", input)
                    .put("cachedInputTokens", cached)
                    .put("cacheWriteInputTokens", cacheWrite)
                    .put("outputTokens", output)
                    .put("reasoningTokens", reasoning)
                    .build();
        }
    }

    private Total last = Total.NONE;
    private int epoch;
    private @Nullable CanonicalOrder lastOrder;
    private @Nullable CanonicalOrder firstSingle;

    /// Whether an observation is a running total of a session whose requests are told one by one by then:
    /// such a total repeats them, or is an estimate (Codex writes one after a compaction).
    boolean makesIdle(Observation said) {
        return said.phase() == Phase.DERIVED
                && told(said) != null
                && firstSingle != null
                && CanonicalOrder.of(said).compareTo(firstSingle) > 0;
    }

    /// The total that an observation tells, or null.
    static @Nullable Alias told(Observation said) {
        for (var alias : said.aliases()) if (alias.type() == Alias.Type.TOTAL) return alias;
        return null;
    }

    /// A total with the count that it belongs to.
    static Alias named(Alias total, Step step) {
        return new Alias(Alias.Type.TOTAL, step.epoch() + ":" + total.value());
    }

    /// The step to a total, or null when an earlier answer would have been another had this been known.
    @Nullable
    Step to(Total total, Observation said) {
        var order = CanonicalOrder.of(said);
        if (lastOrder != null && order.compareTo(lastOrder) < 0) return null;
        lastOrder = order;
        if (said.phase() == Phase.COMPLETED && firstSingle == null) firstSingle = order;
        if (total.fallsBelow(last)) {
            epoch++;
            last = Total.NONE;
        }
        var step = new Step(epoch, total.minus(last));
        last = total;
        return step;
    }

    /// A running total as what it adds.
    static Observation differenced(Observation said, Step step) {
        var groups = new EnumMap<FieldGroup, Fields>(FieldGroup.class);
        groups.putAll(said.groups());
        groups.put(FieldGroup.USAGE, step.added().fields());
        return said.with(groups);
    }
}
