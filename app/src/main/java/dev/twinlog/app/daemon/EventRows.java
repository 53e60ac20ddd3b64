package dev.twinlog.app.daemon;

import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.reconcile.Auxiliary;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.Batch.Usage;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.Spender;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settled events as the store keeps them.
final class EventRows {
    private EventRows() {}

    /// @param state what the event was settled from
    static EventRow of(long id, Event event, EventState state) {
        return new EventRow(
                id,
                event.key().session(),
                event.key().kind(),
                event.key().id(),
                event.at(),
                event.turn(),
                event.status(),
                event.agentId(),
                event.owned(),
                state.copyId(),
                () -> EventBody.encode(event.groups()),
                texts(event),
                usage(event, state));
    }

    /// What full-text search finds an event by: prompts, answers, tool input and output.
    private static List<String> texts(Event event) {
        return switch (event.key().kind()) {
            case PROMPT, MESSAGE -> texts(event, FieldGroup.INPUT);
            case TOOL_CALL -> {
                var texts = new ArrayList<>(texts(event, FieldGroup.INPUT));
                texts.addAll(texts(event, FieldGroup.OUTPUT));
                yield texts;
            }
            case REASONING, MODEL_REQUEST, NOTICE, TURN -> List.of();
        };
    }

    private static List<String> texts(Event event, FieldGroup group) {
        var chosen = event.groups().get(group);
        if (chosen == null) return List.of();
        var texts = new ArrayList<String>();
        chosen.fields().forEach((name, value) -> {
            if (value instanceof String text && !text.isEmpty()) texts.add(text);
        });
        return texts;
    }

    /// What a witness says that a request cost, in US dollars, in the group of its usage.
    private static final String COST_USD = "costUsd";
    /// Nobody's request costs more; what a witness says beyond it is not believed.
    private static final double COST_USD_MAX = 1_000_000;
    private static final int NANO_DIGITS = 9;

    /// Auxiliary requests are summed apart.
    private static @Nullable Usage usage(Event event, EventState state) {
        var chosen = event.groups().get(FieldGroup.USAGE);
        if (event.key().kind() != Kind.MODEL_REQUEST || chosen == null) return null;
        var fields = chosen.fields();
        return switch (event.key().session().agent()) {
            case CLAUDE ->
                new Usage(
                        state.model(),
                        fields.number("inputTokens", 0),
                        fields.number("outputTokens", 0),
                        fields.number("cacheReadTokens", 0),
                        fields.number("cacheCreationTokens", 0),
                        fields.number("cacheCreation1hTokens", 0),
                        0,
                        Auxiliary.is(event) ? Spender.AUXILIARY : spender(state),
                        costNanos(fields));
            case CODEX -> codex(state, fields);
        };
    }

    private static Spender spender(EventState state) {
        return state.bySubagent() ? Spender.SUBAGENT : Spender.MAIN;
    }

    private static @Nullable Long costNanos(Fields usage) {
        if (!(usage.get(COST_USD) instanceof Double usd) || !(usd >= 0 && usd <= COST_USD_MAX)) return null;
        return BigDecimal.valueOf(usd)
                .movePointRight(NANO_DIGITS)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static Usage codex(EventState state, Fields fields) {
        return new Usage(
                state.model(),
                fields.number("inputTokens", 0),
                fields.number("outputTokens", 0),
                fields.number("cachedInputTokens", 0),
                fields.number("cacheWriteInputTokens", 0),
                0,
                fields.number("reasoningTokens", 0),
                spender(state),
                costNanos(fields));
    }
}
