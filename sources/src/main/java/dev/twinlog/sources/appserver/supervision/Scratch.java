package dev.twinlog.sources.appserver.supervision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parts of {@link Supervision} while one step changes them, and what is to be done so far. Lives as long as the
/// step.
final class Scratch {
    final Rules rules;
    final Tick now;
    final List<Act> acts = new ArrayList<>();
    Wish wish;
    SidecarState state;
    long last;

    @Nullable
    Life life;

    Spends spends;
    Backoff backoff;
    Tick nextStart;
    SocketWatch socket;
    AuthFile authFile;
    Signal.@Nullable NoProgram noProgram;

    @Nullable
    String lastError;

    Scratch(Supervision before, Tick now) {
        this.now = now;
        rules = before.rules();
        wish = before.wish();
        state = before.state();
        last = before.last();
        life = before.life();
        spends = before.spends();
        backoff = before.backoff();
        nextStart = before.nextStart();
        socket = before.socket();
        authFile = before.authFile();
        noProgram = before.noProgram();
        lastError = before.lastError();
    }

    Supervision value() {
        return new Supervision(
                rules, wish, state, last, life, spends, backoff, nextStart, socket, authFile, noProgram, lastError);
    }

    void move(Lifecycle.Event event) {
        var next = Lifecycle.on(state, event);
        if (next.isPresent()) state = next.get();
        else count("state.illegal." + event.name().toLowerCase(Locale.ROOT));
    }

    /// The state is that of a start, unless it was already.
    void begun() {
        if (state != SidecarState.STARTING) move(Lifecycle.Event.START);
    }

    void ask(Act.Question question) {
        if (life == null) return;
        acts.add(new Act.Ask(life.generation(), question));
        switch (question) {
            case INITIALIZE, INITIALIZED -> {}
            case ACCOUNT -> life = life.with(life.pulse().accountAsked(now));
            case LOADED -> life = life.with(life.pulse().beaten(now));
        }
    }

    void note(String type, Map<String, String> values) {
        acts.add(new Act.Note(type, new TreeMap<>(values)));
    }

    void note(String type, Map<String, String> values, Life living) {
        var all = new TreeMap<>(values);
        all.put("generation", Long.toString(living.generation()));
        all.put("link", living.link().wire());
        note(type, all);
    }

    void count(String name) {
        acts.add(new Act.Count(name));
    }

    /// After a failure: later than after the one before.
    void waitLonger() {
        backoff = backoff.failed();
        nextStart = now.plus(backoff.delay());
    }
}
