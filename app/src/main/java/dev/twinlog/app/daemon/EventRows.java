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

    /// Auxiliary requests are no part of the sums; they are told by their events alone.
    private static @Nullable Usage usage(Event event, EventState state) {
        var chosen = event.groups().get(FieldGroup.USAGE);
        if (event.key().kind() != Kind.MODEL_REQUEST || chosen == null || Auxiliary.is(event)) return null;
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
                        state.bySubagent());
            case CODEX -> codex(state, fields);
        };
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
                state.bySubagent());
    }
}
