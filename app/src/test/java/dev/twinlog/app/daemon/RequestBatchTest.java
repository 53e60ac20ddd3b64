package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests of telemetry that were sent in one instant, of records that have no id of their own.
class RequestBatchTest {
    private static final int REQUESTS = 50;
    private static final int RECORDS = 10;
    private static final long CAME = 1_780_300_800_000L;
    private static final String SESSION = "00000000-0000-4000-a000-000000000001";

    @TempDir
    Path folder;

    private final LastHeard lastHeard = new LastHeard();
    private SegmentedJournal journal;
    private EmbeddedStore store;
    private Settler settler;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder.resolve("journal"), JournalLimits.DEFAULT);
        store = EmbeddedStore.openWithoutSearch(folder.resolve("store"));
        settler = new Settler(store, journal, AgentReaders::of, lastHeard);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        journal.close();
    }

    @Test
    void they_are_settled_without_settling_their_session_again() throws IOException {
        for (int i = 0; i < REQUESTS; i++) append(i);
        takeAll();
        settler.commit();
        assertThat(counter("sessions.settled_again")).isZero();
        assertThat(counter("verdicts.accepted")).isEqualTo((long) REQUESTS * RECORDS);
    }

    /// After a commit they come as they come.
    @Test
    void what_misfits_after_a_commit_is_settled_as_if_all_had_been_one() throws IOException {
        append(0);
        takeAll();
        settler.commit();
        for (int i = 1; i < REQUESTS; i++) append(i);
        takeAll();
        settler.commit();
        assertThat(counter("sessions.settled_again")).isPositive();
        assertThat(store.events(new SessionId(Agent.CODEX, SESSION))).hasSize(REQUESTS * RECORDS);
    }

    /// The record that ends the gathering tells nothing of when they came.
    @Test
    void when_they_came_is_known_also_when_another_record_follows() throws IOException {
        append(0);
        journal.append(
                RecordClass.CONTROL,
                Controls.of(Controls.HEARTBEAT, CAME + 5, Map.of()).encode());
        takeAll();
        assertThat(lastHeard.byName())
                .extractingByKey("codex")
                .extracting(LastHeard.OTLP)
                .isEqualTo(CAME);
    }

    @Test
    void so_many_bytes_are_heard_together_at_most() {
        var batch = new RequestBatch();
        batch.request(RequestBatch.BYTES_MAX - 1, 0);
        assertThat(batch.isFull()).isFalse();
        batch.request(1, 0);
        assertThat(batch.isFull()).isTrue();
    }

    private long counter(String name) {
        return store.counters().getOrDefault(name, 0L);
    }

    private void takeAll() throws IOException {
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null; record = cursor.next()) settler.take(record);
        }
    }

    private void append(int request) throws IOException {
        var records = IntStream.range(0, RECORDS)
                .mapToObj(i -> record(request * RECORDS + i))
                .collect(Collectors.joining(","));
        var body = """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name",
                "value":{"stringValue":"codex_cli_rs"}}]},"scopeLogs":[{"scope":{"name":"codex_otel::events"},
                "logRecords":[%s]}]}]}""".formatted(records);
        journal.append(
                RecordClass.OTLP_LOGS,
                new OtlpRequest(Encoding.JSON, OtlpRequest.Token.ABSENT, CAME, body.getBytes(StandardCharsets.UTF_8))
                        .encode());
    }

    private static String record(int number) {
        return """
                {"timeUnixNano":"1780300800000000000","attributes":[
                {"key":"event.name","value":{"stringValue":"codex.sse_event"}},
                {"key":"event.kind","value":{"stringValue":"response.completed"}},
                {"key":"conversation.id","value":{"stringValue":"%s"}},
                {"key":"input_token_count","value":{"intValue":"100"}},
                {"key":"output_token_count","value":{"intValue":"10"}},
                {"key":"load.id","value":{"stringValue":"%d"}}]}""".formatted(SESSION, number);
    }
}
