package dev.twinlog.testkit.sim;

import dev.twinlog.model.Heard;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The processes of Claude Code that work on one session, one after the other or at once, and number what they send.
/// Of what they send something may be lost on the way, or come twice. The first that each sends always comes.
final class SimulatedProcesses {
    private static final int LOST_ONE_IN = 8;
    private static final int RETRIED_ONE_IN = 10;

    private static final class Numbering {
        private final String name;
        private long next;
        private long last;

        private Numbering(String name) {
            this.name = name;
        }
    }

    private final SessionId id;
    private final Random dice;
    private final Truth truth;
    private final boolean lossy;
    private final List<Numbering> running = new ArrayList<>();
    private int begun;

    SimulatedProcesses(SessionId id, Random dice, Truth truth) {
        this.id = id;
        this.dice = dice;
        this.truth = truth;
        this.lossy = dice.nextInt(3) == 0;
    }

    /// A turn begins: sometimes in a process of its own, beside those before or after their end.
    ///
    /// @return what the processes send by themselves
    List<Line> turn(long now) {
        if (!running.isEmpty() && dice.nextInt(3) > 0) return List.of();
        if (dice.nextInt(3) > 0) running.clear();
        running.add(new Numbering(id.id() + "-process" + begun++));
        truth.process(id);
        return List.of(numbered(new Line(id.id() + "/otlp", now, List.of()), running.getLast()));
    }

    /// A record that one of the processes sends; nothing if it is lost, the same twice if it is sent again.
    ///
    /// @param lost what happens when it is lost, or null for what always comes
    List<Line> sent(Line line, @Nullable Runnable lost) {
        var process = running.get(dice.nextInt(running.size()));
        var losing = lossy && lost != null && dice.nextInt(LOST_ONE_IN) == 0 ? lost : null;
        var numbered = numbered(line, process);
        if (losing != null) {
            losing.run();
            truth.lostNumber(id, process.next - 1);
            return List.of();
        }
        truth.number(id, process.next - 1);
        return dice.nextInt(RETRIED_ONE_IN) == 0 ? List.of(numbered, numbered) : List.of(numbered);
    }

    private Line numbered(Line line, Numbering process) {
        process.last = Math.max(process.last, line.at());
        long number = process.next++;
        var heard = new ArrayList<Heard>(line.heard());
        heard.add(new SequenceSeen(id, number, process.last, Ids.hash(process.name + "|" + number)));
        return new Line(line.source(), line.at(), heard);
    }
}
