package dev.twinlog.sources.appserver;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.SidecarHealth.Binary;
import dev.twinlog.sources.appserver.Talk.Purpose;
import dev.twinlog.sources.appserver.supervision.Act;
import dev.twinlog.sources.appserver.supervision.Calls;
import dev.twinlog.sources.appserver.supervision.Calls.Outcome;
import dev.twinlog.sources.appserver.supervision.Signal;
import dev.twinlog.sources.appserver.supervision.Supervision;
import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import dev.twinlog.sources.appserver.supervision.Tick;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where everything that is told comes together: it has supervision and the watch of threads decide, and does what they
/// want. For the source's thread alone.
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(AppServerSource.class);

    private final SidecarParts parts;
    private final Links links;
    private final Scout scout;
    private final Talk talk;
    private final Frames frames;
    private final Counters counters;
    private final Errands errands;
    private final UnaryOperator<String> clean;
    private final Queue<Signal> told = new ArrayDeque<>();
    private Supervision all;
    private ThreadWatch watch = ThreadWatch.ownChild();
    private @Nullable Binary binary;
    private @Nullable String sha256;

    Desk(
            SidecarParts parts,
            Supervision all,
            Links links,
            Scout scout,
            Talk talk,
            Counters counters,
            UnaryOperator<String> clean) {
        this.parts = parts;
        this.all = all;
        this.links = links;
        this.scout = scout;
        this.talk = talk;
        this.counters = counters;
        this.clean = clean;
        this.sha256 = parts.memory().sha256();
        frames = new Frames(parts.frames(), parts.live(), counters);
        errands = new Errands(talk, new LoginHosts(parts.settings().loginHosts()), clean);
    }

    View view() {
        return new View(all, watch, links.pid(all.generation()), binary, null);
    }

    boolean over() {
        return all.over();
    }

    /// The next moment at which something is due without being told; empty: none.
    Optional<Tick> due(Tick now) {
        return Stream.of(all.due(now), talk.next(), watch.next())
                .flatMap(Optional::stream)
                .min(Tick::compareTo);
    }

    void passed(Tick now) {
        talk.due(now);
        if (watch.next().filter(now::reached).isPresent()) sign(new ThreadWatch.Sign.Time(), now);
        tell(new Signal.Passed(), now);
    }

    /// This process stood still: nobody knows whether anything was said meanwhile, so silence is counted from now, and
    /// answers are waited for as much longer.
    void stoodStill(Duration gone, Tick now) {
        counters.add("stood_still");
        talk.stoodStill(gone);
        if (all.life() != null) tell(new Signal.StoodStill(all.generation()), now);
    }

    void take(Notice notice, Tick now) {
        switch (notice) {
            case Notice.Frame frame -> frame(frame, now);
            case Notice.Unfit unfit -> unfit(unfit, now);
            case Notice.Told(var signal) -> tell(signal, now);
            case Notice.ChildUp(var generation, var _, var program) -> {
                started(program);
                up(generation, Link.SPAWN, now);
            }
            case Notice.SocketUp(var generation, var _) -> up(generation, Link.ATTACH, now);
            case Notice.Wanted(var errand) -> errands.take(errand, all, now);
        }
        if (notice instanceof Notice.Wanted) settle(now);
    }

    // What is heard

    private void frame(Notice.Frame frame, Tick now) {
        if (!all.hears(frame.generation())) {
            counters.add("stale_frames");
            return;
        }
        switch (Messages.parse(frame.json())) {
            case Incoming.Unfit(var why) -> unfit(new Notice.Unfit(frame.generation(), why, text(frame.json())), now);
            case Incoming.Response(var id, var reply) -> response(frame, id, reply, now);
            case Incoming.Notification(var method, var params) -> {
                frames.keep(frame.at(), frame.json());
                heard(now);
                if (params != null) notification(method, params, now);
            }
            case Incoming.ServerRequest request -> {
                frames.keep(frame.at(), frame.json());
                heard(now);
                counters.add("server_requests");
                var question = Approvals.of(request, clean, frame.at());
                if (question != null) sign(new ThreadWatch.Sign.Asked(question), now);
            }
        }
    }

    private static String text(byte[] json) {
        return new String(json, 0, Math.min(json.length, 1_024), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void heard(Tick now) {
        tell(new Signal.Heard(all.generation()), now);
    }

    private void unfit(Notice.Unfit unfit, Tick now) {
        if (!all.hears(unfit.generation())) return;
        counters.add("bad_frames");
        var words = "what came is no message: " + unfit.why() + ": " + clean.apply(unfit.quoted());
        tell(new Signal.BadFrame(unfit.generation(), words), now);
    }

    private void notification(String method, RawJson params, Tick now) {
        var account = Said.account(method, params);
        if (account != null) tell(new Signal.AccountTold(all.generation(), Cleaned.of(account, clean)), now);
        var thread = Said.thread(method, params);
        if (thread != null) sign(thread, now);
        var broken = Said.brokenConfig(method, params);
        if (broken != null) tell(new Signal.Warned(all.generation(), clean.apply(broken)), now);
    }

    private void response(Notice.Frame frame, MessageId id, Incoming.Reply reply, Tick now) {
        if (id instanceof MessageId.Whole(var number)) talk.answer(number, reply, now);
        else counters.add("late_answers");
        var result = reply instanceof Incoming.Reply.Result(var value) ? value : null;
        var ended = talk.over();
        if (result != null && Errands.url(result) != null)
            counters.add("frames_withheld"); // who reads the URL or the code of a sign-in may finish it
        else if (!isBeat(ended) || result == null || !frames.sameBeat(result.copy()))
            frames.keep(frame.at(), frame.json());
        heard(now);
        if (ended != null) ended(ended.purpose(), ended.outcome(), result, now);
        settle(now);
    }

    private static boolean isBeat(Calls.@Nullable Ended<Purpose> ended) {
        return ended != null && ended.purpose().equals(new Purpose.Supervised(Act.Question.LOADED));
    }

    // What was asked is over

    /// Tells what has ended without an answer.
    private void settle(Tick now) {
        for (var ended = talk.over(); ended != null; ended = talk.over())
            ended(ended.purpose(), ended.outcome(), null, now);
        var broken = talk.broken();
        if (broken != null) tell(new Signal.LinkClosed(all.generation(), clean.apply(broken)), now);
    }

    private void ended(Purpose purpose, Outcome outcome, @Nullable RawJson result, Tick now) {
        switch (purpose) {
            case Purpose.Supervised(var question) -> {
                var signal = Answers.signal(all.generation(), question, outcome, result, clean);
                if (question == Act.Question.LOADED && result != null) sign(Said.listed(0, result), now);
                if (signal != null) tell(signal, now);
            }
            case Purpose.Watched(var act) -> {
                var sign = Answers.sign(act, outcome, result);
                if (sign != null) sign(sign, now);
            }
            case Purpose.Ordered(var errand) -> {
                var account = errands.ended(errand, outcome, result, now);
                if (account != null) tell(signal(errand, account), now);
            }
            case Purpose.Unasked() -> {}
        }
    }

    private Signal signal(Errand errand, dev.twinlog.sources.appserver.supervision.AuthSignal account) {
        return errand.what() instanceof Errand.What.ReadAccount
                ? new Signal.AccountAnswered(all.generation(), account)
                : new Signal.AccountTold(all.generation(), account);
    }

    // What is decided and done

    private void up(long generation, Link link, Tick now) {
        boolean awaited = all.life() != null && all.generation() == generation;
        if (awaited) {
            frames.begin(generation, link);
            talk.begin(generation, link);
            watch = link == Link.ATTACH ? ThreadWatch.shared() : ThreadWatch.ownChild();
        }
        tell(new Signal.Opened(generation), now);
        if (awaited) return;
        links.kill(generation);
        counters.add("stderr_dropped", links.forget(generation));
    }

    private void started(Trust.Program program) {
        var next = program.health();
        binary = next;
        var now = next.sha256();
        if (now == null) return;
        if (sha256 != null && !sha256.equals(now)) {
            counters.add("binary_changed");
            LOG.warn("the program of Codex is another than before (SHA-256 {}): {}", sha256, next);
        }
        sha256 = now;
    }

    private void sign(ThreadWatch.Sign sign, Tick now) {
        var step = watch.on(sign, now);
        counters.add("watch_dropped", step.watch().dropped() - watch.dropped());
        watch = step.watch();
        for (var act : step.acts())
            talk.ask(new Purpose.Watched(act), Answers.method(act), Answers.params(act), Answers.PATIENCE, now);
        settle(now);
    }

    private void tell(Signal signal, Tick now) {
        told.add(signal);
        if (told.size() > 1) return;
        while (!told.isEmpty()) {
            step(told.element(), now);
            settle(now);
            told.remove();
        }
    }

    private void step(Signal signal, Tick now) {
        var before = all.state();
        var step = all.on(signal, now);
        all = step.next();
        for (var act : step.acts()) act(act, now);
        if (before != all.state())
            LOG.info("the sidecar is {} (generation {})", all.state().wire(), all.generation());
    }

    private void act(Act act, Tick now) {
        switch (act) {
            case Act.Spawn(var generation) -> links.spawn(generation);
            case Act.Attach(var generation) -> attach(generation);
            case Act.Probe(var identity) -> probe(identity);
            case Act.CloseLink(var generation) -> links.close(generation);
            case Act.Terminate(var generation) -> links.terminate(generation);
            case Act.Kill(var generation) -> links.kill(generation);
            case Act.Ask(var _, var question) -> talk.ask(question, now);
            case Act.Over(var generation) -> over(generation);
            case Act.Note(var type, var values) -> note(type, new TreeMap<>(values));
            case Act.Count(var name) -> counters.add(name);
        }
    }

    private void attach(long generation) {
        var path = scout.socket(null);
        if (path != null) links.attach(generation, path);
        else told.add(new Signal.NotOpened(generation, "the socket of the user's Codex is gone"));
    }

    private void probe(String identity) {
        var path = scout.socket(identity);
        if (path != null) links.probe(identity, path);
        else told.add(new Signal.Probed(identity, false));
    }

    private void over(long generation) {
        frames.over();
        talk.end();
        watch = ThreadWatch.ownChild();
        counters.add("stderr_dropped", links.forget(generation));
    }

    private void note(String type, TreeMap<String, String> values) {
        if (type.equals("sidecar_started") && "spawn".equals(values.get("link"))) describe(values);
        try {
            parts.controls().append(new Control(type, parts.clock().millis(), values));
        } catch (IOException e) {
            counters.add("facts_lost");
            LOG.warn("{} could not be journaled: {}", type, e.getMessage());
        }
    }

    private void describe(TreeMap<String, String> values) {
        var pid = links.pid(all.generation());
        if (pid != null) values.put("pid", pid.toString());
        if (binary == null) return;
        values.put("binary", binary.path());
        if (binary.version() != null) values.put("version", binary.version());
        if (binary.sha256() != null) values.put("sha256", binary.sha256());
    }
}
