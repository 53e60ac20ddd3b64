package dev.twinlog.readers.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.ReadingCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryRedactorTest {
    private static final String KEY = "sk-ant-api03-" + "A".repeat(80) + "AA";

    private static List<OtlpRecord> records(Encoding encoding, byte[] body) throws Exception {
        var records = new ArrayList<OtlpRecord>();
        OtlpPayload.read(Signal.LOGS, encoding, body, records::add);
        return records;
    }

    private static void isWithoutSecret(Encoding encoding, byte[] body) throws Exception {
        var counts = new HashMap<String, Long>();
        var redactor = new TelemetryRedactor((name, amount) -> counts.merge(name, amount, Long::sum));
        var redacted = redactor.redact(Signal.LOGS, encoding, body);
        assertThat(new String(redacted, UTF_8)).doesNotContain(KEY).contains("⟦redacted:");
        assertThat(counts.keySet())
                .allMatch(name -> name.startsWith(ReadingCounter.REDACTED))
                .isNotEmpty();
        var before = records(encoding, body).getFirst();
        var after = records(encoding, redacted).getFirst();
        assertThat(after.attributes().text("prompt"))
                .startsWith("my key ⟦redacted:")
                .endsWith(" there");
        assertThat(after.attributes().text("session.id"))
                .isEqualTo(before.attributes().text("session.id"));
        assertThat(after.attributes().size()).isEqualTo(before.attributes().size());
    }

    private static Sent sent(String prompt) {
        return Sent.claude("user_prompt").text("prompt", prompt).number("event.sequence", 7);
    }

    @Test
    void a_body_loses_its_secrets_and_stays_a_body_of_its_encoding() throws Exception {
        isWithoutSecret(Encoding.JSON, sent("my key " + KEY + " there").body());
        isWithoutSecret(Encoding.PROTOBUF, protobuf("my key " + KEY + " there"));
    }

    @Test
    void a_body_without_secrets_is_the_same_array() throws Exception {
        var redactor = new TelemetryRedactor(ReadingCounter.NONE);
        var json = sent("nothing to hide").body();
        assertThat(redactor.redact(Signal.LOGS, Encoding.JSON, json)).isSameAs(json);
        var protobuf = protobuf("nothing to hide");
        assertThat(redactor.redact(Signal.LOGS, Encoding.PROTOBUF, protobuf)).isSameAs(protobuf);
    }

    private static byte[] protobuf(String prompt) {
        return io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(io.opentelemetry.proto.logs.v1.ResourceLogs.newBuilder()
                        .addScopeLogs(io.opentelemetry.proto.logs.v1.ScopeLogs.newBuilder()
                                .addLogRecords(io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
                                        .addAttributes(attribute("session.id", "s1"))
                                        .addAttributes(attribute("prompt", prompt)))))
                .build()
                .toByteArray();
    }

    private static io.opentelemetry.proto.common.v1.KeyValue attribute(String key, String value) {
        return io.opentelemetry.proto.common.v1.KeyValue.newBuilder()
                .setKey(key)
                .setValue(io.opentelemetry.proto.common.v1.AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
