package dev.twinlog.testkit.corpus;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes rollouts as Codex 0.169.0 does: paginated ones, with whole items and the usage of each response, and
/// legacy ones, with messages and running totals.
final class CodexScribe {
    private static final String VERSION = "0.169.0";
    private static final String MODEL = "gpt-5.5";

    private final Path sessions;
    private final CorpusPlan plan;
    private final Pen pen;
    private final CorpusTruth.Count count = new CorpusTruth.Count();
    private long bytes;
    private int brokenLines;

    CodexScribe(Path sessions, CorpusPlan plan, Pen pen) {
        this.sessions = sessions;
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

    /// Writes one session.
    void session(long at, boolean legacy) throws IOException {
        var writing = new Writing(legacy, at);
        count.sessions++;
        writing.meta();
        for (int turn = 1 + pen.upTo(5); turn > 0; turn--) writing.turn();
        if (pen.once(5)) writing.scroll.tear();
        var day = Pen.time(at);
        var name = "rollout-" + day.substring(0, 19).replace(':', '-') + "-" + writing.thread + ".jsonl";
        brokenLines += writing.scroll.brokenLines();
        bytes += writing.scroll.write(
                sessions.resolve(day.substring(0, 10).replace('-', '/')).resolve(name));
    }

    /// Token amounts, of one response or of a thread so far.
    private record Usage(long input, long cached, long output, long reasoning) {
        Usage plus(Usage more) {
            return new Usage(
                    input + more.input, cached + more.cached, output + more.output, reasoning + more.reasoning);
        }

        Map<String, @Nullable Object> json() {
            return object(
                    "input_tokens", input,
                    "cached_input_tokens", cached,
                    "cache_write_input_tokens", 0,
                    "output_tokens", output,
                    "reasoning_output_tokens", reasoning,
                    "total_tokens", input + output);
        }

        Map<String, Long> told() {
            return Map.of(
                    "inputTokens",
                    input,
                    "cachedInputTokens",
                    cached,
                    "outputTokens",
                    output,
                    "reasoningTokens",
                    reasoning);
        }
    }

    /// A call whose output is to come.
    private record Call(String id, String input) {}

    private final class Writing {
        private final boolean legacy;
        private final String thread = pen.uuid();
        private final Scroll scroll = new Scroll(pen, plan.broken());
        private final String cwd = "/home/dev/work/" + pen.id("x", 4);
        private Usage total = new Usage(0, 0, 0, 0);
        private String turn = "";
        private int ordinal;
        private long at;

        Writing(boolean legacy, long at) {
            this.legacy = legacy;
            this.at = at;
        }

        void meta() {
            put(
                    "session_meta",
                    object(
                            "session_id",
                            thread,
                            "id",
                            thread,
                            "timestamp",
                            Pen.time(at),
                            "cwd",
                            cwd,
                            "originator",
                            "codex_cli_rs",
                            "cli_version",
                            VERSION,
                            "source",
                            "cli",
                            "model_provider",
                            "openai",
                            "history_mode",
                            legacy ? "legacy" : "paginated",
                            "git",
                            object("branch", "main")));
        }

        void turn() {
            at += 500 + pen.upTo(60_000);
            turn = pen.uuid();
            event(
                    "task_started",
                    "turn_id",
                    turn,
                    "root_turn_id",
                    turn,
                    "trace_id",
                    pen.hex(32),
                    "started_at",
                    at / 1000);
            put("turn_context", object("turn_id", turn, "cwd", cwd, "approval_policy", "on-request", "model", MODEL));
            prompt(pen.text(300));
            int responses = 1 + pen.upTo(5);
            for (int left = responses; left > 0; left--) response(left == 1);
            event("task_complete", "turn_id", turn, "last_agent_message", null, "duration_ms", pen.upTo(90_000));
        }

        private void prompt(String text) {
            count.prompts++;
            item(object(
                    "type",
                    "message",
                    "id",
                    pen.id("msg_", 20),
                    "role",
                    "user",
                    "content",
                    List.of(object("type", "input_text", "text", text))));
            if (legacy) event("user_message", "message", text, "images", List.of(), "kind", "plain");
            else
                completed(object(
                        "type", "UserMessage",
                        "id", pen.uuid(),
                        "content", List.of(object("type", "text", "text", text))));
        }

        private void response(boolean last) {
            at += 100 + pen.upTo(4000);
            if (pen.once(2)) reasoning(pen.words(300));
            var call = last ? null : call();
            if (last) message(pen.text(600));
            usage();
            if (call != null) output(call);
        }

        private void reasoning(String text) {
            var id = pen.id("rs_", 30);
            if (legacy) event("agent_reasoning", "text", text);
            else
                completed(
                        object("type", "Reasoning", "id", id, "summary_text", List.of(text), "raw_content", List.of()));
            item(object(
                    "type",
                    "reasoning",
                    "id",
                    id,
                    "summary",
                    List.of(object("type", "summary_text", "text", text)),
                    "content",
                    null,
                    "encrypted_content",
                    pen.id("e", 600 + pen.upTo(4000))));
        }

        private void message(String text) {
            count.messages++;
            var id = pen.id("msg_", 30);
            if (legacy) event("agent_message", "message", text);
            else
                completed(object(
                        "type",
                        "AgentMessage",
                        "id",
                        id,
                        "content",
                        List.of(object("type", "Text", "text", text)),
                        "phase",
                        "final_answer"));
            item(object(
                    "type", "message",
                    "status", "completed",
                    "id", id,
                    "role", "assistant",
                    "content", List.of(object("type", "output_text", "text", text))));
        }

        private Call call() {
            count.toolCalls++;
            var call = new Call(pen.id("call_", 24), pen.text(80));
            item(object(
                    "type",
                    "function_call",
                    "status",
                    "completed",
                    "id",
                    pen.id("fc_", 30),
                    "name",
                    "exec_command",
                    "arguments",
                    Json.write(object("cmd", call.input)),
                    "call_id",
                    call.id));
            return call;
        }

        private void output(Call call) {
            at += 10 + pen.upTo(3000);
            boolean huge = plan.hugeBytes() > 0 && pen.once(400);
            var text = huge ? pen.words(plan.hugeBytes()) : pen.textBeside(call.input, 1200);
            if (!legacy)
                completed(object(
                        "type",
                        "CommandExecution",
                        "id",
                        call.id,
                        "command",
                        List.of("/bin/bash", "-lc", "make"),
                        "cwd",
                        cwd,
                        "status",
                        "completed",
                        "aggregated_output",
                        text,
                        "exit_code",
                        0));
            item(object(
                    "type",
                    "function_call_output",
                    "call_id",
                    call.id,
                    "output",
                    "Wall time: 0.15 seconds\nProcess exited with code 0\nOutput:\n" + text));
        }

        private void usage() {
            long input = 500L + pen.upTo(50_000);
            long output = 5L + pen.upTo(3000);
            var last = new Usage(input, pen.upTo((int) input), output, pen.upTo((int) output));
            total = total.plus(last);
            count.tokens(last.told());
            if (!legacy)
                put(
                        "token_usage_record",
                        object(
                                "thread_id",
                                thread,
                                "turn_id",
                                turn,
                                "response_id",
                                pen.id("resp_", 24),
                                "usage",
                                last.json(),
                                "thread_token_usage",
                                total.json()));
            event(
                    "token_count",
                    "info",
                    object(
                            "total_token_usage",
                            total.json(),
                            "last_token_usage",
                            last.json(),
                            "model_context_window",
                            258_400));
        }

        private void completed(Map<String, @Nullable Object> item) {
            event(
                    "item_completed",
                    "thread_id",
                    thread,
                    "turn_id",
                    turn,
                    "item",
                    item,
                    "started_at_ms",
                    at,
                    "completed_at_ms",
                    at);
        }

        private void item(Map<String, @Nullable Object> item) {
            item.put("internal_chat_message_metadata_passthrough", object("turn_id", turn));
            put("response_item", item);
        }

        private void event(String type, @Nullable Object... namesAndValues) {
            var all = new ArrayList<@Nullable Object>(List.of("type", type));
            for (var each : namesAndValues) all.add(each);
            put("event_msg", object(all.toArray()));
        }

        private void put(String type, Map<String, @Nullable Object> payload) {
            scroll.line(object("timestamp", Pen.time(at), "ordinal", ordinal++, "type", type, "payload", payload));
        }
    }
}
