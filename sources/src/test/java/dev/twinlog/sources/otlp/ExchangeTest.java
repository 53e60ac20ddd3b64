package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload.Tally;
import dev.twinlog.otlp.OtlpRequest.Token;
import dev.twinlog.otlp.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OTLP over HTTP as good clients speak it, and what becomes of it.
class ExchangeTest {
    private Scene scene;
    private HttpClient client;

    @BeforeEach
    void open() {
        scene = Scene.open();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        client.close();
        scene.close();
    }

    private HttpRequest.Builder to(Signal signal) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scene.httpPort() + signal.path()));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String type(Encoding encoding) {
        return encoding == Encoding.JSON ? "application/json; charset=utf-8" : "application/x-protobuf";
    }

    private static byte[] body(Signal signal, Encoding encoding) {
        return encoding == Encoding.JSON ? Bodies.json(signal) : Bodies.protobuf(signal);
    }

    private static RecordClass kind(Signal signal) {
        return RecordClass.valueOf("OTLP_" + signal);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGS,PROTOBUF,false,false", "LOGS,PROTOBUF,true,true", "LOGS,JSON,false,true", "LOGS,JSON,true,false",
        "TRACES,PROTOBUF,true,false", "TRACES,JSON,false,false", "METRICS,PROTOBUF,false,true", "METRICS,JSON,true,true"
    })
    void every_signal_and_encoding_packed_and_in_chunks_is_kept_as_it_was_meant(
            Signal signal, Encoding encoding, boolean packed, boolean chunked) throws Exception {
        var body = body(signal, encoding);
        var sent = packed ? Scene.gzip(body) : body;
        var request = to(signal)
                .header("content-type", type(encoding))
                .POST(
                        chunked
                                ? HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent))
                                : HttpRequest.BodyPublishers.ofByteArray(sent));
        if (packed) request.header("content-encoding", "gzip");
        var answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith(type(encoding).split(";")[0]);
        assertThat(answer.body()).asString().isEqualTo(encoding == Encoding.JSON ? "{}" : "");
        var kept = scene.kept.all().getFirst();
        assertThat(kept.kind()).isEqualTo(kind(signal));
        assertThat(kept.request().body()).isEqualTo(body);
        assertThat(kept.request().encoding()).isEqualTo(encoding);
        assertThat(kept.request().token()).isEqualTo(Token.ABSENT);
        assertThat(kept.request().at()).isEqualTo(Scene.NOW.toEpochMilli());
        assertThat(scene.kept.allForced()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void an_empty_request_is_fine(Signal signal) throws Exception {
        var none = HttpRequest.BodyPublishers.noBody();
        assertThat(send(to(signal)
                                .header("content-type", "application/x-protobuf")
                                .POST(none))
                        .statusCode())
                .isEqualTo(200);
        assertThat(scene.post(signal.path(), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_body_in_pieces_of_many_sizes_comes_whole() throws Exception {
        var body = Bodies.jsonOf(900_000);
        assertThat(scene.post("/v1/logs", body).status()).isEqualTo(200);
        assertThat(scene.kept.all().getFirst().request().body()).isEqualTo(body);
        assertThat(scene.receiver.health().bodyBytes()).isZero();
    }

    @Test
    void nobody_is_answered_before_it_is_on_disk() throws Exception {
        var disk = new CountDownLatch(1);
        scene.kept.holdForce(disk);
        var request = to(Signal.LOGS)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Bodies.json(Signal.LOGS)))
                .build();
        var first = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        var second = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        Awaitility.await().until(() -> scene.kept.all().size() == 2);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(scene.counts().requests()).isZero();
        disk.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_acknowledged_is_forced_in_a_real_journal(@TempDir Path folder) throws Exception {
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT)) {
            scene.receiver.open(new Downstream(ReceiverMain.sink(journal), _ -> {}, () -> 0));
            long position = journal.end();
            assertThat(scene.post("/v1/logs", Bodies.json(Signal.LOGS)).status())
                    .isEqualTo(200);
            assertThat(journal.read(position).kind()).isEqualTo(RecordClass.OTLP_LOGS);
            assertThat(journal.forced()).isGreaterThan(position);
        }
    }

    @Test
    void a_journal_that_fails_to_append_or_to_force_is_503_and_never_200() throws Exception {
        scene.kept.refuseAppend(true);
        assertUnavailable(scene.post("/v1/logs", Bodies.json(Signal.LOGS)), "did not keep");
        scene.kept.refuseAppend(false);
        scene.kept.refuseForce(true);
        assertUnavailable(scene.post("/v1/logs", Bodies.json(Signal.LOGS)), "did not keep");
        assertThat(scene.refused("not_kept")).isEqualTo(2);
        assertThat(scene.counts().requests()).isZero();
    }

    private static void assertUnavailable(Scene.Response answer, String why) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.text()).contains("\"code\":14", why, "RetryInfo");
    }

    @Test
    void requests_wait_for_a_journal_that_is_not_there_yet() throws Exception {
        try (var starting = Scene.starting()) {
            var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                try {
                    return starting.post("/v1/logs", Bodies.json(Signal.LOGS)).status();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Awaitility.await().until(() -> starting.receiver.health().waiting() == 1);
            starting.letThrough();
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(starting.counts().held()).isEqualTo(1);
        }
    }

    @Test
    void who_waited_in_vain_is_told_to_come_again_and_counted_and_told_as_a_fact() throws Exception {
        scene.receiver.shut("disk floor");
        var body = Bodies.json(Signal.TRACES);
        long before = System.nanoTime();
        assertUnavailable(scene.post("/v1/traces", body), "disk floor");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Scene.LIMITS.hold());
        assertThat(scene.refused("closed")).isEqualTo(1);
        scene.receiver.beat();
        var fact = scene.facts.getLast();
        assertThat(fact.type()).isEqualTo("otlp_refused");
        var now = Long.toString(Scene.NOW.toEpochMilli());
        assertThat(fact.values())
                .containsEntry("door", "http")
                .containsEntry("signal", "traces")
                .containsEntry("reason", "closed")
                .containsEntry("requests", "1")
                .containsEntry("bytes", Integer.toString(body.length))
                .containsEntry("from", now)
                .containsEntry("to", now);
        scene.letThrough();
        assertThat(scene.post("/v1/logs", Bodies.json(Signal.LOGS)).status()).isEqualTo(200);
    }

    @Test
    void refusals_are_summed_up_and_at_most_one_of_a_door_and_reason_is_told_at_once() throws Exception {
        var ledger = new RefusalLedger();
        ledger.add(Door.HTTP, Signal.LOGS, Reason.CLOSED, 10, 1);
        ledger.add(Door.HTTP, Signal.LOGS, Reason.CLOSED, 10, 3);
        ledger.add(Door.HTTP, Signal.TRACES, Reason.CLOSED, 10, 2);
        ledger.add(Door.GRPC, Signal.LOGS, Reason.CLOSED, 10, 2);
        var told = new java.util.ArrayList<java.util.Map<String, String>>();
        ledger.tell(fact -> told.add(fact.values()), 5);
        assertThat(told).hasSize(2);
        assertThat(told.getLast())
                .containsEntry("requests", "2")
                .containsEntry("bytes", "20")
                .containsEntry("from", "1")
                .containsEntry("to", "3");
        ledger.tell(fact -> told.add(fact.values()), 6);
        ledger.tell(fact -> told.add(fact.values()), 7);
        assertThat(told).hasSize(3);
        assertThat(told.getLast()).containsEntry("signal", "traces");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer made-up-token,VALID",
        "authorization: bearer  made-up-token,VALID",
        "X-Twinlog-Token: made-up-token,VALID",
        "X-Twinlog-Token: other,INVALID",
        "Authorization: Basic abcd,INVALID",
        "Accept: */*,ABSENT"
    })
    void the_token_is_marked_and_refused_only_where_it_is_required(String header, Token token) throws Exception {
        assertThat(scene.post("/v1/logs", Bodies.json(Signal.LOGS), header).status())
                .isEqualTo(200);
        assertThat(scene.kept.all().getFirst().request().token()).isEqualTo(token);
        try (var strict = Scene.openWithTokenRequired()) {
            var answer = strict.post("/v1/logs", Bodies.json(Signal.LOGS), header);
            assertThat(answer.status()).isEqualTo(token == Token.VALID ? 200 : 401);
            assertThat(strict.refused("unauthenticated")).isEqualTo(token == Token.VALID ? 0 : 1);
            assertThat(strict.kept.requests()).hasSize(token == Token.VALID ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void what_was_not_taken_of_a_request_is_said_as_partial_success(Signal signal) throws Exception {
        var tally = new Tally(3, 2, "more than 128 \"attributes\"");
        var json = new String(ExportAnswer.of(Encoding.JSON, signal, tally), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(json)
                .matches("\\{\"partialSuccess\":\\{\"rejected\\w+\":\"2\",\"errorMessage\":\"more .*\\\\\"\"}}");
        var bytes = ExportAnswer.of(Encoding.PROTOBUF, signal, tally);
        var rejected = switch (signal) {
            case LOGS ->
                ExportLogsServiceResponse.parseFrom(bytes).getPartialSuccess().getRejectedLogRecords();
            case TRACES ->
                ExportTraceServiceResponse.parseFrom(bytes).getPartialSuccess().getRejectedSpans();
            case METRICS ->
                ExportMetricsServiceResponse.parseFrom(bytes)
                        .getPartialSuccess()
                        .getRejectedDataPoints();
        };
        assertThat(rejected).isEqualTo(2);
    }

    @Test
    void a_bad_payload_is_400_with_a_status_as_the_request_was_written() throws Exception {
        var json = scene.post("/v1/logs", "{\"resourceLogs\":[".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.header("content-type")).startsWith("application/json");
        assertThat(json.text()).startsWith("{\"code\":3,\"message\":\"the body cannot be read");
        var protobuf = scene.post("/v1/logs", new byte[] {10, 50, 1}, "Content-Type: application/x-protobuf");
        assertThat(protobuf.status()).isEqualTo(400);
        assertThat(protobuf.header("content-type")).isEqualTo("application/x-protobuf");
        var status = CodedInputStream.newInstance(protobuf.body());
        assertThat(status.readTag()).isEqualTo(1 << 3);
        assertThat(status.readInt32()).isEqualTo(3);
        assertThat(status.readTag()).isEqualTo(2 << 3 | 2);
        assertThat(status.readString()).startsWith("the body cannot be read");
        assertThat(status.isAtEnd()).isTrue();
        assertThat(scene.refused("malformed")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"})
    void another_content_type_is_415(String type) throws Exception {
        assertThat(scene.post("/v1/logs", Bodies.json(Signal.LOGS), "Content-Type: " + type)
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip"})
    void another_content_encoding_is_415_and_says_which_are_taken(String encoding) throws Exception {
        var answer = scene.post("/v1/logs", Bodies.json(Signal.LOGS), "Content-Encoding: " + encoding);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("accept-encoding")).isEqualTo("gzip, identity");
    }

    @Test
    void other_paths_are_404_and_other_methods_405() throws Exception {
        for (var path : new String[] {"/", "/v1", "/v1/logs/", "/v1/logs/x", "/V1/LOGS", "/metrics"})
            assertThat(scene.post(path, Bodies.json(Signal.LOGS)).status())
                    .as(path)
                    .isEqualTo(404);
        for (var method : new String[] {"GET", "PUT", "DELETE", "OPTIONS"}) {
            var answer = scene.send(method, "/v1/logs", new byte[0]);
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("allow")).isEqualTo("POST");
        }
        assertThat(scene.kept.all()).isEmpty();
    }

    @Test
    void the_other_door_takes_the_same() throws Exception {
        var uri = URI.create("http://127.0.0.1:" + scene.grpcPort() + "/v1/logs");
        var request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Bodies.json(Signal.LOGS)));
        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(scene.receiver.health().grpc().counts().requests()).isEqualTo(1);
    }
}
