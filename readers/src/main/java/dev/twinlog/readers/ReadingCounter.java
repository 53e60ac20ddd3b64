package dev.twinlog.readers;

/// Where readers count what they had to change or leave out: `redacted/KIND`, `utf8_replaced`, `text_cut`,
/// `tokens_implausible`, and of telemetry `otlp/WHY`.
@FunctionalInterface
public interface ReadingCounter {
    /// Malformed UTF-8 sequences that became U+FFFD.
    String UTF8_REPLACED = "utf8_replaced";
    /// Texts longer than a field holds.
    String TEXT_CUT = "text_cut";
    /// Counts of tokens that cannot be ({@link dev.twinlog.model.TokenCount#MAX}), and were left out.
    String TOKENS_IMPLAUSIBLE = "tokens_implausible";
    /// Prefix of the counters of secrets, one for each kind.
    String REDACTED = "redacted/";

    /// Requests of telemetry that are no requests; the receiver takes none.
    String OTLP_MALFORMED = "otlp/malformed";
    /// Records of telemetry of other senders than the agents.
    String OTLP_FOREIGN = "otlp/foreign";
    /// Records of telemetry that name no session: Codex' own spans, its ordinary log lines.
    String OTLP_NO_SESSION = "otlp/no_session";
    /// Records of telemetry whose session has an id that is longer than any.
    String OTLP_SESSION_TOO_LONG = "otlp/session_too_long";
    /// Log records of telemetry that are no events.
    String OTLP_NO_EVENT = "otlp/no_event";
    /// Events and spans of telemetry that tell nothing that is not told better elsewhere.
    String OTLP_NOT_READ = "otlp/not_read";
    /// What Twinlog's own Codex tells of itself.
    String OTLP_SELF = "otlp/self";
    /// Points of metrics, which are a check on sums alone.
    String OTLP_METRIC_POINTS = "otlp/metric_points";

    ReadingCounter NONE = (name, amount) -> {};

    void add(String name, long amount);
}
