package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every record of telemetry that was taken comes out again, also where no daemon runs.
class RawAttributesTest {
    private static final int RECORDS = 4;
    private static final int TEXT_BYTES = (8 << 20) - 300;

    @TempDir
    Path folder;

    /// A body as large as bodies may be: 32 MB.
    @Test
    void the_largest_request_comes_out_without_a_daemon_too() throws Exception {
        var household = taken(body());
        var said = household.process("export", "--raw-attributes");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()
                        .lines()
                        .map(Json::read)
                        .map(record -> record.at("attributes").at("load.id").text()))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void a_store_that_cannot_be_opened_is_no_hindrance() throws Exception {
        var household = taken(record(0, "short"));
        try (var files = Files.list(household.data().resolve("store"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) Files.writeString(file, "no store at all");
        }
        assertThat(household.run("sessions").code()).isNotZero();
        var said = household.run("export", "--raw-attributes");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).hasLineCount(1).contains("short");
    }

    private Household taken(String records) throws Exception {
        var port = FreePort.any();
        var household = Household.in(folder).with("TWINLOG_OTLP_HTTP_PORT", port);
        try (var daemon = household.up();
                var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/logs"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("""
                            {"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{"name":"made.up"},
                            "logRecords":[%s]}]}]}""".formatted(records)))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(daemon.terminate()).isZero();
        }
        return household;
    }

    private static String body() {
        var records = new StringBuilder(record(0, "x".repeat(TEXT_BYTES)));
        for (int i = 1; i < RECORDS; i++) records.append(',').append(record(i, "x".repeat(TEXT_BYTES)));
        return records.toString();
    }

    private static String record(int number, String text) {
        return """
                {"timeUnixNano":"1780300800000000000","body":{"stringValue":"made.up"},"attributes":[
                {"key":"load.id","value":{"stringValue":"%d"}},{"key":"text","value":{"stringValue":"%s"}}]}\
                """.formatted(number, text);
    }
}
