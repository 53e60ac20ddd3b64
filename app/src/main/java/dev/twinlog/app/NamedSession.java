package dev.twinlog.app;

import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionMatch;
import java.util.Collection;
import java.util.stream.Collectors;

/// The session that a user names: by the agent's own id, by `agent/id`, or by the beginning of one.
public final class NamedSession {
    /// Sessions that are named where a beginning fits several.
    private static final int AMBIGUOUS_NAMED = 5;
    /// The store tells of no more than so many.
    private static final int AMBIGUOUS_COUNTED = 100;

    private NamedSession() {}

    /// The id of the session that a user means.
    ///
    /// @throws Refusal when the store has none of that name, or several
    public static SessionId of(StoreReader store, String wanted) throws Refusal {
        return row(store, wanted).id();
    }

    /// The session that a user means, as the store has it.
    ///
    /// @throws Refusal when the store has none of that name, or several
    public static SessionRow row(StoreReader store, String wanted) throws Refusal {
        return switch (store.session(wanted)) {
            case SessionMatch.Found(var row) -> row;
            case SessionMatch.Unknown() -> throw unknown(wanted);
            case SessionMatch.Ambiguous(var some) ->
                throw new Refusal(Refusal.Reason.WRONG_QUESTION, ambiguous(wanted, some));
        };
    }

    /// What is said where a name fits several sessions: it names the first of them.
    public static String ambiguous(String wanted, Collection<SessionId> some) {
        int left = some.size() - AMBIGUOUS_NAMED;
        return "'" + wanted + "' is the beginning of several sessions: "
                + some.stream().limit(AMBIGUOUS_NAMED).map(SessionId::toString).collect(Collectors.joining(", "))
                + (left > 0 ? " and " + (some.size() < AMBIGUOUS_COUNTED ? left : "many") + " more" : "")
                + "; type more of it";
    }

    /// That there is no session of a name.
    public static Refusal unknown(String wanted) {
        return new Refusal(
                Refusal.Reason.NOT_FOUND,
                "there is no session '" + wanted + "'; `twinlog sessions` lists those that there are");
    }
}
