package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.TranscriptFile.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptPathsTest {
    private static final String SID = "eb720ced-2e03-421f-8614-86f157ce1f94";
    private static final String THREAD = "01a1fae7-5009-73b1-99ef-2423153efe1d";

    @Test
    void a_session_of_claude() {
        is(Agent.CLAUDE, "-lab-proj/" + SID + ".jsonl", SID, Role.MAIN, null, false);
    }

    @Test
    void a_subagent_at_any_depth_belongs_to_its_session() {
        is(Agent.CLAUDE, "-p/" + SID + "/subagents/agent-a1.jsonl", SID, Role.SUBAGENT, "a1", false);
        is(Agent.CLAUDE, "-p/" + SID + "/subagents/x/y/agent-a1.jsonl", SID, Role.SUBAGENT, "a1", false);
        is(Agent.CLAUDE, "-p/" + SID + "/subagents/agent-a1.meta.json", SID, Role.SUBAGENT_META, "a1", false);
    }

    @Test
    void a_stored_tool_result() {
        is(Agent.CLAUDE, "-p/" + SID + "/tool-results/bg1.txt", SID, Role.TOOL_RESULT, null, false);
    }

    @Test
    void a_rollout_in_its_day_in_the_archive_and_compressed() {
        var name = "rollout-2026-11-20T21-40-25-" + THREAD + ".jsonl";
        is(Agent.CODEX, "2026/11/20/" + name, THREAD, Role.MAIN, null, false);
        is(Agent.CODEX, name, THREAD, Role.MAIN, null, false);
        is(Agent.CODEX, "2026/11/20/" + name + ".zst", THREAD, Role.MAIN, null, true);
    }

    @Test
    void a_rollout_that_goes_on_after_a_revert() {
        var name = "rollout-2026-11-20T21-40-25-" + THREAD + "_01a1fb42-6566-7d31-9a81-3ba4532d2806.jsonl";
        is(Agent.CODEX, "2026/11/20/" + name, THREAD, Role.MAIN, null, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x.jsonl",
                "-p/.jsonl",
                "-p/a.json",
                "-p/agent-a1.jsonl",
                "-p/s/notes.jsonl",
                "-p/s/memory/a.md",
                "-p/s/subagents/other.jsonl",
                "-p/s/subagents/agent-.jsonl",
                "-p/s/tool-results/a.png",
                "-p/s/tool-results/deep/a.txt",
                "../-p/s.jsonl",
                "-p//s.jsonl",
                "-p/s.jsonl.compact.tmp.12345678"
            })
    void other_files_of_claude_are_not_captured(String path) {
        assertThat(TranscriptPaths.of(Agent.CLAUDE, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026/11/20/rollout.jsonl",
                "rollout-2026-11-20T21-40-25-.jsonl",
                "history.jsonl",
                "rollout-x.jsonl",
                "rollout-2026-11-20T21-40-25-id.json",
                "rollout-2026-11-20T21-40-25-id.jsonl.gz"
            })
    void other_files_of_codex_are_not_captured(String path) {
        assertThat(TranscriptPaths.of(Agent.CODEX, path)).isEmpty();
    }

    private static void is(Agent agent, String path, String id, Role role, @Nullable String agentId, boolean zstd) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        assertThat(TranscriptPaths.of(agent, path))
                .contains(new TranscriptFile(new SessionId(agent, id), role, agentId, zstd, name));
    }
}
