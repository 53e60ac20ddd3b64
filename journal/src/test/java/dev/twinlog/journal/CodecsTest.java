package dev.twinlog.journal;

import static dev.twinlog.journal.JournalContract.noise;
import static dev.twinlog.journal.JournalContract.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The formats of payloads.
class CodecsTest {
    private static final FileId FILE =
            new FileId(Agent.CODEX, "/home/ü/.codex/sessions", "2026/11/rollout.jsonl", -1, Long.MAX_VALUE, 42, 4096);

    @Test
    void a_chunk_comes_back_whole() throws CorruptRecordException {
        for (int length : new int[] {0, 1, 5_000}) {
            var chunk = new FileChunk(FILE, 1L << 40, noise(1, length), 1_795_000_000_000L);
            var back = FileChunk.decode(chunk.encode());
            assertThat(back.file()).isEqualTo(FILE);
            assertThat(back.offset()).isEqualTo(chunk.offset());
            assertThat(back.at()).isEqualTo(chunk.at());
            assertThat(back.bytes()).isEqualTo(chunk.bytes());
        }
    }

    @Test
    void the_head_of_a_chunk_tells_its_place() throws CorruptRecordException {
        var head = FileChunkCodec.head(new FileChunk(FILE, 7, noise(1, 100), 9).encode());
        assertThat(head.file()).isEqualTo(FILE);
        assertThat(head.offset()).isEqualTo(7);
        assertThat(head.length()).isEqualTo(100);
    }

    @Test
    void a_chunk_whose_bytes_changed_is_corrupt() {
        var payload = new FileChunk(FILE, 0, noise(1, 100), 0).encode();
        payload[payload.length - 1] ^= 1;
        assertThatThrownBy(() -> FileChunk.decode(payload))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("rollout.jsonl");
    }

    @Test
    void every_cut_of_a_chunk_is_corrupt() {
        var payload = new FileChunk(FILE, 0, noise(1, 20), 0).encode();
        for (int i = 0; i < payload.length; i++) {
            var cut = Arrays.copyOf(payload, i);
            assertThatThrownBy(() -> FileChunk.decode(cut)).isInstanceOf(CorruptRecordException.class);
        }
    }

    @Test
    void a_path_beyond_the_limit_is_refused() {
        var file = new FileId(Agent.CLAUDE, "/", "x".repeat(FileChunkCodec.NAME_BYTES_MAX + 1), 0, 0, 0, 0);
        assertThatThrownBy(() -> new FileChunk(file, 0, new byte[0], 0).encode())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_control_fact_comes_back_whole() throws CorruptRecordException {
        var values = new TreeMap<String, String>();
        values.put("to", "HYBRID_ACTIVE");
        values.put("from", "OTEL_ONLY");
        values.put("quote", "\"\n⟦⟧ 😀");
        var control = new Control("mode_changed", 1_795_000_000_000L, values);
        assertThat(Control.decode(control.encode())).isEqualTo(control);
    }

    @Test
    void a_control_fact_is_the_same_bytes_each_time() {
        var control = new Control("up", 5, new TreeMap<>(java.util.Map.of("b", "2", "a", "1")));
        assertThat(new String(control.encode(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"type\":\"up\",\"at\":5,\"values\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void unknown_fields_of_a_control_fact_are_stepped_over() throws CorruptRecordException {
        var control = Control.decode(text("{\"v\":1,\"later\":[{\"x\":1}],\"type\":\"up\",\"at\":5}"));
        assertThat(control).isEqualTo(new Control("up", 5, new TreeMap<>()));
    }

    @Test
    void what_is_no_control_fact_is_corrupt() {
        for (var json : new String[] {
            "",
            "[]",
            "{",
            "{}",
            "{\"type\":\"up\"}",
            "{\"at\":5}",
            "{\"type\":1,\"at\":5}",
            "{\"type\":\"up\",\"at\":\"5\"}",
            "{\"type\":\"up\",\"at\":5,\"values\":{\"a\":1}}"
        }) assertThatThrownBy(() -> Control.decode(text(json))).as(json).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void a_redacted_chunk_stands_for_its_range() throws CorruptRecordException {
        var chunk = new RedactedChunk(FILE, 7, 1_000, noise(1, 30), 9).encode();
        var view = FileChunkView.of(chunk);
        assertThat(view.file()).isEqualTo(FILE);
        assertThat(view.offset()).isEqualTo(7);
        assertThat(view.length()).isEqualTo(1_000);
        assertThat(view.to() - view.from()).isEqualTo(30);
        assertThat(view.redacted()).isTrue();
        assertThat(view.leftOut()).isFalse();
        assertThat(FileChunkView.of(new RedactedChunk(FILE, 7, 1_000, new byte[0], 9).encode())
                        .leftOut())
                .isTrue();
        assertThatThrownBy(() -> FileChunk.decode(chunk)).hasMessageContaining("without its secrets");
        for (int i = 0; i < chunk.length; i++) {
            var cut = Arrays.copyOf(chunk, i);
            assertThatThrownBy(() -> FileChunkView.of(cut)).isInstanceOf(CorruptRecordException.class);
        }
    }
}
