package dev.twinlog.readers;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.TranscriptFile.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the files under the agents' roots are, told by their paths. A path that is none of these is not
/// captured.
///
/// Claude Code, under `projects/`: `PROJECT/SESSION.jsonl`, `PROJECT/SESSION/subagents/…/agent-AGENT.jsonl` and
/// `….meta.json`, `PROJECT/SESSION/tool-results/NAME.txt`. Codex, under `sessions/` (in folders by date) and
/// `archived_sessions/`: `rollout-TIME-THREAD.jsonl`, or `….jsonl.zst`; after a revert the thread goes on in
/// `rollout-TIME-THREAD_ID.jsonl`.
public final class TranscriptPaths {
    private static final String LINES = ".jsonl";
    private static final String ZSTD = ".zst";
    private static final String META = ".meta.json";
    private static final String TEXT = ".txt";
    private static final String AGENT = "agent-";
    private static final String ROLLOUT = "rollout-";
    private static final int ROLLOUT_TIME_LENGTH = "2026-11-20T21-47-04-".length();

    private TranscriptPaths() {}

    /// What a file is.
    ///
    /// @param path relative to the watched root, separated by `/`
    public static Optional<TranscriptFile> of(Agent agent, String path) {
        var parts = List.of(path.split("/"));
        if (parts.isEmpty() || parts.contains("") || parts.contains("..")) return Optional.empty();
        return switch (agent) {
            case CLAUDE -> claude(parts);
            case CODEX -> codex(parts.getLast());
        };
    }

    private static Optional<TranscriptFile> claude(List<String> parts) {
        var name = parts.getLast();
        if (parts.size() == 2) {
            var session = between(name, "", LINES);
            return session == null || session.startsWith(AGENT)
                    ? Optional.empty()
                    : file(Agent.CLAUDE, session, Role.MAIN, null, false, name);
        }
        if (parts.size() < 4) return Optional.empty();
        var session = parts.get(1);
        return switch (parts.get(2)) {
            case "subagents" -> subagent(session, name);
            case "tool-results" ->
                parts.size() == 4 && between(name, "", TEXT) != null
                        ? file(Agent.CLAUDE, session, Role.TOOL_RESULT, null, false, name)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<TranscriptFile> subagent(String session, String name) {
        var lines = between(name, AGENT, LINES);
        if (lines != null) return file(Agent.CLAUDE, session, Role.SUBAGENT, lines, false, name);
        var meta = between(name, AGENT, META);
        return meta == null ? Optional.empty() : file(Agent.CLAUDE, session, Role.SUBAGENT_META, meta, false, name);
    }

    private static Optional<TranscriptFile> codex(String name) {
        boolean zstd = name.endsWith(ZSTD);
        var stem = between(zstd ? name.substring(0, name.length() - ZSTD.length()) : name, ROLLOUT, LINES);
        if (stem == null || stem.length() <= ROLLOUT_TIME_LENGTH || stem.charAt(ROLLOUT_TIME_LENGTH - 1) != '-')
            return Optional.empty();
        var thread = stem.substring(ROLLOUT_TIME_LENGTH).split("_", 2)[0];
        return thread.isEmpty() ? Optional.empty() : file(Agent.CODEX, thread, Role.MAIN, null, zstd, name);
    }

    private static Optional<TranscriptFile> file(
            Agent agent, String session, Role role, @Nullable String agentId, boolean zstd, String name) {
        return Optional.of(new TranscriptFile(new SessionId(agent, session), role, agentId, zstd, name));
    }

    /// What stands between the two, or null when the name does not begin and end with them or nothing does.
    private static @Nullable String between(String name, String before, String after) {
        boolean fits =
                name.length() > before.length() + after.length() && name.startsWith(before) && name.endsWith(after);
        return fits ? name.substring(before.length(), name.length() - after.length()) : null;
    }
}
