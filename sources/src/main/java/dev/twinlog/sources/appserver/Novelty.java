package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.Signal;
import org.jspecify.annotations.Nullable;

/// Which looks at the machine are told: one that differs from the one before, and the next, since what is seen twice is
/// steady (the account's file counts as changed only then). More of the same changes nothing for who is told, and would
/// wake it each second. Decides only. For one thread.
final class Novelty {
    private Signal.@Nullable Looked last;
    private boolean twice;

    boolean of(Signal.Looked look) {
        boolean same = look.equals(last);
        boolean told = !(same && twice);
        twice = same;
        last = look;
        return told;
    }
}
