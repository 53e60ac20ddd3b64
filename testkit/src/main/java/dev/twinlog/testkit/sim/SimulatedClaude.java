package dev.twinlog.testkit.sim;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A made-up session of Claude Code: a transcript with its tree, messages in blocks, tools, subagents,
/// compaction, and the telemetry beside it; and forks, which copy the transcript under another session and
/// rewrite its prompt ids.
final class SimulatedClaude {
    /// What one record of the transcript says, for any session that holds it.
    private interface Written {
        Line under(SimulatedClaude holder, long sequence);
    }

    private static final long LINE_BYTES = 100;

    private final SessionId id;
    private final Random dice;
    private final Truth truth;
    private final List<Written> transcript;
    private final List<Line> lines = new ArrayList<>();
    private final SimulatedTelemetry untold;
    private final SimulatedProcesses processes;
    private final @Nullable String forkPromptId;
    private final boolean telemetry;
    private final boolean copied;
    private String last = "";
    private String lastRequest = "";
    private long now;
    private int names;

    private SimulatedClaude(
            SessionId id, long now, Random dice, Truth truth, @Nullable SimulatedClaude parent, int held) {
        this.id = id;
        this.now = now;
        this.dice = dice;
        this.truth = truth;
        this.copied = dice.nextInt(6) == 0;
        this.telemetry = dice.nextInt(3) > 0;
        this.forkPromptId = parent == null ? null : id.id() + "-p";
        this.transcript = new ArrayList<>(parent == null ? List.of() : parent.transcript.subList(0, held));
        this.untold = new SimulatedTelemetry(id, dice, truth);
        this.processes = new SimulatedProcesses(id, dice, truth);
        truth.session(id);
    }

    /// A session of its own.
    static SimulatedClaude begun(String name, long now, Random dice, Truth truth) {
        var session = new SimulatedClaude(new SessionId(Agent.CLAUDE, name), now, dice, truth, null, 0);
        session.queue();
        session.turns(1 + dice.nextInt(3));
        return session;
    }

    /// A fork of this session, with a part of its history.
    SimulatedClaude forked(String name) {
        int copied = 1 + dice.nextInt(transcript.size());
        while (copied < transcript.size() && at(copied) == at(copied - 1)) copied++; // no fork parts one moment
        var fork = new SimulatedClaude(new SessionId(Agent.CLAUDE, name), now + 1000, dice, truth, this, copied);
        fork.queue();
        fork.last = ""; // a fork's first own prompt may hang anywhere in what it copied, or nowhere
        fork.turns(1);
        return fork;
    }

    private long at(int record) {
        return transcript.get(record).under(this, 0).at();
    }

    SessionId id() {
        return id;
    }

    long now() {
        return now;
    }

    /// Everything that its sources hold, each source in its own order.
    List<Line> lines() {
        var all = new ArrayList<>(lines);
        long sequence = 0;
        for (var record : transcript) all.add(record.under(this, sequence += LINE_BYTES));
        if (copied) all.addAll(copy());
        return all;
    }

    /// A copy of the transcript under another name, in which every line stands elsewhere, the last first.
    private List<Line> copy() {
        var copy = new ArrayList<Line>();
        long sequence = 0;
        for (var record : transcript.reversed())
            copy.add(record.under(this, ++sequence).in(source("copy")));
        return copy;
    }

    private String source(String file) {
        return id.id() + "/" + file;
    }

    private String name(String sort) {
        return id.id() + "-" + sort + names++;
    }

    private void tick() {
        now += dice.nextInt(20);
    }

    private void queue() {
        tick();
        lines.add(new RecordDraft(id, Witness.TRANSCRIPT, name("q"), now, names)
                .own()
                .line(source("queue")));
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn(forkPromptId == null ? name("p") : forkPromptId);
            if (dice.nextInt(4) == 0) compact();
        }
    }

    private void turn(String promptId) {
        if (telemetry) lines.addAll(processes.turn(now));
        var prompt = prompt(promptId);
        if (dice.nextInt(3) == 0) notice(promptId);
        if (telemetry) telemetryOfPrompt(prompt, promptId);
        int messages = 1 + dice.nextInt(3);
        for (int i = 0; i < messages; i++) message(promptId, null);
        if (dice.nextInt(4) == 0) subagent(promptId);
        if (telemetry && dice.nextInt(3) == 0) send(untold.auxiliary(now, promptId), null);
        if (telemetry && dice.nextInt(3) == 0) lostAnswer(promptId);
    }

    /// An answer that the transcript does not have.
    private void lostAnswer(String promptId) {
        var line = untold.lost(now, promptId);
        for (var heard : line.heard())
            if (heard instanceof Observation said)
                truth.answerOfOne(said.aliases().getFirst().value());
        send(line, null);
    }

    private void send(Line line, @Nullable Runnable lost) {
        lines.addAll(processes.sent(line, lost));
    }

    private void write(String uuid, String parent, Teller teller) {
        tick();
        long at = now;
        transcript.add((holder, sequence) -> {
            var record = new RecordDraft(holder.id, Witness.TRANSCRIPT, uuid, at, sequence);
            record.turn(new TurnRef.Under(Ids.hash(uuid)));
            teller.tell(record, holder, parent);
            return record.line(holder.source("main"));
        });
        last = uuid;
    }

    private interface Teller {
        void tell(RecordDraft record, SimulatedClaude holder, String parent);
    }

    /// The prompt id as a holder's file has it.
    private String held(String promptId) {
        return forkPromptId == null ? promptId : forkPromptId;
    }

    private String prompt(String promptId) {
        var uuid = name("u");
        var text = text("prompt " + uuid);
        truth.prompt(id);
        write(uuid, last, (record, holder, parent) -> {
            var held = holder.held(promptId);
            record.node(parent, held, true, -1);
            record.says(Kind.PROMPT, new Alias(Alias.Type.RECORD, uuid))
                    .nth(Nth.Scope.TURN, "prompt", "transcript")
                    .put(INPUT, "text", text)
                    .put(ABOUT, "source", "human")
                    .tell();
            record.says(Kind.TURN, new Alias(Alias.Type.TURN, held)).tell();
        });
        return uuid;
    }

    private void notice(String promptId) {
        var uuid = name("n");
        write(uuid, last, (record, holder, parent) -> {
            record.node(parent, holder.held(promptId), false, -1);
            record.says(Kind.NOTICE, new Alias(Alias.Type.RECORD, uuid))
                    .put(ABOUT, "subtype", "meta")
                    .tell();
        });
    }

    /// The boundary of a compaction was decided before the last record was written.
    private void compact() {
        var uuid = name("c");
        long resumed = now;
        now -= Math.min(now, 40);
        write(uuid, last, (record, holder, parent) -> {
            record.node(parent, null, false, -1);
            record.says(Kind.NOTICE, new Alias(Alias.Type.RECORD, uuid))
                    .put(ABOUT, "subtype", "compact_boundary")
                    .tell();
        });
        now = Math.max(resumed, now);
    }

    private void message(String promptId, @Nullable String agentId) {
        var message = name("m");
        var request = requestId();
        boolean aborted = dice.nextInt(10) == 0;
        int blocks = 1 + dice.nextInt(3);
        long input = 1L + dice.nextInt(50);
        long output = 30L + dice.nextInt(40);
        int whole = dice.nextInt(4) == 0 ? 0 : blocks - 1; // the block that tells the whole count, mostly the last
        for (int block = 0; block < blocks; block++) {
            long told = block == whole ? output : dice.nextInt(30);
            block(message, request, block, aborted ? -1 : input, told, block == blocks - 1, agentId);
        }
        truth.message(id);
        if (!aborted) truth.tokens(Agent.CLAUDE, input, output);
        if (telemetry && !request.isEmpty() && !aborted) telemetryOfRequest(request, promptId, input, output, agentId);
    }

    /// A request id; sometimes none, and sometimes one that another message claims too.
    private String requestId() {
        if (dice.nextInt(12) == 0) return "";
        if (!telemetry && !lastRequest.isEmpty() && dice.nextInt(8) == 0) {
            truth.dispute();
            return lastRequest;
        }
        return lastRequest = name("r");
    }

    private void block(
            String message,
            String request,
            int block,
            long input,
            long output,
            boolean last,
            @Nullable String agentId) {
        var uuid = name("b");
        int sort = last ? dice.nextInt(3) : dice.nextInt(2);
        var call = name("t");
        var text = text(uuid);
        Teller teller = (record, holder, parent) -> {
            record.node(parent, null, false, -1).agent(agentId);
            switch (sort) {
                case 0 -> blockOf(record, Kind.REASONING, message, block, uuid, text);
                case 1 -> blockOf(record, Kind.MESSAGE, message, block, uuid, text);
                default ->
                    record.says(Kind.TOOL_CALL, new Alias(Alias.Type.ITEM, call))
                            .put(ABOUT, "name", "Bash")
                            .put(INPUT, "input", text)
                            .tell();
            }
            request(record, message, request, input, output);
        };
        tellTo(agentId, uuid, teller);
        if (sort == 2) result(call, agentId);
    }

    private void tellTo(@Nullable String agentId, String uuid, Teller teller) {
        if (agentId == null) {
            write(uuid, last, teller);
            return;
        }
        tick();
        var record = new RecordDraft(id, Witness.TRANSCRIPT, uuid, now, LINE_BYTES * names);
        record.turn(new TurnRef.Under(Ids.hash(uuid)));
        teller.tell(record, this, agentId);
        lines.add(record.line(source(agentId)));
    }

    private static void blockOf(RecordDraft record, Kind kind, String message, int block, String uuid, String text) {
        record.says(kind, new Alias(Alias.Type.BLOCK, message + "#" + block), new Alias(Alias.Type.RECORD, uuid))
                .put(INPUT, "text", text)
                .tell();
    }

    private static void request(RecordDraft record, String message, String request, long input, long output) {
        var id = new Alias(Alias.Type.MESSAGE, message);
        var said = request.isEmpty()
                ? record.says(Kind.MODEL_REQUEST, id)
                : record.says(Kind.MODEL_REQUEST, new Alias(Alias.Type.REQUEST, request), id);
        said.put(ABOUT, "messageId", message).put(ABOUT, "model", "opus");
        if (input >= 0) said.put(USAGE, "inputTokens", input).put(USAGE, "outputTokens", output);
        said.tell();
    }

    private void result(String call, @Nullable String agentId) {
        truth.toolCall(id);
        if (dice.nextInt(6) == 0) return;
        var uuid = name("o");
        var text = text("result " + uuid);
        tellTo(agentId, uuid, (record, holder, parent) -> {
            record.node(parent, null, false, -1).agent(agentId);
            record.says(Kind.TOOL_CALL, new Alias(Alias.Type.ITEM, call))
                    .turn(TurnRef.UNTOLD)
                    .put(OUTPUT, "output", text)
                    .put(OUTCOME, "status", "completed")
                    .put(DECISION, "decision", "accept")
                    .tell();
        });
        if (telemetry) telemetryOfTool(call, agentId);
    }

    /// A subagent's file: its root names the prompt id of the session's prompt and opens nothing.
    private void subagent(String promptId) {
        var agent = name("agent");
        tick();
        var record = new RecordDraft(id, Witness.TRANSCRIPT, agent, now, 1).agent(agent);
        record.turn(new TurnRef.Under(Ids.hash(agent)));
        record.node("", promptId, false, -1);
        record.says(Kind.PROMPT, new Alias(Alias.Type.RECORD, agent))
                .put(INPUT, "text", "count the files")
                .put(ABOUT, "source", "agent")
                .tell();
        lines.add(record.line(source(agent)));
        message(promptId, agent);
    }

    private void telemetryOfPrompt(String uuid, String promptId) {
        tick();
        var record = new RecordDraft(id, Witness.OTLP, name("x"), now - 10, 0).turn(new TurnRef.Named(promptId));
        var said = dice.nextBoolean()
                ? record.says(Kind.PROMPT).nth(Nth.Scope.TURN, "prompt", "otlp")
                : record.says(Kind.PROMPT, new Alias(Alias.Type.RECORD, uuid));
        send(said.put(INPUT, "text", "preview").tell().line(source("otlp")), null);
    }

    private void telemetryOfRequest(
            String request, String promptId, long input, long output, @Nullable String agentId) {
        var record = new RecordDraft(id, Witness.OTLP, name("x"), now, 0).agent(agentId);
        record.turn(new TurnRef.Named(promptId));
        record.says(Kind.MODEL_REQUEST, new Alias(Alias.Type.REQUEST, request))
                .put(USAGE, "inputTokens", input)
                .put(USAGE, "outputTokens", output)
                .put(USAGE, "durationMs", 12L)
                .put(USAGE, "costUsd", output / 1_000d)
                .tell();
        send(record.line(source("otlp")), () -> truth.answerOfOne(request));
    }

    private void telemetryOfTool(String call, @Nullable String agentId) {
        var record = new RecordDraft(id, Witness.OTLP, name("x"), now, 0).agent(agentId);
        record.says(Kind.TOOL_CALL, new Alias(Alias.Type.ITEM, call))
                .put(DECISION, "decision", "accept")
                .put(DECISION, "source", "user")
                .put(OUTCOME, "success", true)
                .tell();
        send(record.line(source("otlp")), () -> {});
    }

    /// One in four is longer than what a state keeps in memory.
    private String text(String text) {
        return dice.nextInt(4) == 0 ? text + " long".repeat(80) : text;
    }
}
