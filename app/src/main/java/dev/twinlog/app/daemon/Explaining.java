package dev.twinlog.app.daemon;

import dev.twinlog.app.NamedSession;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.Journal;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.reconcile.SessionOrigins;
import dev.twinlog.reconcile.SessionOrigins.Found;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import dev.twinlog.store.StoreReader.SessionMatch;
import dev.twinlog.views.ExplainView;
import dev.twinlog.views.NarrativeView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Explains an event: settles its session anew from the journal, beside what settles (docs/decisions/
/// 0013-explaining.md). What the journal no longer tells it takes from the store, and says so.
final class Explaining {
    /// Events that are named where a name fits several.
    private static final int CANDIDATES_MAX = SessionOrigins.CANDIDATES_MAX;

    private final StoreReader store;
    private final Journal journal;
    private final AgentReaders.Making readers;

    Explaining(StoreReader store, Journal journal, AgentReaders.Making readers) {
        this.store = store;
        this.journal = journal;
        this.readers = readers;
    }

    /// @throws Refusal with `NOT_FOUND` when no event, or more than one, is named so
    ExplainView explain(Question.Explain question, long now) throws Refusal, IOException {
        try {
            var wrong = EventName.notNumber(question.event());
            if (wrong != null)
                throw new Refusal(
                        Refusal.Reason.WRONG_QUESTION,
                        "behind # stands the number of an event, from 1, not '" + wrong
                                + "'; `twinlog show SESSION --keys` tells the numbers");
            var named = EventName.of(question.event());
            var session = session(named.session());
            var name = named.number() > 0 ? numbered(session, named.number(), now) : named.name();
            if (name == null) throw onlySession(session);
            var by = named.number() > 0 ? "number" : null;
            return explain(new Asked(question, session, name, by), now);
        } catch (UncheckedIOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "cannot explain: " + Engine.words(e), e);
        }
    }

    /// @param name `kind/id`, an older one, or the beginning of one
    /// @param by   how the event was named, or null when that shows when it is found
    private record Asked(
            Question.Explain question,
            SessionId session,
            String name,
            @Nullable String by) {}

    private ExplainView explain(Asked asked, long now) throws Refusal, IOException {
        var files = Rehearing.of(store, journal, asked.session);
        var collector = new SessionOrigins.Collector(asked.session);
        files.hear(asked.session, readers.of(ReadingCounter.NONE), collector::hear);
        var text = asked.question.event();
        var explanation = new Explanation(store, files, asked.question.raw(), now);
        return switch (collector.settled().find(asked.name)) {
            case Found.One(var origin, var by) ->
                explanation.of(text, asked.by == null ? by.name().toLowerCase(Locale.ROOT) : asked.by, origin);
            case Found.Several(var some, int all) -> throw several(text, some, all);
            case Found.None() -> {
                var stored = stored(asked);
                yield explanation.of(
                        text, stored.key().equals(rest(asked.name)) ? "key" : "beginning", asked.session, stored);
            }
        };
    }

    private static String rest(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private SessionId session(String wanted) throws Refusal {
        return switch (store.session(wanted)) {
            case SessionMatch.Found(var row) -> row.id();
            case SessionMatch.Unknown() ->
                throw notFound("there is no session '" + wanted + "'; `twinlog sessions` lists those that there are,"
                        + " and `twinlog show SESSION --keys` the keys of its events");
            case SessionMatch.Ambiguous(var some) -> throw notFound(NamedSession.ambiguous(wanted, some));
        };
    }

    private String numbered(SessionId session, int number, long now) throws Refusal {
        var events =
                NarrativeView.of(store, session, now).map(NarrativeView::events).orElse(List.of());
        if (number > events.size())
            throw notFound("session " + session + " has " + events.size() + " events, and no #" + number
                    + "; `twinlog show " + session.id() + " --keys` numbers them");
        var event = events.get(number - 1).event();
        return event.kind().wire() + "/" + event.key();
    }

    private static Refusal onlySession(SessionId session) {
        return notFound(session + " is a session; name one of its events: `twinlog show " + session.id()
                + " --keys` tells their keys and numbers, for `twinlog explain KEY` or `twinlog explain " + session.id()
                + "#1`");
    }

    private static Refusal several(String text, List<EventKey> some, int all) {
        return notFound("'" + text + "' may be any of " + all + " events: " + joined(some)
                + (all > some.size() ? " and " + (all - some.size()) + " more" : "") + "; type more of the key");
    }

    /// An event that the journal does not tell of any more, as the store has it.
    private NarrativeEvent stored(Asked asked) throws Refusal {
        var all = store.narrative(asked.session)
                .map(StoreReader.StoredNarrative::events)
                .orElse(List.of());
        var begun =
                all.stream().filter(event -> name(event).startsWith(asked.name)).toList();
        for (var event : begun) if (name(event).equals(asked.name)) return event;
        if (begun.size() == 1) return begun.getFirst();
        if (begun.isEmpty()) throw unknown(asked, all);
        throw several(
                asked.question.event(),
                begun.stream()
                        .limit(CANDIDATES_MAX)
                        .map(event -> new EventKey(asked.session, event.kind(), event.key()))
                        .toList(),
                begun.size());
    }

    private static String name(NarrativeEvent event) {
        return event.kind().wire() + "/" + event.key();
    }

    /// Names the events whose keys begin most like the one that is wanted.
    private static Refusal unknown(Asked asked, List<NarrativeEvent> all) {
        var near = all.stream()
                .map(Explaining::name)
                .filter(name -> common(name, asked.name) > name.indexOf('/') + 1)
                .sorted((one, other) -> common(other, asked.name) - common(one, asked.name))
                .limit(3)
                .map(name -> asked.session + "/" + name)
                .toList();
        return notFound("session " + asked.session + " has no event '" + asked.name + "'"
                + (near.isEmpty() ? "" : "; those that begin like it: " + joined(near)) + "; `twinlog show "
                + asked.session.id() + " --keys` tells the keys of its events");
    }

    private static int common(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) at++;
        return at;
    }

    private static String joined(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static Refusal notFound(String message) {
        return new Refusal(Refusal.Reason.NOT_FOUND, message);
    }
}
