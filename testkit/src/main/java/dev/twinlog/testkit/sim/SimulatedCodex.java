package dev.twinlog.testkit.sim;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.LIVE;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Phase;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.TotalAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A made-up thread of Codex: a rollout, paginated (items with ids) or legacy (records counted in their
/// turn), with usage told one by one or only in running totals; telemetry, which knows turns by their trace;
/// the live stream; and forks, which copy a part of the rollout.
final class SimulatedCodex {
    private interface Written {
        Line under(SimulatedCodex holder, long ordinal);
    }

    private interface Teller {
        void tell(RecordDraft record, long ordinal);
    }

    /// A count that begins anew below this cannot be told from one that goes on.
    private static final long RESET_ABOVE = 40;
    private static final int LOST_ONE_IN = 8;

    private final SessionId id;
    private final Random dice;
    private final Truth truth;
    private final List<Written> rollout;
    private final List<Line> lines = new ArrayList<>();
    private final SimulatedTelemetry untold;
    private final boolean paginated;
    private final boolean toldSingly;
    private final boolean telemetry;
    private final boolean lossy;
    private final boolean stream;
    /// What was copied into it was copied then, and has that time.
    private final long begun;
    private long now;
    private long generation;
    private int names;
    private long input;
    private long cached;
    private long output;
    private long reasoning;

    private SimulatedCodex(SessionId id, long now, Random dice, Truth truth, @Nullable SimulatedCodex parent) {
        this.id = id;
        this.now = now;
        this.begun = now + 1;
        this.dice = dice;
        this.truth = truth;
        this.paginated = parent == null ? dice.nextInt(3) > 0 : parent.paginated;
        this.toldSingly = parent == null ? paginated || dice.nextBoolean() : parent.toldSingly;
        this.telemetry = parent == null && dice.nextBoolean();
        this.lossy = dice.nextInt(3) == 0;
        this.stream = parent == null && paginated && dice.nextBoolean();
        this.rollout = new ArrayList<>();
        this.untold = new SimulatedTelemetry(id, dice, truth);
        truth.session(id);
    }

    /// A thread of its own.
    static SimulatedCodex begun(String name, long now, Random dice, Truth truth) {
        var session = new SimulatedCodex(new SessionId(Agent.CODEX, name), now, dice, truth, null);
        session.meta();
        session.turns(1 + dice.nextInt(3));
        return session;
    }

    /// A fork of this thread, with all of its history.
    SimulatedCodex forked(String name) {
        var fork = new SimulatedCodex(new SessionId(Agent.CODEX, name), now + 1000, dice, truth, this);
        fork.meta();
        fork.rollout.addAll(rollout.subList(1, rollout.size()));
        fork.input = input;
        fork.cached = cached;
        fork.output = output;
        fork.reasoning = reasoning;
        fork.turns(1);
        return fork;
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
        long ordinal = 0;
        for (var record : rollout) all.add(record.under(this, ordinal++));
        return all;
    }

    private String source(String file) {
        return id.id() + "/" + file;
    }

    private String name(String sort) {
        return id.id() + "-" + sort + names++;
    }

    private void meta() {
        long at = ++now;
        rollout.add((holder, ordinal) -> new RecordDraft(id, Witness.TRANSCRIPT, "meta", at, ordinal)
                .own()
                .line(source("rollout")));
    }

    private void write(@Nullable String turn, boolean opens, Teller teller) {
        now += dice.nextInt(20);
        long at = now;
        var name = name("l");
        rollout.add((holder, ordinal) -> {
            var record = new RecordDraft(holder.id, Witness.TRANSCRIPT, name, Math.max(at, holder.begun), ordinal);
            record.node("", opens ? turn : null, opens, paginated ? ordinal : -1);
            record.turn(paginated && turn != null ? new TurnRef.Named(turn) : TurnRef.RUNNING);
            teller.tell(record, ordinal);
            return record.line(holder.source("rollout"));
        });
    }

    private void hear(Witness witness, TurnRef turn, Teller teller) {
        var record = new RecordDraft(id, witness, name("x"), now, names).turn(turn);
        teller.tell(record, names);
        lines.add(record.line(source(witness.wire())));
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) turn();
    }

    private void turn() {
        var turn = name("turn");
        var trace = name("trace");
        boolean traced = telemetry && dice.nextBoolean();
        write(turn, true, (record, ordinal) -> {
            record.says(Kind.TURN, new Alias(Alias.Type.TURN, turn))
                    .turn(new TurnRef.Named(turn))
                    .tell();
            if (traced) link(record, turn, trace);
        });
        prompt(turn, trace);
        int items = 1 + dice.nextInt(4);
        for (int i = 0; i < items; i++) item(turn);
        if (dice.nextInt(3) > 0) end(turn);
        if (stream && dice.nextInt(3) == 0) restart();
        if (!telemetry) return;
        if (dice.nextInt(3) == 0) {
            lines.add(untold.lost(now, turn));
            truth.answerOfOne(id);
        }
        now++;
        hear(Witness.OTLP, TurnRef.UNTOLD, (record, ordinal) -> link(record, turn, trace));
    }

    private static void link(RecordDraft record, String turn, String trace) {
        record.link(Kind.TURN, new Alias(Alias.Type.TURN, turn), new Alias(Alias.Type.DIGEST, "trace/" + trace));
    }

    private void prompt(String turn, String trace) {
        truth.prompt(id);
        var item = name("prompt");
        write(turn, false, (record, ordinal) -> {
            var said =
                    paginated ? record.says(Kind.PROMPT, new Alias(Alias.Type.ITEM, item)) : record.says(Kind.PROMPT);
            said.nth(Nth.Scope.TURN, "prompt", "transcript")
                    .put(INPUT, "text", "do " + item)
                    .tell();
        });
        if (telemetry)
            hear(
                    Witness.OTLP,
                    new TurnRef.Traced(trace),
                    (record, ordinal) -> record.says(Kind.PROMPT)
                            .nth(Nth.Scope.TURN, "prompt", "otlp")
                            .put(INPUT, "text", "do")
                            .tell());
    }

    private void item(String turn) {
        switch (dice.nextInt(3)) {
            case 0 -> message(turn);
            case 1 -> tool(turn);
            default -> message(turn);
        }
        usage(turn);
    }

    private void message(String turn) {
        truth.message(id);
        var item = name("msg");
        var text = "answer " + item + (dice.nextInt(4) == 0 ? " long".repeat(80) : "");
        if (stream) stream(turn, item, text);
        if (!paginated)
            write(
                    turn,
                    false,
                    (record, ordinal) -> record.says(Kind.MESSAGE)
                            .nth(Nth.Scope.TURN, "message", "event")
                            .put(INPUT, "text", text)
                            .tell());
        write(turn, false, (record, ordinal) -> {
            var said = record.says(Kind.MESSAGE, new Alias(Alias.Type.ITEM, item));
            if (!paginated) said.nth(Nth.Scope.TURN, "message", "response");
            said.put(INPUT, "text", text).tell();
        });
    }

    private void end(String turn) {
        write(
                turn,
                false,
                (record, ordinal) -> record.says(Kind.TURN, new Alias(Alias.Type.TURN, turn))
                        .turn(new TurnRef.Named(turn))
                        .put(OUTCOME, "status", "completed")
                        .tell());
    }

    /// The app-server ends and is started anew; that it ended is told at once, or only shows later.
    private void restart() {
        long over = generation++;
        if (dice.nextBoolean())
            hear(
                    Witness.STREAM,
                    TurnRef.UNTOLD,
                    (record, ordinal) -> record.fact(SessionFact.Name.GENERATION_OVER, Long.toString(over)));
    }

    /// An item that is begun and never completed; sometimes the stream to the model broke.
    private void cut(String turn) {
        deltas(turn, new Alias(Alias.Type.ITEM, name("cut")), "begun" + " long".repeat(80));
        if (dice.nextBoolean())
            hear(
                    Witness.STREAM,
                    new TurnRef.Named(turn),
                    (record, ordinal) -> record.says(Kind.NOTICE, new Alias(Alias.Type.ITEM, name("error")))
                            .put(ABOUT, "subtype", "stream_error")
                            .tell());
        now += dice.nextInt(2);
    }

    private void stream(String turn, String item, String text) {
        var alias = new Alias(Alias.Type.ITEM, item);
        if (dice.nextInt(4) == 0) cut(turn);
        deltas(turn, alias, text);
        hear(
                Witness.STREAM,
                new TurnRef.Named(turn),
                (record, ordinal) -> record.says(Kind.MESSAGE, alias)
                        .put(INPUT, "text", text)
                        .tell());
    }

    private void deltas(String turn, Alias alias, String text) {
        int last = dice.nextInt(3);
        long spoken = generation;
        for (int i = 0; i <= last; i++) {
            int length = last == i ? text.length() : i + 1;
            hear(
                    Witness.STREAM,
                    new TurnRef.Named(turn),
                    (record, ordinal) -> record.says(Kind.MESSAGE, alias)
                            .phase(Phase.DELTA)
                            .put(LIVE, "text", text.substring(0, length))
                            .put(LIVE, "generation", spoken)
                            .tell());
        }
    }

    private void tool(String turn) {
        truth.toolCall(id);
        var call = new Alias(Alias.Type.ITEM, name("call"));
        write(
                turn,
                false,
                (record, ordinal) -> record.says(Kind.TOOL_CALL, call)
                        .put(ABOUT, "name", "shell")
                        .put(INPUT, "input", "ls")
                        .tell());
        if (telemetry)
            hear(
                    Witness.OTLP,
                    TurnRef.UNTOLD,
                    (record, ordinal) -> record.says(Kind.TOOL_CALL, call)
                            .put(DECISION, "decision", "approved")
                            .tell());
        if (stream)
            hear(
                    Witness.STREAM,
                    new TurnRef.Named(turn),
                    (record, ordinal) -> record.says(Kind.TOOL_CALL, call)
                            .put(OUTCOME, "exitCode", 0L)
                            .put(OUTPUT, "output", "files")
                            .tell());
        if (dice.nextInt(6) == 0) return;
        write(
                turn,
                false,
                (record, ordinal) -> record.says(Kind.TOOL_CALL, call)
                        .put(OUTPUT, "output", "files")
                        .put(OUTCOME, "exitCode", 0L)
                        .tell());
    }

    /// A response's tokens. Sometimes the count begins anew before it, sometimes its total is told again
    /// after it.
    private void usage(String turn) {
        if (!toldSingly && input > RESET_ABOVE && dice.nextInt(4) == 0) input = cached = output = reasoning = 0;
        long in = 10L + dice.nextInt(20);
        long out = dice.nextInt(8);
        long read = dice.nextInt(5);
        input += in;
        cached += read;
        output += out;
        reasoning += out / 2;
        truth.tokens(Agent.CODEX, in, out);
        if (toldSingly) single(turn, name("resp"), in, read, out);
        if (dice.nextInt(toldSingly ? 2 : 8) > 0 || !toldSingly) total(turn);
        if (dice.nextInt(4) == 0) total(turn);
        if (!telemetry || !toldSingly) return;
        if (lossy && dice.nextInt(LOST_ONE_IN) == 0) truth.answerOfOne(id);
        else completion(in, read, out);
    }

    private void single(String turn, String response, long in, long read, long out) {
        var total = new Alias(Alias.Type.TOTAL, TotalAlias.of(input, cached, 0, output, reasoning));
        write(
                turn,
                false,
                (record, ordinal) -> record.says(Kind.MODEL_REQUEST, new Alias(Alias.Type.ITEM, response), total)
                        .nth(Nth.Scope.SESSION, in + "/" + read + "/" + out, "transcript")
                        .put(USAGE, "inputTokens", in)
                        .put(USAGE, "cachedInputTokens", read)
                        .put(USAGE, "outputTokens", out)
                        .put(USAGE, "reasoningTokens", out / 2)
                        .tell());
    }

    private void total(String turn) {
        long[] now = {input, cached, output, reasoning};
        var total = new Alias(Alias.Type.TOTAL, TotalAlias.of(now[0], now[1], 0, now[2], now[3]));
        write(
                turn,
                false,
                (record, ordinal) -> record.says(Kind.MODEL_REQUEST, total)
                        .phase(Phase.DERIVED)
                        .put(USAGE, "inputTokens", now[0])
                        .put(USAGE, "cachedInputTokens", now[1])
                        .put(USAGE, "outputTokens", now[2])
                        .put(USAGE, "reasoningTokens", now[3])
                        .tell());
    }

    private void completion(long in, long read, long out) {
        hear(
                Witness.OTLP,
                TurnRef.UNTOLD,
                (record, ordinal) -> record.says(Kind.MODEL_REQUEST)
                        .nth(Nth.Scope.SESSION, in + "/" + read + "/" + out, "otlp")
                        .put(USAGE, "inputTokens", in)
                        .put(USAGE, "outputTokens", out)
                        .tell());
    }
}
