package dev.twinlog.reconcile;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import java.util.function.Consumer;

/// The verdicts that no field decides: on repeats, on what has no event of its own, and on what turned out to be one.
///
/// @param events those of the session
record Verdicts(SessionId session, EventIndex events) {
    /// The verdict on what was heard before.
    Decision repeat(Observation said) {
        for (var alias : said.aliases()) {
            var known = events.lookup(said.kind(), alias);
            if (known != null)
                return new Decision(said.at(), known.key(), Verdict.DUPLICATE, said.witness(), said.witness(), null);
        }
        return of(said, Verdict.DUPLICATE);
    }

    /// A verdict on what has no event of its own.
    Decision of(Observation said, Verdict verdict) {
        var name = said.aliases().isEmpty()
                ? Long.toHexString(said.identity())
                : said.aliases().getFirst().value();
        return new Decision(
                said.at(), new EventKey(session, said.kind(), name), verdict, said.witness(), said.witness(), null);
    }

    /// What telemetry told before counts from now on, whatever its verdict was then.
    static Decision match(EventState event) {
        return new Decision(event.at(), event.key(), Verdict.LINKED, Witness.OTLP, event.teller(), null);
    }

    /// Logs each join of two events that were told of before.
    static EventIndex.Joins joins(Consumer<Decision> log) {
        return (into, other) -> {
            var teller = other.teller();
            if (teller == null) return;
            log.accept(new Decision(other.at(), into.key(), Verdict.LINKED, teller, into.teller(), null));
        };
    }
}
