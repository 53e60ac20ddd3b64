package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.Store.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlerTest {
    private static final SessionId SESSION = new SessionId(Agent.CLAUDE, "0b0b0b0b-0000-4000-8000-000000000001");
    private static final FileId FILE =
            new FileId(Agent.CLAUDE, "/agents", "-proj/" + SESSION.id() + ".jsonl", 1, 2, 3, 4);

    @TempDir
    Path home;

    private SegmentedJournal journal;
    private EmbeddedStore store;
    private long written;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(home.resolve("journal"), JournalLimits.DEFAULT);
        store = EmbeddedStore.open(home.resolve("store"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        journal.close();
    }

    private static String prompt(int number) {
        return "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"prompt " + number + "\"},\"uuid\":\"u-"
                + number + "\",\"promptId\":\"p-" + number + "\",\"timestamp\":\"2026-06-01T10:00:0" + number
                + ".000Z\",\"sessionId\":\"" + SESSION.id() + "\"}\n";
    }

    private void append(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        journal.append(RecordClass.TRANSCRIPT, new FileChunk(FILE, written, bytes, 0).encode());
        written += bytes.length;
    }

    private void settle(Settler settler) throws IOException {
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null; record = cursor.next()) settler.take(record);
        }
        settler.commit();
    }

    private List<String> prompts() {
        return store.events(SESSION).stream()
                .filter(event -> event.kind() == Kind.PROMPT)
                .map(StoredEvent::key)
                .sorted()
                .toList();
    }

    @Test
    void the_line_for_which_a_session_is_read_again_is_heard_whole() throws IOException {
        append(prompt(1));
        settle(new Settler(store, journal, AgentReaders::of));

        append(prompt(2));
        settle(new Settler(store, journal, AgentReaders::of));

        assertThat(prompts()).containsExactly("u-1", "u-2");
    }

    @Test
    void a_line_begun_before_a_restart_is_finished_after_it() throws IOException {
        var second = prompt(2);
        append(prompt(1) + second.substring(0, 40));
        settle(new Settler(store, journal, AgentReaders::of));
        assertThat(prompts()).containsExactly("u-1");

        append(second.substring(40));
        settle(new Settler(store, journal, AgentReaders::of));

        assertThat(prompts()).containsExactly("u-1", "u-2");
    }

    @Test
    void a_piece_that_stands_in_the_journal_twice_tells_nothing_new() throws IOException {
        append(prompt(1));
        written = 0;
        append(prompt(1));
        settle(new Settler(store, journal, AgentReaders::of));

        assertThat(prompts()).containsExactly("u-1");
        assertThat(store.counters()).containsEntry("verdicts.accepted", 2L).doesNotContainKey("verdicts.duplicate");
    }

    @Test
    void secrets_are_counted_once_however_often_a_session_is_read_again() throws IOException {
        append(prompt(1).replace("prompt 1", "use ghp_" + "a1B2".repeat(9)));
        settle(new Settler(store, journal, AgentReaders::of));
        append(prompt(2));
        settle(new Settler(store, journal, AgentReaders::of));

        assertThat(store.counters().entrySet().stream()
                        .filter(counter -> counter.getKey().startsWith("reading.redacted/"))
                        .mapToLong(counter -> counter.getValue())
                        .sum())
                .isEqualTo(1);
        var bodies = store.events(SESSION).stream()
                .map(event -> new String(store.body(event.id()), StandardCharsets.UTF_8))
                .toList();
        assertThat(String.join("", bodies)).contains("⟦redacted:").doesNotContain("ghp_");
    }

    @Test
    void a_request_id_that_a_second_message_claims_is_refused_and_counted_once() throws IOException {
        append(answer("m-2", 1) + answer("m-3", 2));
        settle(new Settler(store, journal, AgentReaders::of));
        assertThat(store.counters()).containsEntry("links.refused", 1L);
        append(answer("m-1", 3));
        settle(new Settler(store, journal, AgentReaders::of));
        assertThat(store.counters()).containsEntry("links.refused", 2L);
        append(answer("m-3", 2));
        settle(new Settler(store, journal, AgentReaders::of));
        assertThat(store.counters()).containsEntry("links.refused", 2L);
    }

    private static String answer(String message, int number) {
        return "{\"type\":\"assistant\",\"message\":{\"id\":\"" + message
                + "\",\"role\":\"assistant\",\"model\":\"opus\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}},"
                + "\"requestId\":\"r\",\"uuid\":\"a-" + number + "\",\"timestamp\":\"2026-06-01T10:00:0" + number
                + ".000Z\",\"sessionId\":\"" + SESSION.id() + "\"}\n";
    }
}
