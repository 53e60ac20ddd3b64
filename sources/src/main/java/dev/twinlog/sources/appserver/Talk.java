package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.supervision.Act.Question;
import dev.twinlog.sources.appserver.supervision.Calls;
import dev.twinlog.sources.appserver.supervision.Permitted;
import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import dev.twinlog.sources.appserver.supervision.Tick;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What is asked over the link that lives, and what came of it. For the source's thread alone.
final class Talk {
    private final Links links;
    private final Counters counters;
    private final SplittableRandom dice;
    private final String version;
    private final Queue<Calls.Ended<Purpose>> ends = new ArrayDeque<>();
    private Calls<Purpose> calls = Calls.none();
    private @Nullable Link link;
    private @Nullable String broken;

    Talk(Links links, Counters counters, long seed, String version) {
        this.links = links;
        this.counters = counters;
        this.version = version;
        dice = new SplittableRandom(seed);
    }

    /// Why something was asked.
    sealed interface Purpose {
        record Supervised(Question question) implements Purpose {}

        record Watched(ThreadWatch.Act act) implements Purpose {}

        record Ordered(Errand errand) implements Purpose {}

        /// The answer is of no use.
        record Unasked() implements Purpose {}
    }

    void begin(long generation, Link over) {
        link = over;
        broken = null;
        take(calls.begin(generation));
    }

    /// The link is gone: what was asked over it is over.
    void end() {
        link = null;
        take(calls.begin(0));
    }

    void ask(Question question, Tick now) {
        var purpose = new Purpose.Supervised(question);
        switch (question) {
            case INITIALIZE -> ask(purpose, "initialize", introduction(), Calls.PATIENCE_SHORT, now);
            case INITIALIZED -> send("initialized", Messages.notification("initialized", null));
            case ACCOUNT -> ask(purpose, "account/read", "{}", Calls.PATIENCE_SHORT, now);
            case LOADED -> ask(purpose, "thread/loaded/list", "{}", Calls.PATIENCE, now);
        }
    }

    void ask(Purpose purpose, String method, String params, Duration patience, Tick now) {
        take(
                purpose instanceof Purpose.Supervised
                        ? calls.ask(purpose, method, params, patience, now)
                        : calls.askForOthers(purpose, method, params, patience, now));
    }

    /// What an answer ends; the purposes are told by {@link #over}.
    void answer(long id, Incoming.Reply reply, Tick now) {
        take(
                switch (reply) {
                    case Incoming.Reply.Result _ -> calls.answered(calls.generation(), id);
                    case Incoming.Reply.Failure(var code, var message) ->
                        calls.failed(calls.generation(), id, code, message, now, dice.nextDouble());
                });
    }

    /// This process stood still for so long.
    void stoodStill(Duration gone) {
        calls = calls.stoodStill(gone);
    }

    void due(Tick now) {
        if (calls.next().filter(now::reached).isPresent()) take(calls.due(now));
    }

    Optional<Tick> next() {
        return calls.next();
    }

    /// What has ended, each once; null: no more.
    Calls.@Nullable Ended<Purpose> over() {
        return ends.poll();
    }

    /// Why the link takes no more, once; null: it does.
    @Nullable
    String broken() {
        var why = broken;
        broken = null;
        return why;
    }

    private void take(Calls.Step<Purpose> step) {
        calls = step.calls();
        for (int i = 0; i < step.late(); i++) counters.add("late_answers");
        step.sends().forEach(send -> send(send.method(), Messages.request(send.id(), send.method(), send.params())));
        ends.addAll(step.ends());
    }

    private void send(String method, byte[] json) {
        if (link == null || !Permitted.on(link, method)) {
            counters.add("not_permitted");
            return;
        }
        try {
            links.send(calls.generation(), json);
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        }
    }

    private String introduction() {
        var name = link == Link.ATTACH ? "twinlog-observer" : "twinlog-sidecar";
        return "{\"clientInfo\":{\"name\":" + RawJson.quote(name) + ",\"title\":\"Twinlog\",\"version\":"
                + RawJson.quote(version)
                + "},\"capabilities\":{\"experimentalApi\":true,\"requestAttestation\":false}}";
    }
}
