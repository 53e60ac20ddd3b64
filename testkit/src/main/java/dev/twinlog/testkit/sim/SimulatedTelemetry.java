package dev.twinlog.testkit.sim;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Auxiliary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What only telemetry tells: whole sessions that leave no transcript, the requests that Claude Code makes for
/// itself, and answers that a transcript lost.
final class SimulatedTelemetry {
    /// More tokens than any request that a transcript tells of: no place is taken from one of those.
    private static final long LOST_INPUT = 100_000;

    private final SessionId id;
    private final Random dice;
    private final Truth truth;
    private int names;

    SimulatedTelemetry(SessionId id, Random dice, Truth truth) {
        this.id = id;
        this.dice = dice;
        this.truth = truth;
    }

    /// The lines of a session that leaves no transcript.
    static List<Line> alone(SessionId id, long begun, Random dice, Truth truth) {
        truth.telemetryOnly(id);
        var telemetry = new SimulatedTelemetry(id, dice, truth);
        var lines = new ArrayList<Line>();
        long now = begun;
        for (int requests = 1 + dice.nextInt(4); requests > 0; requests--) {
            now += dice.nextInt(20);
            if (id.agent() == Agent.CLAUDE && dice.nextInt(3) == 0) lines.add(telemetry.auxiliary(now, "p"));
            lines.add(telemetry.request(now, "p"));
        }
        return lines;
    }

    private Line request(long now, String turn) {
        long in = 1L + dice.nextInt(50);
        long out = 1L + dice.nextInt(20);
        truth.telemetryTokens(id.agent(), in, out);
        return answer(now, turn, in, out);
    }

    /// An answer that the transcript does not have: it counts nowhere.
    Line lost(long now, String turn) {
        return answer(now, turn, LOST_INPUT + names, 7);
    }

    private Line answer(long now, String turn, long in, long out) {
        var record = record(now, turn);
        var said = id.agent() == Agent.CLAUDE
                ? record.says(Kind.MODEL_REQUEST, new Alias(Alias.Type.REQUEST, id.id() + "-lost" + names))
                        .put(ABOUT, Auxiliary.QUERY_SOURCE, "sdk")
                        .put(INPUT, "text", "answer" + " long".repeat(dice.nextInt(2) * 80))
                : record.says(Kind.MODEL_REQUEST).nth(Nth.Scope.SESSION, in + "/0/" + out, "otlp");
        return line(said.put(USAGE, "inputTokens", in).put(USAGE, "outputTokens", out));
    }

    /// A request that Claude Code makes for itself.
    Line auxiliary(long now, String turn) {
        long in = 1L + dice.nextInt(9);
        truth.auxiliary(in, 3);
        return line(record(now, turn)
                .says(Kind.MODEL_REQUEST, new Alias(Alias.Type.REQUEST, id.id() + "-aux" + names))
                .put(ABOUT, Auxiliary.QUERY_SOURCE, dice.nextBoolean() ? "compact" : "generate_session_title")
                .put(USAGE, "inputTokens", in)
                .put(USAGE, "outputTokens", 3L));
    }

    private RecordDraft record(long now, String turn) {
        return new RecordDraft(id, Witness.OTLP, id.id() + "-telemetry" + names++, now, 0)
                .turn(id.agent() == Agent.CLAUDE ? new TurnRef.Named(turn) : TurnRef.UNTOLD);
    }

    private Line line(RecordDraft.Saying said) {
        return said.tell().line(id.id() + "/otlp");
    }
}
