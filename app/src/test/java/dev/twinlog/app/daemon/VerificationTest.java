package dev.twinlog.app.daemon;

import static dev.twinlog.app.daemon.Verification.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.SettledBy.Versions;
import dev.twinlog.app.daemon.Verification.Digest;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import dev.twinlog.testkit.store.Batches;
import dev.twinlog.testkit.store.InMemoryStore;
import dev.twinlog.views.VerifyView.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final SessionId CLAUDE = new SessionId(Agent.CLAUDE, "c");
    private static final SessionId CODEX = new SessionId(Agent.CODEX, "x");

    private static Digest digest(int of, boolean older) {
        return new Digest(new byte[] {(byte) of}, older);
    }

    private static NarrativeEvent event(long id) {
        return new NarrativeEvent(id, Kind.PROMPT, "k", 0, null, "completed", null, true, () -> new byte[0]);
    }

    @Test
    void a_session_is_equal_or_it_is_said_why_not() {
        assertThat(result(digest(1, false), digest(1, false), false)).isEmpty();
        assertThat(result(digest(1, false), digest(2, false), false)).contains(Result.MISMATCH);
        assertThat(result(digest(1, false), null, false)).contains(Result.MISMATCH);
        assertThat(result(null, digest(1, false), false)).contains(Result.MISMATCH);
        assertThat(result(digest(1, true), digest(2, false), false)).contains(Result.OLDER_VERSION);
        assertThat(result(digest(1, false), digest(2, false), true)).contains(Result.SEALED);
        assertThat(result(digest(1, true), null, true)).contains(Result.SEALED);
        assertThat(result(null, digest(1, false), true)).contains(Result.MISMATCH);
    }

    @Test
    void an_event_is_of_the_version_that_settled_it() {
        var now = Versions.CURRENT;
        var settled = SettledBy.of("%d.%d.%d.%d.%d@1 %d.%d.%d.%d.%d@50"
                .formatted(
                        now.claude(),
                        now.codex() + 1,
                        now.redaction(),
                        now.settling(),
                        now.telemetry(),
                        now.claude(),
                        now.codex(),
                        now.redaction(),
                        now.settling(),
                        now.telemetry()));
        assertThat(settled.of(CLAUDE, List.of(event(1), event(70)))).isEqualTo(now);
        assertThat(settled.of(CODEX, List.of(event(50), event(70)))).isEqualTo(now);
        assertThat(settled.of(CODEX, List.of(event(70), event(49))).codex()).isEqualTo(now.codex() + 1);
    }

    @Test
    void what_is_not_noted_or_cannot_be_read_was_settled_by_another_version() {
        for (var note : new String[] {null, "nonsense", "1.1.1.x@3"})
            assertThat(SettledBy.of(note).of(CLAUDE, List.of(event(5)))).isEqualTo(Versions.UNKNOWN);
    }

    @Test
    void another_redaction_or_settling_is_another_version_of_every_session() {
        var now = Versions.CURRENT;
        for (var session : List.of(CLAUDE, CODEX)) {
            var redacted = of(now.codex(), now.redaction() + 1, now.settling(), now.stream());
            assertThat(redacted.agrees(now, session)).isFalse();
            var settled = of(now.codex(), now.redaction(), now.settling() + 1, now.stream());
            assertThat(settled.agrees(now, session)).isFalse();
        }
    }

    @Test
    void another_reader_of_the_stream_is_another_version_of_the_sessions_that_it_tells_of() {
        var now = Versions.CURRENT;
        var streamed = of(now.codex(), now.redaction(), now.settling(), now.stream() + 1);
        assertThat(streamed.agrees(now, CODEX)).isFalse();
        assertThat(streamed.agrees(now, CLAUDE)).isTrue();
    }

    private static Versions of(int codex, int redaction, int settling, int stream) {
        var now = Versions.CURRENT;
        return new Versions(now.claude(), codex, redaction, settling, now.telemetry(), stream);
    }

    @Test
    void a_store_notes_from_which_event_on_this_program_settles() {
        var store = new InMemoryStore();
        store.note("settled_by", "0.0.0.9@1");
        store.commit(Batches.at(5).event(Batches.message(7, CLAUDE, 1, "old")).build());
        SettledBy.note(store);
        SettledBy.note(store);
        assertThat(store.note("settled_by")).matches("0\\.0\\.0\\.9\\.0\\.1@1 [0-9.]+@8");
        assertThat(SettledBy.in(store).of(CLAUDE, List.of(event(8)))).isEqualTo(Versions.CURRENT);
        assertThat(SettledBy.in(store).of(CLAUDE, List.of(event(7))).settling()).isEqualTo(9);
    }
}
