package dev.twinlog.bench.corpus;

import static dev.twinlog.bench.corpus.TranscriptFile.time;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The lines of one Claude transcript.
final class ClaudeTurns {
    private static final String VERSION = "2.1.329";
    private static final List<String> MODELS =
            List.of("claude-opus-5-5", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001");
    private static final double FOREIGN_SHARE = 0.15;
    private static final double HUGE_SHARE = 0.03;
    static final int HUGE_MEDIAN = 2_200_000;
    static final int HUGE_LEAST = 1_000_000;
    static final int HUGE_MOST = 20_000_000;

    private final Lexicon lexicon;
    private final Dice dice;
    private final Truth truth;
    private final String session;
    private final String cwd;
    private final boolean main;
    private final String model;
    private final String tail;
    private final boolean foreign;
    private final ClaudeTools tools;
    private Consumer<String> out = _ -> {};
    private @Nullable String parent;
    private String prompt = "";
    private long at;

    ClaudeTurns(Lexicon lexicon, Dice dice, Truth truth, String session, String cwd, @Nullable String agent, long at) {
        this.lexicon = lexicon;
        this.dice = dice;
        this.truth = truth;
        this.session = session;
        this.cwd = cwd;
        this.main = agent == null;
        this.at = at;
        this.foreign = dice.once(FOREIGN_SHARE);
        this.model = dice.of(MODELS);
        this.tools = new ClaudeTools(lexicon, dice, truth, cwd, dice.once(HUGE_SHARE) ? 1 + dice.below(3) : 0);
        this.tail =
                "\"userType\":\"external\",\"entrypoint\":\"cli\",\"cwd\":\"" + cwd + "\",\"sessionId\":\"" + session
                        + "\",\"version\":\"" + VERSION + "\",\"gitBranch\":\"main\""
                        + (agent == null ? "" : ",\"agentId\":\"" + agent + "\"") + "}";
    }

    String session() {
        return session;
    }

    String cwd() {
        return cwd;
    }

    boolean isMain() {
        return main;
    }

    /// When the last thing was said.
    long at() {
        return at;
    }

    /// Those lines that a session which goes on in a copy of this one repeats.
    List<String> copyable(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("\"type\":\"user\"") || line.contains("\"type\":\"assistant\""))
                .toList();
    }

    void write(int turns, Consumer<String> into) {
        out = into;
        if (main)
            out.accept("{\"type\":\"queue-operation\",\"operation\":\"enqueue\",\"timestamp\":\"" + time(at)
                    + "\",\"sessionId\":\"" + session + "\",\"content\":\"go on\"}");
        for (int turn = 0; turn < turns; turn++) turn(turn == 0);
    }

    private void turn(boolean first) {
        at += dice.around(40e3, 1, 500, 3_000_000);
        prompt = dice.uuid();
        user(
                "\"" + lexicon.text(dice, dice.around(180, 1.1, 20, 20_000), lexicon.prose, foreign)
                        + truth.needle(dice) + "\"",
                ",\"permissionMode\":\"default\"");
        if (first) attachments();
        int requests = dice.around(4, 0.8, 1, 40);
        for (int left = requests; left > 0; left--) request(left == 1);
        if (main) endOfTurn();
    }

    private void attachments() {
        attachment("{\"type\":\"environment\",\"snapshot\":{\"workingDirectory\":\"" + cwd
                + "\",\"platform\":\"linux\"}}");
        attachment(
                "{\"type\":\"skill_listing\",\"content\":\"" + lexicon.text(dice, 4000, lexicon.prose, false) + "\"}");
        attachment("{\"type\":\"prompt_snapshot\",\"systemPrompt\":[\"" + lexicon.systemPrompt + "\"]}");
    }

    private void attachment(String body) {
        record("\"attachment\":" + body + ",\"type\":\"attachment\"", ",\"renderedRole\":\"system\"");
    }

    private void endOfTurn() {
        record(
                "\"type\":\"system\",\"subtype\":\"turn_duration\",\"durationMs\":" + dice.below(90_000),
                ",\"isMeta\":false");
        out.accept("{\"type\":\"last-prompt\",\"lastPrompt\":\"" + dice.hex(24) + "\",\"leafUuid\":\"" + parent
                + "\",\"sessionId\":\"" + session + "\"}");
    }

    /// One answer of the model: a record for each block, and usage that is whole at the last.
    private void request(boolean last) {
        at += dice.around(3000, 0.7, 200, 60_000);
        var calls = last ? List.<ClaudeTools.Call>of() : tools.calls();
        var blocks = blocks(last, calls);
        var ids = "\"id\":\"msg_01" + dice.id(22) + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
                + model + "\"";
        var request = "\"requestId\":\"req_011" + dice.id(21) + "\"";
        long input = 1L + dice.below(60);
        long output = dice.around(180, 1, 5, 16_000);
        long creation = dice.around(1500, 1, 0, 60_000);
        long cached = dice.around(45_000, 0.7, 0, 190_000);
        truth.spent(at, Usage.claude(input, output, cached, creation));
        for (int block = 0; block < blocks.size(); block++) {
            boolean end = block == blocks.size() - 1;
            var stop = end ? (last ? "\"end_turn\"" : "\"tool_use\"") : "null";
            record(
                    "\"message\":{" + ids + ",\"content\":[" + blocks.get(block) + "],\"stop_reason\":" + stop
                            + ",\"stop_sequence\":null,\"usage\":"
                            + usage(input, end ? output : Math.min(output, 1 + dice.below(8)), creation, cached)
                            + "},\"apiBlockIndex\":" + block + "," + request + ",\"type\":\"assistant\"",
                    "");
        }
        for (var call : calls) result(call);
    }

    private static String usage(long input, long output, long creation, long cached) {
        return "{\"input_tokens\":" + input + ",\"cache_creation_input_tokens\":" + creation
                + ",\"cache_read_input_tokens\":" + cached + ",\"output_tokens\":" + output
                + ",\"server_tool_use\":{\"web_search_requests\":0,\"web_fetch_requests\":0},\"service_tier\":\"standard\""
                + ",\"cache_creation\":{\"ephemeral_1h_input_tokens\":0,\"ephemeral_5m_input_tokens\":" + creation
                + "}}";
    }

    private List<String> blocks(boolean last, List<ClaudeTools.Call> calls) {
        var blocks = new ArrayList<String>();
        if (dice.once(0.45))
            blocks.add("{\"type\":\"thinking\",\"thinking\":\""
                    + lexicon.text(dice, dice.around(350, 0.9, 30, 12_000), lexicon.prose, foreign)
                    + "\",\"signature\":\"" + lexicon.noise(dice, 300 + dice.below(500)) + "\"}");
        if (last || dice.once(0.5) || blocks.isEmpty() && calls.isEmpty())
            blocks.add("{\"type\":\"text\",\"text\":\""
                    + lexicon.text(
                            dice,
                            dice.around(last ? 500 : 140, 0.9, 20, 20_000),
                            dice.once(0.15) ? lexicon.code : lexicon.prose,
                            foreign)
                    + truth.needle(dice) + "\"}");
        for (var call : calls) blocks.add(call.block());
        return blocks;
    }

    private void result(ClaudeTools.Call call) {
        at += dice.around(900, 1.2, 10, 600_000);
        var result = tools.result(call);
        user(
                "[{\"tool_use_id\":\"" + call.id() + "\",\"type\":\"tool_result\",\"content\":" + result.content()
                        + ",\"is_error\":" + dice.once(0.06) + "}]",
                ",\"toolUseResult\":" + result.structured());
    }

    private void user(String content, String more) {
        record(
                "\"promptId\":\"" + prompt + "\",\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":"
                        + content + "}",
                more);
    }

    /// A record under the one before it.
    private void record(String body, String more) {
        var uuid = dice.uuid();
        out.accept("{\"parentUuid\":" + (parent == null ? "null" : "\"" + parent + "\"") + ",\"isSidechain\":" + !main
                + "," + body + ",\"uuid\":\"" + uuid + "\",\"timestamp\":\"" + time(at) + "\"" + more + "," + tail);
        parent = uuid;
    }
}
