package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One log record, span or metric point with what its request tells of where it comes from.
public final class OtlpRecord {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Signal signal;
    private final int index;
    private final int length;
    private final OtlpContext context;
    private final Message content;
    private @Nullable RecordIdentity digest;

    OtlpRecord(Signal signal, int index, int length, OtlpContext context, Message content) {
        this.signal = signal;
        this.index = index;
        this.length = length;
        this.context = context;
        this.content = content;
    }

    /// An event within a span.
    ///
    /// @param at epoch milliseconds, or 0
    public record SpanEvent(String name, long at, Attributes attributes) {}

    public Signal signal() {
        return signal;
    }

    /// Its place among all records of its request, also those that were refused, from 0.
    public int index() {
        return index;
    }

    /// How many bytes it takes in its request, in the request's encoding.
    public int length() {
        return length;
    }

    /// The attributes of what sent it, such as `service.name`.
    public Attributes resource() {
        var resource = context.message("resource");
        return resource == null ? Attributes.NONE : resource.attributes("attributes");
    }

    /// The name of the instrumentation scope; empty when it is not told.
    public String scope() {
        var scope = context.message("scope");
        return scope == null ? "" : scope.text("name");
    }

    /// The version of the instrumentation scope; empty when it is not told.
    public String scopeVersion() {
        var scope = context.message("scope");
        return scope == null ? "" : scope.text("version");
    }

    /// The event name of a log record, the name of a span or metric; empty when it is not told.
    public String name() {
        return switch (signal) {
            case LOGS -> content.text("eventName");
            case TRACES -> content.text("name");
            case METRICS ->
                context.metric().isEmpty() ? "" : context.metric().getFirst().text("name");
        };
    }

    /// When it happened, epoch milliseconds: of a log record when it was observed where it tells nothing else, of a
    /// span its start; 0 when nothing is told.
    public long at() {
        return Long.divideUnsigned(nanos(), NANOS_PER_MILLI);
    }

    /// The same in nanoseconds, unsigned: records of one millisecond may be told apart by it.
    public long nanos() {
        return switch (signal) {
            case LOGS -> content.number(content.number("timeUnixNano") == 0 ? "observedTimeUnixNano" : "timeUnixNano");
            case TRACES -> content.number("startTimeUnixNano");
            case METRICS -> content.number("timeUnixNano");
        };
    }

    /// When a span ended, epoch milliseconds, or 0; the time of any other record.
    public long endedAt() {
        return signal == Signal.TRACES ? millis("endTimeUnixNano") : at();
    }

    private long millis(String field) {
        return Long.divideUnsigned(content.number(field), NANOS_PER_MILLI);
    }

    public Attributes attributes() {
        return content.attributes("attributes");
    }

    /// What a log record says: a value as {@link Attributes} holds them; null when it says nothing.
    public @Nullable Object body() {
        var body = signal == Signal.LOGS ? content.get("body") : null;
        return body == Nothing.NOTHING ? null : body;
    }

    /// 32 hexadecimal digits in lower case; null when it belongs to no trace.
    public @Nullable String traceId() {
        return id("traceId");
    }

    /// 16 hexadecimal digits in lower case; null when it belongs to no span.
    public @Nullable String spanId() {
        return id("spanId");
    }

    /// Of the span around this one, 16 hexadecimal digits in lower case, or null.
    public @Nullable String parentSpanId() {
        return signal == Signal.TRACES ? id("parentSpanId") : null;
    }

    private @Nullable String id(String field) {
        return signal != Signal.METRICS && content.get(field) instanceof String id ? id : null;
    }

    /// Whether a span ended with an error.
    public boolean isError() {
        var status = signal == Signal.TRACES ? content.message("status") : null;
        return status != null && status.number("code") == 2;
    }

    /// The events within a span, in the order in which they stand.
    public List<SpanEvent> events() {
        var events = new ArrayList<SpanEvent>();
        if (signal == Signal.TRACES)
            for (var event : content.messages("events"))
                events.add(new SpanEvent(
                        event.text("name"),
                        Long.divideUnsigned(event.number("timeUnixNano"), NANOS_PER_MILLI),
                        event.attributes("attributes")));
        return events;
    }

    /// The value of a metric point that is one number; null for any other record.
    public @Nullable Double value() {
        if (signal != Signal.METRICS || content.shape().byName("asDouble") == null) return null;
        return switch (content.get("asDouble")) {
            case Double value -> value;
            case null, default -> content.get("asInt") instanceof Long whole ? Double.valueOf(whole) : null;
        };
    }

    /// What names it: 256 bits that are the same whenever the same record is sent again, in either encoding. A span is
    /// named by its ids, anything else by all that is told of it.
    public RecordIdentity identity() {
        return signal == Signal.TRACES ? CanonicalForm.ofSpan(traceId(), spanId()) : digest();
    }

    /// 256 bits of all that is told of it: two tellings of one span may differ.
    public RecordIdentity digest() {
        var known = digest == null ? CanonicalForm.of(signal, context, content) : digest;
        digest = known;
        return known;
    }

    /// The whole record as one line of JSON.
    public String toJson() {
        return RecordJson.of(this, context, content);
    }
}
