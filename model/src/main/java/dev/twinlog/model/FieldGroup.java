package dev.twinlog.model;

import static dev.twinlog.model.Witness.OTLP;
import static dev.twinlog.model.Witness.STREAM;
import static dev.twinlog.model.Witness.TRANSCRIPT;

import java.util.List;
import java.util.Locale;

/// A set of fields that is always taken whole from one observation, never mixed, with the order in which
/// witnesses are believed about it (SPEC 3.3). The whole table is the policy.
///
/// The content of a tool call has two groups, since a call and its result are two records of the agent.
public enum FieldGroup {
    /// What a thing is: name, model, place. Believed in the order of the event's time.
    ABOUT(List.of(TRANSCRIPT, STREAM, OTLP), List.of(TRANSCRIPT, STREAM, OTLP)),
    /// Content: prompt, answer, reasoning, the input of a tool.
    INPUT(List.of(TRANSCRIPT, OTLP, STREAM), List.of(TRANSCRIPT, OTLP, STREAM)),
    /// Content: what a tool gave back.
    OUTPUT(List.of(TRANSCRIPT, OTLP, STREAM), List.of(TRANSCRIPT, OTLP, STREAM)),
    /// Text of an item that is not finished.
    LIVE(List.of(STREAM, TRANSCRIPT, OTLP), List.of(STREAM, TRANSCRIPT, OTLP)),
    /// Tokens, cost, latency, attempts.
    USAGE(List.of(OTLP, TRANSCRIPT, STREAM), List.of(TRANSCRIPT, OTLP, STREAM)),
    /// Whether a tool was approved, and by whom.
    DECISION(List.of(OTLP, TRANSCRIPT, STREAM), List.of(OTLP, TRANSCRIPT, STREAM)),
    /// How a thing ended: exit code, error, denied, interrupted.
    OUTCOME(List.of(TRANSCRIPT, STREAM, OTLP), List.of(TRANSCRIPT, STREAM, OTLP));

    private final List<Witness> claude;
    private final List<Witness> codex;
    private final String wire = name().toLowerCase(Locale.ROOT);

    FieldGroup(List<Witness> claude, List<Witness> codex) {
        this.claude = claude;
        this.codex = codex;
    }

    /// The witnesses by belief, strongest first.
    public List<Witness> believed(Agent agent) {
        return switch (agent) {
            case CLAUDE -> claude;
            case CODEX -> codex;
        };
    }

    /// The name used in stored events.
    public String wire() {
        return wire;
    }
}
