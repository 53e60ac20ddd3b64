package dev.twinlog.bench.corpus;

import static dev.twinlog.bench.corpus.TranscriptFile.time;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes one rollout as Codex 0.169.0 does, with cumulative token counts.
final class CodexScribe {
    private static final String VERSION = "0.169.0";
    private static final List<String> MODELS = List.of("gpt-5.2-codex", "gpt-5-codex", "gpt-5");
    private static final double FOREIGN_SHARE = 0.15;
    private static final double HUGE_SHARE = 0.03;
    private static final int INSTRUCTIONS_LENGTH = 14_000;
    private static final int AGGREGATED_LENGTH_MAX = 100_000;

    private final Lexicon lexicon;
    private final Dice dice;
    private final Truth truth;
    private final TranscriptFile file;
    private final String thread;
    private final String cwd;
    private final boolean foreign;
    private int hugeLeft;
    private String turn = "";
    private String passthrough = "";
    private long at;
    private int ordinal;
    private long input;
    private long cached;
    private long output;
    private long reasoning;

    CodexScribe(Path home, Lexicon lexicon, Dice dice, Truth truth, long at) {
        this.lexicon = lexicon;
        this.dice = dice;
        this.truth = truth;
        this.at = at;
        thread = dice.timedUuid(at);
        cwd = dice.of(lexicon.projects);
        foreign = dice.once(FOREIGN_SHARE);
        hugeLeft = dice.once(HUGE_SHARE) ? 1 + dice.below(2) : 0;
        var day = time(at);
        file = new TranscriptFile(
                home,
                ".codex/sessions/" + day.substring(0, 10).replace('-', '/') + "/rollout-"
                        + day.substring(0, 19).replace(':', '-') + "-" + thread + ".jsonl");
    }

    /// Writes the session.
    void session() throws IOException {
        truth.session();
        truth.at(at);
        put(
                "session_meta",
                "{\"session_id\":\"" + thread + "\",\"id\":\"" + thread + "\",\"timestamp\":\"" + time(at)
                        + "\",\"cwd\":\"" + cwd + "\",\"originator\":\"codex_cli_rs\",\"cli_version\":\"" + VERSION
                        + "\",\"source\":\"cli\",\"thread_source\":\"user\",\"model_provider\":\"openai\",\"base_instructions\":{\"text\":\""
                        + Lexicon.whole(lexicon.systemPrompt, INSTRUCTIONS_LENGTH) + "\"},\"git\":{\"commit_hash\":\""
                        + dice.hex(40)
                        + "\",\"branch\":\"main\"}}");
        var model = dice.of(MODELS);
        int turns = dice.around(7, 0.9, 1, 100);
        for (int i = 0; i < turns; i++) turn(model, i == 0);
        file.save(truth, at);
    }

    private void turn(String model, boolean first) {
        at += dice.around(40e3, 1, 500, 3_000_000);
        turn = dice.timedUuid(at);
        passthrough = ",\"internal_chat_message_metadata_passthrough\":{\"turn_id\":\"" + turn + "\"}}";
        put(
                "event_msg",
                "{\"type\":\"task_started\",\"turn_id\":\"" + turn + "\",\"root_turn_id\":\"" + turn
                        + "\",\"trace_id\":\"" + dice.hex(32) + "\",\"started_at\":" + at / 1000
                        + ",\"model_context_window\":258400,\"collaboration_mode_kind\":\"default\"}");
        put(
                "turn_context",
                "{\"turn_id\":\"" + turn + "\",\"cwd\":\"" + cwd
                        + "\",\"approval_policy\":\"on-request\",\"model\":\"" + model
                        + "\",\"summary\":\"auto\",\"sandbox_policy\":{\"type\":\"workspace-write\"}}");
        if (first) message("developer", "", "input_text", lexicon.text(dice, 5000, lexicon.prose, false));
        prompt();
        int requests = dice.around(4, 0.8, 1, 40);
        for (int left = requests; left > 0; left--) request(left == 1);
        put(
                "event_msg",
                "{\"type\":\"task_complete\",\"turn_id\":\"" + turn + "\",\"last_agent_message\":null,\"duration_ms\":"
                        + dice.below(90_000) + "}");
    }

    private void prompt() {
        var text = lexicon.text(dice, dice.around(160, 1, 20, 15_000), lexicon.prose, foreign) + truth.needle(dice);
        message("user", "\"id\":\"msg_" + dice.timedUuid(at) + "\",", "input_text", text);
        put("event_msg", "{\"type\":\"user_message\",\"message\":\"" + text + "\",\"images\":[],\"kind\":\"plain\"}");
    }

    private void message(String role, String id, String type, String text) {
        put(
                "response_item",
                "{\"type\":\"message\"," + id + "\"role\":\"" + role + "\",\"content\":[{\"type\":\"" + type
                        + "\",\"text\":\"" + text + "\"}]" + passthrough);
    }

    private void request(boolean last) {
        at += dice.around(2500, 0.8, 100, 60_000);
        if (dice.once(0.5)) reasoning();
        if (last) answer();
        else call();
        usage();
    }

    private void reasoning() {
        var text = dice.of(lexicon.prose);
        put("event_msg", "{\"type\":\"agent_reasoning\",\"text\":\"" + text + "\"}");
        put(
                "response_item",
                "{\"type\":\"reasoning\",\"id\":\"rs_" + dice.hex(40)
                        + "\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"" + text
                        + "\"}],\"content\":null,\"encrypted_content\":\"" + lexicon.noise(dice, 600 + dice.below(2500))
                        + "\"" + passthrough);
    }

    private void answer() {
        var text = lexicon.text(dice, dice.around(500, 0.9, 20, 15_000), lexicon.prose, foreign) + truth.needle(dice);
        put("event_msg", "{\"type\":\"agent_message\",\"message\":\"" + text + "\"}");
        message("assistant", "\"id\":\"msg_" + dice.hex(40) + "\",\"status\":\"completed\",", "output_text", text);
    }

    private void call() {
        var call = "call_" + dice.id(24);
        var command = Lexicon.whole(dice.of(lexicon.logs), 80);
        put(
                "response_item",
                "{\"type\":\"function_call\",\"status\":\"completed\",\"id\":\"fc_" + dice.hex(40)
                        + "\",\"name\":\"exec_command\",\"arguments\":\"{\\\"cmd\\\":\\\""
                        + command.replace("\\", "").replace("\"", "")
                        + "\\\"}\",\"call_id\":\"" + call + "\"" + passthrough);
        at += dice.around(800, 1.2, 10, 600_000);
        var text = callOutput();
        put(
                "event_msg",
                "{\"type\":\"item_completed\",\"thread_id\":\"" + thread + "\",\"turn_id\":\"" + turn
                        + "\",\"item\":{\"type\":\"CommandExecution\",\"id\":\"" + call
                        + "\",\"command\":[\"/bin/bash\",\"-lc\",\""
                        + command + "\"],\"cwd\":\"" + cwd + "\",\"status\":\"completed\",\"aggregated_output\":\""
                        + (text.length() > AGGREGATED_LENGTH_MAX ? "" : text)
                        + "\",\"exit_code\":0,\"duration\":{\"secs\":" + dice.below(20) + ",\"nanos\":"
                        + dice.below(1_000_000_000)
                        + "}},\"completed_at_ms\":" + at + "}");
        put(
                "response_item",
                "{\"type\":\"function_call_output\",\"id\":\"fco_" + dice.timedUuid(at) + "\",\"call_id\":\""
                        + call + "\",\"output\":\"Wall time: 0.15 seconds\\nProcess exited with code 0\\nOutput:\\n"
                        + text + "\""
                        + passthrough);
    }

    private String callOutput() {
        if (hugeLeft > 0 && dice.once(0.3)) {
            hugeLeft--;
            int length = dice.around(ClaudeTurns.HUGE_MEDIAN, 0.9, ClaudeTurns.HUGE_LEAST, ClaudeTurns.HUGE_MOST);
            return lexicon.text(dice, length, lexicon.logs, false);
        }
        var kind = dice.once(0.5) ? lexicon.logs : lexicon.code;
        return lexicon.text(dice, dice.around(1200, 1.2, 10, 40_000), kind, false) + truth.needle(dice);
    }

    private void usage() {
        long in = dice.around(30_000, 0.6, 500, 250_000);
        long hit = (long) (in * dice.unit());
        long out = dice.around(220, 1, 5, 16_000);
        long thought = (long) (out * dice.unit() * 0.6);
        truth.spent(at, Usage.codex(in, hit, out));
        input += in;
        cached += hit;
        output += out;
        reasoning += thought;
        put(
                "event_msg",
                "{\"type\":\"token_count\",\"info\":{\"total_token_usage\":" + json(input, cached, output, reasoning)
                        + ",\"last_token_usage\":" + json(in, hit, out, thought)
                        + ",\"model_context_window\":258400},\"rate_limits\":{\"primary\":{\"used_percent\":"
                        + dice.below(90)
                        + ".0,\"window_minutes\":300,\"resets_in_seconds\":" + dice.below(9000)
                        + "},\"secondary\":null}}");
    }

    private static String json(long input, long cached, long output, long reasoning) {
        return "{\"input_tokens\":" + input + ",\"cached_input_tokens\":" + cached
                + ",\"cache_write_input_tokens\":0,\"output_tokens\":" + output + ",\"reasoning_output_tokens\":"
                + reasoning
                + ",\"total_tokens\":" + (input + output) + "}";
    }

    private void put(String type, String payload) {
        file.line("{\"timestamp\":\"" + time(at) + "\",\"ordinal\":" + ordinal++ + ",\"type\":\"" + type
                + "\",\"payload\":" + payload + "}");
    }
}
