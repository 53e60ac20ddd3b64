package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.Act.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A play for {@link Supervision}: what it is told, when, and what it did since it was last asked.
final class Script {
    static final Rules AUTO = new Rules(true, true, List.of("chatgpt"));
    static final Rules SPAWN = new Rules(false, true, List.of("chatgpt"));
    static final Rules ATTACH = new Rules(true, false, List.of("chatgpt"));
    static final AuthSignal CHATGPT = new AuthSignal.Account("chatgpt");

    Supervision all;
    Tick now = new Tick(Long.MAX_VALUE - 5_000_000_000L);
    private final List<Act> acts = new ArrayList<>();
    private String socket;
    private String authFile = "a";

    Script(Rules rules) {
        this(rules, false, false);
    }

    Script(Rules rules, boolean killSwitch, boolean crashLoop) {
        all = Supervision.begin(rules, true, killSwitch, 0, crashLoop, 1, now);
    }

    Script look() {
        return tell(new Signal.Looked(true, socket, authFile));
    }

    Script socket(String identity) {
        socket = identity;
        return look();
    }

    Script authFile(String stamp) {
        authFile = stamp;
        return look();
    }

    Script tell(Signal signal) {
        var step = all.on(signal, now);
        all = step.next();
        acts.addAll(step.acts());
        return this;
    }

    /// Lets time pass, moment by moment.
    Script pass(Duration time) {
        var until = now.plus(time);
        for (var due = all.due(now); due.isPresent() && until.reached(due.get()); due = all.due(now)) {
            now = due.get();
            tell(new Signal.Passed());
        }
        now = until;
        return tell(new Signal.Passed());
    }

    Script pass(long millis) {
        return pass(Duration.ofMillis(millis));
    }

    /// The link of the generation that is being made stands, and its handshake is done.
    Script up(AuthSignal account) {
        long generation = all.generation();
        tell(new Signal.Opened(generation));
        tell(new Signal.Heard(generation)).tell(new Signal.Initialized(generation, null));
        return tell(new Signal.AccountAnswered(generation, account)).tell(new Signal.ListAnswered(generation));
    }

    Script heard() {
        return tell(new Signal.Heard(all.generation()));
    }

    /// The child ends by itself.
    Script crash() {
        return tell(new Signal.Ended(all.generation(), 137, 9, "killed"));
    }

    /// What it did since it was last asked, but for counters.
    List<Act> done() {
        var done = acts.stream().filter(act -> !(act instanceof Act.Count)).toList();
        acts.clear();
        return done;
    }

    List<String> counted() {
        var counted = acts.stream()
                .filter(Act.Count.class::isInstance)
                .map(act -> ((Act.Count) act).name())
                .toList();
        acts.clear();
        return counted;
    }

    boolean did(Class<? extends Act> what) {
        return acts.stream().anyMatch(what::isInstance);
    }

    long asked(Question question) {
        return acts.stream()
                .filter(act -> act instanceof Act.Ask ask && ask.question() == question)
                .count();
    }

    String gate() {
        return switch (all.gate(now)) {
            case StreamGate.NotExpected() -> "not expected";
            case StreamGate.Open() -> "open";
            case StreamGate.Shut(var why, var _) -> why.wire();
        };
    }
}
