package dev.twinlog.testkit.corpus;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes sessions as Claude Code 2.1.329 does.
final class ClaudeScribe {
    private static final String VERSION = "2.1.329";
    private static final String MODEL = "claude-opus-5-5";
    private static final int COPIES_KEPT_MAX = 8;

    private final Path projects;
    private final CorpusPlan plan;
    private final Pen pen;
    private final CorpusTruth.Count count = new CorpusTruth.Count();
    private final List<History> histories = new ArrayList<>();
    private long bytes;
    private int brokenLines;

    /// What a later session can copy of an earlier one.
    private record History(String session, String cwd, List<String> lines) {}

    ClaudeScribe(Path projects, CorpusPlan plan, Pen pen) {
        this.projects = projects;
        this.plan = plan;
        this.pen = pen;
    }

    CorpusTruth.Count count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    int brokenLines() {
        return brokenLines;
    }

    /// Writes one session with all its files; every sixth goes on in a copy of an earlier one's history.
    void session(long at) throws IOException {
        var prior = histories.size() > 2 && pen.once(6) ? histories.get(pen.upTo(histories.size())) : null;
        var cwd = prior == null ? "/home/dev/work/" + pen.id("p", 4) : prior.cwd;
        var session = pen.uuid();
        var folder = projects.resolve(cwd.replaceAll("[^a-zA-Z0-9]", "-"));
        count.sessions++;
        var main = new Writing(session, cwd, null, at);
        if (prior != null) main.copy(prior);
        main.queued();
        for (int turn = 1 + pen.upTo(6); turn > 0; turn--) main.turn();
        save(main, folder.resolve(session + ".jsonl"));
        keepOutputs(main, folder.resolve(session).resolve("tool-results"));
        remember(main);
        for (int agent = pen.upTo(8) - 5; agent > 0; agent--) subagent(folder, session, cwd, at + agent);
    }

    private void remember(Writing main) {
        histories.add(new History(main.session, main.cwd, main.copyable));
        if (histories.size() > COPIES_KEPT_MAX) histories.removeFirst();
    }

    private void subagent(Path folder, String session, String cwd, long at) throws IOException {
        var agent = pen.hex(16);
        var file = folder.resolve(session).resolve("subagents").resolve("agent-" + agent + ".jsonl");
        var writing = new Writing(session, cwd, agent, at + 1000);
        writing.turn();
        save(writing, file);
        Files.writeString(
                file.resolveSibling("agent-" + agent + ".meta.json"),
                Json.write(object(
                        "agentType",
                        "general-purpose",
                        "description",
                        pen.words(20),
                        "model",
                        MODEL,
                        "spawnDepth",
                        1)));
    }

    /// Writes the files with outputs that were too long for the transcript.
    private void keepOutputs(Writing writing, Path folder) throws IOException {
        for (var kept : writing.keptOutputs.entrySet()) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(kept.getKey()), kept.getValue());
        }
    }

    private void save(Writing writing, Path file) throws IOException {
        if (pen.once(5)) writing.scroll.tear();
        brokenLines += writing.scroll.brokenLines();
        bytes += writing.scroll.write(file);
    }

    /// One file being written.
    private final class Writing {
        private final String session;
        private final String cwd;
        private final @Nullable String agent;
        private final Scroll scroll = new Scroll(pen, plan.broken());
        private final List<String> copyable = new ArrayList<>();
        private final Map<String, String> keptOutputs = new LinkedHashMap<>();
        private @Nullable String parent;
        private long at;

        Writing(String session, String cwd, @Nullable String agent, long at) {
            this.session = session;
            this.cwd = cwd;
            this.agent = agent;
            this.at = at;
        }

        /// The same records with the same ids and times, under this session.
        void copy(History prior) {
            for (var line : prior.lines) scroll.line(line.replace(prior.session, session));
        }

        void queued() {
            scroll.line(object(
                    "type",
                    "queue-operation",
                    "operation",
                    "enqueue",
                    "timestamp",
                    Pen.time(at),
                    "sessionId",
                    session,
                    "content",
                    pen.words(30)));
        }

        void turn() {
            at += 500 + pen.upTo(60_000);
            var prompt = pen.uuid();
            if (agent == null) count.prompts++;
            put(record(
                    "user",
                    "promptId",
                    prompt,
                    "message",
                    object("role", "user", "content", pen.text(300)),
                    "permissionMode",
                    "default"));
            if (pen.once(2)) attachment();
            int requests = 1 + pen.upTo(5);
            for (int left = requests; left > 0; left--) request(prompt, left == 1);
            if (agent == null)
                put(record("system", "subtype", "turn_duration", "durationMs", pen.upTo(90_000), "isMeta", false));
        }

        private void attachment() {
            put(record(
                    "attachment",
                    "attachment",
                    object("type", "skill_listing", "content", pen.words(400)),
                    "renderedRole",
                    "system"));
        }

        /// One answer of the model: a record for each block, and usage that grows with them.
        private void request(String prompt, boolean last) {
            at += 200 + pen.upTo(4000);
            var message = pen.id("msg_01", 22);
            var request = pen.id("req_011", 21);
            var blocks = blocks(last);
            var tokens = Map.of(
                    "inputTokens",
                    1L + pen.upTo(60),
                    "outputTokens",
                    20L + pen.upTo(2000),
                    "cacheReadTokens",
                    (long) pen.upTo(90_000),
                    "cacheCreationTokens",
                    (long) pen.upTo(5000));
            count.messages++;
            count.tokens(tokens);
            for (int block = 0; block < blocks.size(); block++) {
                boolean end = block == blocks.size() - 1;
                long output = end ? tokens.getOrDefault("outputTokens", 0L) : 1 + block;
                put(record(
                        "assistant",
                        "message",
                        object(
                                "id",
                                message,
                                "type",
                                "message",
                                "role",
                                "assistant",
                                "model",
                                MODEL,
                                "content",
                                List.of(blocks.get(block)),
                                "stop_reason",
                                end ? (last ? "end_turn" : "tool_use") : null,
                                "usage",
                                usage(tokens, output)),
                        "apiBlockIndex",
                        block,
                        "requestId",
                        request));
            }
            for (var block : blocks) if ("tool_use".equals(block.get("type"))) result(prompt, block);
        }

        private Map<String, @Nullable Object> usage(Map<String, Long> tokens, long output) {
            return object(
                    "input_tokens", tokens.get("inputTokens"),
                    "cache_creation_input_tokens", tokens.get("cacheCreationTokens"),
                    "cache_read_input_tokens", tokens.get("cacheReadTokens"),
                    "output_tokens", output,
                    "service_tier", "standard");
        }

        private List<Map<String, @Nullable Object>> blocks(boolean last) {
            var blocks = new ArrayList<Map<String, @Nullable Object>>();
            if (pen.once(2))
                blocks.add(object(
                        "type",
                        "thinking",
                        "thinking",
                        pen.words(400),
                        "signature",
                        pen.id("s", 400 + pen.upTo(3000))));
            if (last || pen.once(2)) blocks.add(object("type", "text", "text", pen.text(500)));
            for (int calls = last ? 0 : 1 + pen.upTo(2); calls > 0; calls--) {
                count.toolCalls++;
                blocks.add(object(
                        "type",
                        "tool_use",
                        "id",
                        pen.id("toolu_01", 22),
                        "name",
                        "Bash",
                        "input",
                        object("command", pen.text(80), "description", pen.words(20))));
            }
            return blocks;
        }

        private void result(String prompt, Map<String, @Nullable Object> call) {
            at += 10 + pen.upTo(3000);
            boolean huge = plan.hugeBytes() > 0 && pen.once(400);
            var output = huge ? pen.words(plan.hugeBytes()) : pen.textBeside(String.valueOf(call.get("input")), 1500);
            var structured = object("stdout", output, "stderr", "", "interrupted", false);
            if (agent == null && pen.once(50)) {
                var name = pen.id("b", 8) + ".txt";
                keptOutputs.put(name, output + " " + pen.words(3000));
                structured.put("persistedOutputPath", "/home/dev/.claude/projects/x/tool-results/" + name);
                output = "<persisted-output>\nOutput too large. Preview (first 2KB):\n" + output;
            }
            put(record(
                    "user",
                    "promptId",
                    prompt,
                    "message",
                    object(
                            "role",
                            "user",
                            "content",
                            List.of(object(
                                    "tool_use_id",
                                    call.get("id"),
                                    "type",
                                    "tool_result",
                                    "content",
                                    output,
                                    "is_error",
                                    pen.once(15)))),
                    "toolUseResult",
                    structured));
        }

        private Map<String, @Nullable Object> record(String type, @Nullable Object... namesAndValues) {
            var record = object("parentUuid", parent, "isSidechain", agent != null);
            record.putAll(object(namesAndValues));
            parent = pen.uuid();
            record.putAll(object(
                    "type", type,
                    "uuid", parent,
                    "timestamp", Pen.time(at),
                    "userType", "external",
                    "cwd", cwd,
                    "sessionId", session,
                    "version", VERSION,
                    "gitBranch", "main"));
            if (agent != null) record.put("agentId", agent);
            return record;
        }

        private void put(Map<String, @Nullable Object> record) {
            var line = Json.write(record);
            scroll.line(line);
            copyable.add(line);
        }
    }
}
