package dev.twinlog.sources.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedNameTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "CLAUDE, p/s.jsonl, LINES, p/s, true",
        "CLAUDE, p/s.jsonl.zst, BYTES, p/s, true",
        "CLAUDE, p/s/subagents/agent-1.jsonl, LINES, p/s, false",
        "CLAUDE, p/s/subagents/agent-1.meta.json, DOCUMENT, p/s, false",
        "CLAUDE, p/s/subagents/workflows/w1/agent-1.jsonl, LINES, p/s, false",
        "CLAUDE, p/s/subagents/workflows/w1/agent-1.meta.json, DOCUMENT, p/s, false",
        "CLAUDE, p/s/tool-results/t.txt, BYTES, p/s, false",
        "CLAUDE, p/s/deeper/still/x.jsonl, LINES, p/s, false",
        "CLAUDE, s.jsonl, LINES, s, true",
        "CODEX, rollout-1.jsonl, LINES, rollout-1.jsonl, true",
        "CODEX, 2026/11/20/rollout-1.jsonl, LINES, 2026/11/20/rollout-1.jsonl, true",
        "CODEX, 2026/11/20/rollout-1.jsonl.zst, BYTES, 2026/11/20/rollout-1.jsonl.zst, true",
    })
    void a_transcript_is_watched(Agent agent, String path, WatchedName.Form form, String group, boolean main) {
        assertThat(WatchedName.of(agent, path)).isEqualTo(new WatchedName(form, group, main));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "CLAUDE, p/.jsonl",
        "CLAUDE, p/s.jsonl.compact.tmp.0123abcd",
        "CLAUDE, p/s.json",
        "CLAUDE, p/memory/notes.md",
        "CLAUDE, p/s/other/a.meta.json",
        "CLAUDE, p/s/other/t.txt",
        "CLAUDE, p/s/tool-results/deeper/t.txt",
        "CLAUDE, p/s/tool-results/t.bin",
        "CODEX, 2026/11/20/other.jsonl",
        "CODEX, 2026/11/20/rollout-1.json",
        "CODEX, rollout-2026/x.jsonl",
    })
    void another_file_is_not_watched(Agent agent, String path) {
        assertThat(Objects.toString(WatchedName.of(agent, path), "not watched")).isEqualTo("not watched");
    }
}
