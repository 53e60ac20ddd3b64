package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionFact.Name;
import dev.twinlog.model.Witness;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// What is told of a session as a whole: for each name the last that was said, for the working folder and
/// the start the first. What is told without a time is believed where nothing with a time tells it, and the times of
/// the live stream count where no other witness tells one.
final class SessionFacts {
    /// The source of a thread that another one started.
    static final String SUBAGENT = "subagent";

    private record Said(CanonicalOrder order, String value) {}

    private final EnumMap<Name, Said> facts = new EnumMap<>(Name.class);
    private long first = Long.MAX_VALUE;
    private long last = Observation.UNTIMED;
    private long liveFirst = Long.MAX_VALUE;
    private long liveLast = Observation.UNTIMED;

    /// @return whether it changed what is believed
    boolean take(SessionFact fact) {
        return take(fact.name(), fact.value(), new CanonicalOrder(fact.at(), fact.sequence(), fact.digest(), 0));
    }

    /// @return whether it changed what is believed
    boolean take(RecordSeen record) {
        boolean changed = takeTime(record.at());
        var about = record.about();
        if (about == null) return changed;
        var order = new CanonicalOrder(record.at(), record.sequence(), record.record(), 0);
        if (about.cwd() != null) changed |= take(Name.CWD, about.cwd(), order);
        if (about.gitBranch() != null) changed |= take(Name.GIT_BRANCH, about.gitBranch(), order);
        if (about.version() != null) changed |= take(Name.VERSION, about.version(), order);
        return changed;
    }

    /// @return whether it changed when the session began or was active last
    boolean takeTime(Witness by, long at) {
        if (by != Witness.STREAM) return takeTime(at);
        if (at == Observation.UNTIMED || at >= liveFirst && at <= liveLast) return false;
        liveFirst = Math.min(liveFirst, at);
        liveLast = Math.max(liveLast, at);
        return last == Observation.UNTIMED;
    }

    boolean takeTime(long at) {
        if (at == Observation.UNTIMED || at >= first && at <= last) return false;
        first = Math.min(first, at);
        last = Math.max(last, at);
        return true;
    }

    private boolean take(Name name, String value, CanonicalOrder order) {
        var before = facts.get(name);
        if (before != null && !wins(name, value, order, before)) return false;
        facts.put(name, new Said(order, value));
        return before == null || !before.value.equals(value);
    }

    private static boolean wins(Name name, String value, CanonicalOrder order, Said before) {
        int compared = order.compareTo(before.order);
        if (compared == 0) compared = value.compareTo(before.value);
        boolean first = name == Name.CWD || name == Name.STARTED;
        boolean timed = order.at() != Observation.UNTIMED;
        if (first && timed != (before.order.at() != Observation.UNTIMED)) return timed;
        return first ? compared < 0 : compared > 0;
    }

    @Nullable
    String value(Name name) {
        var said = facts.get(name);
        return said == null ? null : said.value;
    }

    /// The least time of any record, or `UNTIMED`.
    long first() {
        if (first != Long.MAX_VALUE) return first;
        return liveFirst == Long.MAX_VALUE ? Observation.UNTIMED : liveFirst;
    }

    /// The greatest time of any record, or `UNTIMED`.
    long last() {
        return last == Observation.UNTIMED ? liveLast : last;
    }
}
