package dev.twinlog.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of shapes against the classes generated from OTLP's own files.
class ShapeTest {
    /// Written by no agent, and of no use to us.
    private static final Set<String> LEFT_OUT = Set.of("opentelemetry.proto.resource.v1.Resource.entity_refs");

    @ParameterizedTest
    @EnumSource(Signal.class)
    void every_field_of_every_message_is_in_the_table_as_it_is_in_OTLP(Signal signal) {
        var seen = new HashSet<String>();
        compare(Shape.of(signal), generated(signal), seen);
        assertThat(seen).hasSizeGreaterThan(4);
    }

    static Descriptor generated(Signal signal) {
        return switch (signal) {
            case LOGS -> ExportLogsServiceRequest.getDescriptor();
            case TRACES -> ExportTraceServiceRequest.getDescriptor();
            case METRICS -> ExportMetricsServiceRequest.getDescriptor();
        };
    }

    private static void compare(Shape shape, Descriptor generated, Set<String> seen) {
        if (!seen.add(shape.name())) return;
        assertThat(generated.getFullName()).isEqualTo("opentelemetry.proto." + shape.name());
        for (var field : generated.getFields()) {
            if (LEFT_OUT.contains(field.getFullName())) continue;
            var ours = shape.byNumber(field.getNumber());
            assertThat(ours).as(field.getFullName()).isNotNull();
            assertThat(ours).isSameAs(shape.byName(field.getJsonName())).isSameAs(shape.byName(field.getName()));
            assertThat(ours.repeated()).as(field.getFullName()).isEqualTo(field.isRepeated());
            assertThat(ours.optional()).as(field.getFullName()).isEqualTo(tellsZero(field));
            assertThat(types(field)).as(field.getFullName()).contains(ours.type());
            if (field.getType() == FieldDescriptor.Type.ENUM)
                for (var value : field.getEnumType().getValues())
                    assertThat(ours.names()).containsEntry(value.getName(), (long) value.getNumber());
            if (ours.shape() != null) compare(ours.inner(), field.getMessageType(), seen);
        }
        assertThat(shape.fields()).hasSize((int) generated.getFields().stream()
                .filter(field -> !LEFT_OUT.contains(field.getFullName()))
                .count());
    }

    private static boolean tellsZero(FieldDescriptor field) {
        return field.hasPresence() && field.getType() != FieldDescriptor.Type.MESSAGE;
    }

    private static List<Field.Type> types(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> List.of(Field.Type.STRING);
            case BOOL -> List.of(Field.Type.BOOL);
            case UINT32 -> List.of(Field.Type.UINT32);
            case SINT32 -> List.of(Field.Type.SINT32);
            case UINT64 -> List.of(Field.Type.UINT64);
            case FIXED32 -> List.of(Field.Type.FIXED32);
            case FIXED64 -> List.of(Field.Type.FIXED64);
            case SFIXED64 -> List.of(Field.Type.SFIXED64);
            case DOUBLE -> List.of(Field.Type.DOUBLE);
            case ENUM -> List.of(Field.Type.ENUM);
            case BYTES -> List.of(field.getName().contains("trace_id") ? Field.Type.TRACE_ID : Field.Type.SPAN_ID);
            case MESSAGE ->
                switch (field.getMessageType().getName()) {
                    case "AnyValue" -> List.of(Field.Type.VALUE);
                    case "KeyValue" -> List.of(Field.Type.ATTRIBUTES);
                    default -> List.of(Field.Type.MESSAGE, Field.Type.PATH);
                };
            default -> List.of();
        };
    }
}
