package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A household that telemetry of Claude Code came to, as the receiver journals it.
abstract class RawTelemetryScene extends LettingGoScene {
    /// Long ago by every clock, in seconds.
    static final long LONG_AGO = 1_717_236_000L;

    /// A model request that telemetry tells of: 1 token in, 2 out.
    static String request(String session, long seconds, int number) {
        return record(
                session,
                seconds,
                number,
                ",{\"key\":\"request_id\",\"value\":{\"stringValue\":\"req_" + session + "_" + number + "\"}}");
    }

    /// The same, of which no id is told.
    static String record(String session, long seconds, int number, String more) {
        return """
                {"timeUnixNano":"%d000000000","body":{"stringValue":"claude_code.api_request"},"attributes":[\
                {"key":"session.id","value":{"stringValue":"%s"}},{"key":"event.name","value":{"stringValue":"api_request"}},\
                {"key":"event.sequence","value":{"intValue":%d}},{"key":"prompt.id","value":{"stringValue":"p-%s"}},\
                {"key":"model","value":{"stringValue":"claude-opus-5-5"}},{"key":"input_tokens","value":{"intValue":1}},\
                {"key":"output_tokens","value":{"intValue":2}},{"key":"cost_usd","value":{"doubleValue":0.001}},\
                {"key":"query_source","value":{"stringValue":"sdk"}}%s]}""".formatted(seconds, session, number, session, more);
    }

    static long now() {
        return Instant.now().getEpochSecond();
    }

    /// Journals one request with these records, which came so long ago.
    void journal(Duration ago, String... records) throws IOException {
        journal(ago, List.of(List.of(records)));
    }

    /// The same of many requests.
    void journal(Duration ago, List<List<String>> requests) throws IOException {
        var then = Instant.now().minus(ago);
        Files.createDirectories(household.data());
        try (var journal = SegmentedJournal.open(
                household.data().resolve("journal"), JournalLimits.DEFAULT, InstantSource.fixed(then))) {
            for (var records : requests) {
                var body = body(records).getBytes(StandardCharsets.UTF_8);
                var request = new OtlpRequest(Encoding.JSON, OtlpRequest.Token.VALID, then.toEpochMilli(), body);
                journal.append(RecordClass.OTLP_LOGS, request.encode());
            }
        }
    }

    private static String body(List<String> records) {
        return """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}},\
                {"key":"service.version","value":{"stringValue":"2.1.329"}}]},"scopeLogs":[{"scope":\
                {"name":"com.anthropic.claude_code.events","version":"2.1.329"},"logRecords":[%s]}]}]}""".formatted(String.join(",", records));
    }

    void journal(String... records) throws IOException {
        journal(Duration.ZERO, records);
    }

    /// The bodies of all requests that the journal has.
    String requests() throws Exception {
        var out = new StringBuilder();
        try (var journal = SegmentedJournal.open(household.data().resolve("journal"), JournalLimits.DEFAULT);
                var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                if (record.kind() == RecordClass.OTLP_LOGS)
                    out.append(new String(OtlpRequest.decode(record.payload()).body(), StandardCharsets.UTF_8))
                            .append('\n');
        }
        return out.toString();
    }

    long requestsOf(String agent) {
        return household.ask("usage").at("agents", agent, "total", "requests").number();
    }

    void tells(long requests, long output) {
        assertThat(requestsOf("claude")).isEqualTo(requests);
        assertThat(output()).isEqualTo(output);
    }
}
