package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.testkit.store.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastHeardTest {
    private static final long T = 1_795_209_536_000L;
    private static final long LIVE = LastHeard.LIVE.toMillis();
    private static final long COMPANY = LastHeard.COMPANY.toMillis();
    private static final FileId FILE = new FileId(Agent.CLAUDE, "/agents", "-p/s.jsonl", 1, 2, 3, 4);

    private final InMemoryStore store = new InMemoryStore();
    private final LastHeard heard = new LastHeard();

    private static Observation said(Witness witness, long at) {
        return new Observation(
                1,
                new SessionId(Agent.CLAUDE, "s"),
                Kind.PROMPT,
                List.of(new Alias(Alias.Type.RECORD, "r")),
                null,
                witness,
                Phase.COMPLETED,
                at,
                0,
                TurnRef.UNTOLD,
                null,
                0,
                Map.of(),
                1,
                new RawPlace(0, 0, 1));
    }

    private void transcript(long arrival, long at) {
        var payload = new FileChunk(FILE, 0, new byte[] {1}, arrival).encode();
        heard.hearing(LastHeard.arrival(new JournalRecord(0, 1, RecordClass.TRANSCRIPT, payload)));
        heard.take(said(Witness.TRANSCRIPT, at));
    }

    private void telemetry(long arrival, long at) {
        var payload = new OtlpRequest(Encoding.JSON, OtlpRequest.Token.VALID, arrival, new byte[] {'{', '}'}).encode();
        heard.hearing(LastHeard.arrival(new JournalRecord(0, 1, RecordClass.OTLP_LOGS, payload)));
        heard.take(said(Witness.OTLP, at));
    }

    private Map<String, Long> claude() {
        return heard.byName().getOrDefault("claude", Map.of());
    }

    @Test
    void what_counts_is_when_it_came_and_not_what_it_tells() {
        telemetry(T, T - 5_000_000);
        assertThat(claude()).isEqualTo(Map.of(LastHeard.OTLP, T, LastHeard.NEWEST, T - 5_000_000));
        telemetry(T - 1, T);
        assertThat(claude()).isEqualTo(Map.of(LastHeard.OTLP, T, LastHeard.NEWEST, T));
    }

    @Test
    void history_that_an_import_reads_is_no_sign_that_telemetry_lacks() {
        transcript(T, T - LIVE - 1);
        assertThat(claude()).isEqualTo(Map.of(LastHeard.NEWEST, T - LIVE - 1));
        transcript(T, T - LIVE);
        assertThat(claude()).containsEntry(LastHeard.TRANSCRIPT, T).containsEntry(LastHeard.ALONE_SINCE, T);
    }

    @Test
    void a_transcript_is_alone_from_its_first_record_that_telemetry_is_too_old_for() {
        telemetry(T, T);
        transcript(T + COMPANY, T + COMPANY);
        assertThat(claude()).doesNotContainKey(LastHeard.ALONE_SINCE);
        transcript(T + COMPANY + 1, T + COMPANY);
        transcript(T + COMPANY + 2, T + COMPANY);
        assertThat(claude()).containsEntry(LastHeard.ALONE_SINCE, T + COMPANY + 1);
        telemetry(T + COMPANY, T);
        assertThat(claude()).containsKey(LastHeard.ALONE_SINCE);
        telemetry(T + COMPANY + 1, T);
        assertThat(claude()).doesNotContainKey(LastHeard.ALONE_SINCE);
    }

    @Test
    void it_outlives_the_daemon_in_the_store() {
        telemetry(T, T);
        transcript(T + COMPANY + 1, T + COMPANY + 1);
        heard.note(store, T);
        assertThat(LastHeard.in(store.reopened()).byName())
                .isEqualTo(heard.byName())
                .isNotEmpty();
        assertThat(LastHeard.in(store.reader()).byName()).isEqualTo(heard.byName());
    }

    @Test
    void it_is_noted_now_and_then_and_at_the_end() {
        telemetry(T, T);
        heard.note(store, T);
        telemetry(T + 1, T);
        heard.note(store, T + LastHeard.NOTED_EACH.toMillis() - 1);
        assertThat(LastHeard.in(store).byName().get("claude")).containsEntry(LastHeard.OTLP, T);
        heard.note(store, T + LastHeard.NOTED_EACH.toMillis());
        assertThat(LastHeard.in(store).byName().get("claude")).containsEntry(LastHeard.OTLP, T + 1);
        telemetry(T + 2, T);
        heard.note(store);
        assertThat(LastHeard.in(store).byName().get("claude")).containsEntry(LastHeard.OTLP, T + 2);
    }

    @Test
    void a_note_that_cannot_be_read_tells_nothing() {
        for (var note : List.of("x", "claude/otlp", "claude/otlp=x", "=/")) {
            store.note("last_heard", note);
            assertThat(LastHeard.in(store).byName()).isEmpty();
        }
    }
}
