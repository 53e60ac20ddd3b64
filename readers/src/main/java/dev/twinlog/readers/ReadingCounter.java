package dev.twinlog.readers;

/// Where readers count what they had to change or leave out: `redacted/KIND`, `utf8_replaced`, `text_cut`,
/// `tokens_implausible`, of telemetry `otlp/WHY`, and of the stream `stream/WHY`.
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

    /// Frames of the stream that are no JSON object.
    String STREAM_MALFORMED = "stream/malformed";
    /// Frames of the stream that tell nothing that is not told better elsewhere.
    String STREAM_NOT_READ = "stream/not_read";
    /// Frames of the stream that should name a thread or an item and do not.
    String STREAM_NO_NAME = "stream/no_name";
    /// Characters of unfinished items that were not staged, since there is no more room.
    String STREAM_TEXT_DROPPED = "stream/text_dropped";
    /// Unfinished items and approvals asked for that were let go of, since there are too many.
    String STREAM_ITEMS_DROPPED = "stream/items_dropped";
    /// Threads of which is no longer remembered how they were described, since there are too many.
    String STREAM_THREADS_FORGOTTEN = "stream/threads_forgotten";

    ReadingCounter NONE = (name, amount) -> {};

    void add(String name, long amount);
}
