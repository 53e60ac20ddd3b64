package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A message of OTLP: its fields with their numbers in protobuf and their names in JSON, so that both encodings are
/// read by one table. Source: the `.proto` files of OTLP 1.10 (opentelemetry/proto); a test holds the table to the
/// classes generated from them.
final class Shape {
    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Field> byName = new HashMap<>();
    private Field[] byNumber = new Field[0];
    private int[] places = new int[0];
    private boolean record;

    private Shape(String name) {
        this.name = name;
    }

    /// The name of the message in the `.proto` files.
    String name() {
        return name;
    }

    /// In the order of their numbers.
    List<Field> fields() {
        return fields;
    }

    /// Whether it is what requests carry: a log record, a span, a metric point.
    boolean isRecord() {
        return record;
    }

    @Nullable
    Field byNumber(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    /// @param name in lowerCamelCase as OTLP writes it, or as in the `.proto` file
    @Nullable
    Field byName(String name) {
        return byName.get(name);
    }

    /// The place of a field among the fields.
    ///
    /// @throws IllegalArgumentException when there is none of this name
    int index(String field) {
        var named = byName.get(field);
        if (named == null) throw new IllegalArgumentException(name + " has no field " + field);
        return index(named);
    }

    /// The place of one of the fields.
    int index(Field field) {
        return places[field.number()];
    }

    private Shape field(int number, String name, Field.Type type) {
        return add(new Field(number, name, type, false, type == Field.Type.ATTRIBUTES, null, Map.of()));
    }

    private Shape optional(int number, String name, Field.Type type) {
        return add(new Field(number, name, type, true, false, null, Map.of()));
    }

    private Shape numbers(int number, String name, Field.Type type) {
        return add(new Field(number, name, type, false, true, null, Map.of()));
    }

    private Shape choice(int number, String name, String prefix, String... names) {
        var numbers = new HashMap<String, Long>();
        for (int i = 0; i < names.length; i++) numbers.put(prefix + names[i], (long) i);
        return add(new Field(number, name, Field.Type.ENUM, false, false, null, numbers));
    }

    private Shape message(int number, String name, Supplier<Shape> shape) {
        return add(new Field(number, name, Field.Type.MESSAGE, false, false, shape, Map.of()));
    }

    private Shape messages(int number, String name, Supplier<Shape> shape) {
        return add(new Field(number, name, Field.Type.MESSAGE, false, true, shape, Map.of()));
    }

    private Shape path(int number, String name, boolean repeated, Supplier<Shape> shape) {
        return add(new Field(number, name, Field.Type.PATH, false, repeated, shape, Map.of()));
    }

    private Shape add(Field field) {
        fields.add(field);
        fields.sort((one, other) -> Integer.compare(one.number(), other.number()));
        byName.put(field.name(), field);
        byName.put(field.name().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), field);
        if (byNumber.length <= field.number()) byNumber = Arrays.copyOf(byNumber, field.number() + 1);
        byNumber[field.number()] = field;
        places = new int[byNumber.length];
        for (int i = 0; i < fields.size(); i++) places[fields.get(i).number()] = i;
        return this;
    }

    private static Shape of(String name) {
        return new Shape(name);
    }

    private static Shape record(String name) {
        var shape = new Shape(name);
        shape.record = true;
        return shape;
    }

    static final Shape RESOURCE = of("resource.v1.Resource")
            .field(1, "attributes", Field.Type.ATTRIBUTES)
            .field(2, "droppedAttributesCount", Field.Type.UINT32);

    static final Shape SCOPE = of("common.v1.InstrumentationScope")
            .field(1, "name", Field.Type.STRING)
            .field(2, "version", Field.Type.STRING)
            .field(3, "attributes", Field.Type.ATTRIBUTES)
            .field(4, "droppedAttributesCount", Field.Type.UINT32);

    private static final Shape LOG_RECORD = record("logs.v1.LogRecord")
            .field(1, "timeUnixNano", Field.Type.FIXED64)
            .choice(2, "severityNumber", "SEVERITY_NUMBER_", severities())
            .field(3, "severityText", Field.Type.STRING)
            .field(5, "body", Field.Type.VALUE)
            .field(6, "attributes", Field.Type.ATTRIBUTES)
            .field(7, "droppedAttributesCount", Field.Type.UINT32)
            .field(8, "flags", Field.Type.FIXED32)
            .field(9, "traceId", Field.Type.TRACE_ID)
            .field(10, "spanId", Field.Type.SPAN_ID)
            .field(11, "observedTimeUnixNano", Field.Type.FIXED64)
            .field(12, "eventName", Field.Type.STRING);

    private static final Shape SPAN_EVENT = of("trace.v1.Span.Event")
            .field(1, "timeUnixNano", Field.Type.FIXED64)
            .field(2, "name", Field.Type.STRING)
            .field(3, "attributes", Field.Type.ATTRIBUTES)
            .field(4, "droppedAttributesCount", Field.Type.UINT32);

    private static final Shape SPAN_LINK = of("trace.v1.Span.Link")
            .field(1, "traceId", Field.Type.TRACE_ID)
            .field(2, "spanId", Field.Type.SPAN_ID)
            .field(3, "traceState", Field.Type.STRING)
            .field(4, "attributes", Field.Type.ATTRIBUTES)
            .field(5, "droppedAttributesCount", Field.Type.UINT32)
            .field(6, "flags", Field.Type.FIXED32);

    private static final Shape STATUS = of("trace.v1.Status")
            .field(2, "message", Field.Type.STRING)
            .choice(3, "code", "STATUS_CODE_", "UNSET", "OK", "ERROR");

    private static final Shape SPAN = record("trace.v1.Span")
            .field(1, "traceId", Field.Type.TRACE_ID)
            .field(2, "spanId", Field.Type.SPAN_ID)
            .field(3, "traceState", Field.Type.STRING)
            .field(4, "parentSpanId", Field.Type.SPAN_ID)
            .field(5, "name", Field.Type.STRING)
            .choice(6, "kind", "SPAN_KIND_", "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
            .field(7, "startTimeUnixNano", Field.Type.FIXED64)
            .field(8, "endTimeUnixNano", Field.Type.FIXED64)
            .field(9, "attributes", Field.Type.ATTRIBUTES)
            .field(10, "droppedAttributesCount", Field.Type.UINT32)
            .messages(11, "events", () -> SPAN_EVENT)
            .field(12, "droppedEventsCount", Field.Type.UINT32)
            .messages(13, "links", () -> SPAN_LINK)
            .field(14, "droppedLinksCount", Field.Type.UINT32)
            .message(15, "status", () -> STATUS)
            .field(16, "flags", Field.Type.FIXED32);

    private static final Shape EXEMPLAR = of("metrics.v1.Exemplar")
            .field(2, "timeUnixNano", Field.Type.FIXED64)
            .optional(3, "asDouble", Field.Type.DOUBLE)
            .field(4, "spanId", Field.Type.SPAN_ID)
            .field(5, "traceId", Field.Type.TRACE_ID)
            .optional(6, "asInt", Field.Type.SFIXED64)
            .field(7, "filteredAttributes", Field.Type.ATTRIBUTES);

    private static final Shape NUMBER_POINT = record("metrics.v1.NumberDataPoint")
            .field(2, "startTimeUnixNano", Field.Type.FIXED64)
            .field(3, "timeUnixNano", Field.Type.FIXED64)
            .optional(4, "asDouble", Field.Type.DOUBLE)
            .messages(5, "exemplars", () -> EXEMPLAR)
            .optional(6, "asInt", Field.Type.SFIXED64)
            .field(7, "attributes", Field.Type.ATTRIBUTES)
            .field(8, "flags", Field.Type.UINT32);

    private static final Shape HISTOGRAM_POINT = record("metrics.v1.HistogramDataPoint")
            .field(2, "startTimeUnixNano", Field.Type.FIXED64)
            .field(3, "timeUnixNano", Field.Type.FIXED64)
            .field(4, "count", Field.Type.FIXED64)
            .optional(5, "sum", Field.Type.DOUBLE)
            .numbers(6, "bucketCounts", Field.Type.FIXED64)
            .numbers(7, "explicitBounds", Field.Type.DOUBLE)
            .messages(8, "exemplars", () -> EXEMPLAR)
            .field(9, "attributes", Field.Type.ATTRIBUTES)
            .field(10, "flags", Field.Type.UINT32)
            .optional(11, "min", Field.Type.DOUBLE)
            .optional(12, "max", Field.Type.DOUBLE);

    private static final Shape BUCKETS = of("metrics.v1.ExponentialHistogramDataPoint.Buckets")
            .field(1, "offset", Field.Type.SINT32)
            .numbers(2, "bucketCounts", Field.Type.UINT64);

    private static final Shape EXPONENTIAL_POINT = record("metrics.v1.ExponentialHistogramDataPoint")
            .field(1, "attributes", Field.Type.ATTRIBUTES)
            .field(2, "startTimeUnixNano", Field.Type.FIXED64)
            .field(3, "timeUnixNano", Field.Type.FIXED64)
            .field(4, "count", Field.Type.FIXED64)
            .optional(5, "sum", Field.Type.DOUBLE)
            .field(6, "scale", Field.Type.SINT32)
            .field(7, "zeroCount", Field.Type.FIXED64)
            .message(8, "positive", () -> BUCKETS)
            .message(9, "negative", () -> BUCKETS)
            .field(10, "flags", Field.Type.UINT32)
            .messages(11, "exemplars", () -> EXEMPLAR)
            .optional(12, "min", Field.Type.DOUBLE)
            .optional(13, "max", Field.Type.DOUBLE)
            .field(14, "zeroThreshold", Field.Type.DOUBLE);

    private static final Shape QUANTILE = of("metrics.v1.SummaryDataPoint.ValueAtQuantile")
            .field(1, "quantile", Field.Type.DOUBLE)
            .field(2, "value", Field.Type.DOUBLE);

    private static final Shape SUMMARY_POINT = record("metrics.v1.SummaryDataPoint")
            .field(2, "startTimeUnixNano", Field.Type.FIXED64)
            .field(3, "timeUnixNano", Field.Type.FIXED64)
            .field(4, "count", Field.Type.FIXED64)
            .field(5, "sum", Field.Type.DOUBLE)
            .messages(6, "quantileValues", () -> QUANTILE)
            .field(7, "attributes", Field.Type.ATTRIBUTES)
            .field(8, "flags", Field.Type.UINT32);

    private static final String[] TEMPORALITIES = {"UNSPECIFIED", "DELTA", "CUMULATIVE"};

    private static final Shape METRIC = of("metrics.v1.Metric")
            .field(1, "name", Field.Type.STRING)
            .field(2, "description", Field.Type.STRING)
            .field(3, "unit", Field.Type.STRING)
            .path(5, "gauge", false, () -> Data.GAUGE)
            .path(7, "sum", false, () -> Data.SUM)
            .path(9, "histogram", false, () -> Data.HISTOGRAM)
            .path(10, "exponentialHistogram", false, () -> Data.EXPONENTIAL)
            .path(11, "summary", false, () -> Data.SUMMARY)
            .field(12, "metadata", Field.Type.ATTRIBUTES);

    /// What a metric holds, by its type.
    private static final class Data {
        static final Shape GAUGE = points("metrics.v1.Gauge", NUMBER_POINT);
        static final Shape SUM = temporal("metrics.v1.Sum", NUMBER_POINT).field(3, "isMonotonic", Field.Type.BOOL);
        static final Shape HISTOGRAM = temporal("metrics.v1.Histogram", HISTOGRAM_POINT);
        static final Shape EXPONENTIAL = temporal("metrics.v1.ExponentialHistogram", EXPONENTIAL_POINT);
        static final Shape SUMMARY = points("metrics.v1.Summary", SUMMARY_POINT);
    }

    private static Shape points(String name, Shape point) {
        return of(name).path(1, "dataPoints", true, () -> point);
    }

    private static Shape temporal(String name, Shape point) {
        return points(name, point).choice(2, "aggregationTemporality", "AGGREGATION_TEMPORALITY_", TEMPORALITIES);
    }

    private static final Shape LOGS = request(
            "collector.logs.v1.ExportLogsServiceRequest",
            "resourceLogs",
            resource("logs.v1.ResourceLogs", "scopeLogs", scope("logs.v1.ScopeLogs", "logRecords", LOG_RECORD)));

    private static final Shape TRACES = request(
            "collector.trace.v1.ExportTraceServiceRequest",
            "resourceSpans",
            resource("trace.v1.ResourceSpans", "scopeSpans", scope("trace.v1.ScopeSpans", "spans", SPAN)));

    private static final Shape METRICS = request(
            "collector.metrics.v1.ExportMetricsServiceRequest",
            "resourceMetrics",
            resource(
                    "metrics.v1.ResourceMetrics", "scopeMetrics", scope("metrics.v1.ScopeMetrics", "metrics", METRIC)));

    /// The whole request of a signal.
    static Shape of(Signal signal) {
        return switch (signal) {
            case LOGS -> LOGS;
            case TRACES -> TRACES;
            case METRICS -> METRICS;
        };
    }

    private static Shape request(String name, String path, Shape inner) {
        return of(name).path(1, path, true, () -> inner);
    }

    private static Shape resource(String name, String path, Shape inner) {
        return of(name).message(1, "resource", () -> RESOURCE)
                .path(2, path, true, () -> inner)
                .field(3, "schemaUrl", Field.Type.STRING);
    }

    private static Shape scope(String name, String path, Shape inner) {
        return of(name).message(1, "scope", () -> SCOPE)
                .path(2, path, true, () -> inner)
                .field(3, "schemaUrl", Field.Type.STRING);
    }

    private static String[] severities() {
        var names = new ArrayList<String>();
        names.add("UNSPECIFIED");
        for (var level : new String[] {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"})
            for (int i = 1; i <= 4; i++) names.add(level + (i == 1 ? "" : i));
        return names.toArray(String[]::new);
    }
}
