package dev.twinlog.app.daemon;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Addresses;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.rescue.Hearing;
import dev.twinlog.sources.transcripts.Barrier;
import dev.twinlog.views.Answer;
import dev.twinlog.views.StatusView;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// Answers of the process that holds the lock: a daemon, or a command that works.
final class LiveAnswers extends StoreAnswers {
    /// How long an answer waits for file events that were under way at the call.
    static final Duration EVENTS_PATIENCE = Duration.ofSeconds(2);
    /// How long it waits until those are settled.
    static final Duration SETTLED_PATIENCE = Duration.ofSeconds(5);
    /// How long a search waits until the index has caught up.
    static final Duration SEARCHED_PATIENCE = Duration.ofSeconds(5);

    private final Engine engine;
    private final Almanac almanac;
    private final Supplier<Addresses> addresses;
    private final Runnable end;

    /// @param end what closing them ends
    LiveAnswers(Engine engine, Almanac almanac, Supplier<Addresses> addresses, Runnable end) {
        this.engine = engine;
        this.almanac = almanac;
        this.addresses = addresses;
        this.end = end;
    }

    @Override
    public void close() {
        end.run();
    }

    @Override
    <T> T ask(Engine.Question<T> question) throws Refusal, IOException {
        return engine.ask(question);
    }

    @Override
    Clock clock() {
        return engine.clock();
    }

    @Override
    Almanac almanac() {
        return almanac;
    }

    @Override
    Hearing hearing() {
        var facts = engine.witnesses().facts();
        var shut = facts.gateShut();
        var source = engine.witnesses().source();
        return new Hearing(
                shut == null ? facts.transcriptReason() : shut, source == null ? List.of() : source.problems());
    }

    /// While a first import runs, answers come from what is settled so far.
    @Override
    void current() throws Refusal {
        try {
            var barrier = barrier();
            if (!barrier.importing()) engine.settling().await(barrier.position(), SETTLED_PATIENCE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Barrier barrier() throws InterruptedException {
        var source = engine.witnesses().source();
        return source == null ? new Barrier(engine.journal().end(), true, false) : source.barrier(EVENTS_PATIENCE);
    }

    @Override
    void currentSearch() throws Refusal {
        var source = engine.witnesses().source();
        if (source != null && source.health().importing()) return;
        try {
            var store = engine.store();
            store.search().await(store.reader().progress().lastEventId(), SEARCHED_PATIENCE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Refusal interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping", e);
    }

    @Override
    public void status(Question.Status question, OutputStream out) throws Refusal, IOException {
        var status = status();
        write(ask(store -> status.with(almanac.rescue().summary(store, this::hearing))), out);
    }

    /// How well Twinlog captures, without what the agents are about to delete: that takes looking at their files.
    StatusView status() throws Refusal, IOException {
        var facts = engine.witnesses().facts();
        return ask(store -> Statuses.of(engine, facts, addresses.get(), store, now())
                .and(almanac.settings().problem())
                .heard(engine.lastHeard().byName())
                .with(Statuses.modes(
                        Chronicle.in(store).modes().goingOn(engine.mode().log()))));
    }

    @Override
    public void verify(Question.Verify question, OutputStream out) throws Refusal, IOException {
        current();
        write(new Verification(engine).verify(), out);
    }

    @Override
    public void sync(Question.Sync question, OutputStream out) throws Refusal, IOException {
        var source = engine.witnesses().source();
        if (source == null) throw new Refusal(Refusal.Reason.UNABLE, "nothing is heard in this process");
        long before = source.bytesRead();
        try {
            source.catchUp();
            long end = engine.journal().end();
            while (!engine.settling().await(end, SETTLED_PATIENCE)) checkSettling();
            engine.store().search().await(engine.store().reader().progress().lastEventId(), Duration.ofHours(1));
            engine.housekeeping().once();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            var facts = engine.witnesses().facts();
            var why = Objects.requireNonNullElse(facts.gateShut(), e.getMessage())
                    + (facts.belowFloor() ? " (" + engine.reserve().shortage() + ")" : "");
            throw new Refusal(Refusal.Reason.UNABLE, "not all was captured: " + why, e);
        }
        long read = source.bytesRead() - before;
        var problems = source.problems();
        var damage = ask(store -> DamageNote.in(store::note));
        write(
                facts(json -> {
                    json.writeNumberField("bytes", read);
                    json.writeArrayFieldStart("problems");
                    for (var problem : problems) json.writeString(problem.text());
                    for (var problem : damage.problems()) json.writeString(problem);
                    json.writeEndArray();
                }),
                out);
    }

    private void checkSettling() throws Refusal {
        var failing = engine.settling().failing();
        if (failing != null) throw new Refusal(Refusal.Reason.UNABLE, "not settled: " + failing);
        if (engine.settling().closed()) throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping");
    }

    @Override
    public void rebuild(Question.Rebuild question, OutputStream out) throws Refusal, IOException {
        RawRefusals.checkRebuild(engine.settings().rawKept());
        write(facts(engine.rebuild()::write), out);
    }

    @Override
    public void restore(Question.Restore question, OutputStream out) throws Refusal, IOException {
        write(new Restoring(engine).restore(question), out);
    }

    @Override
    public void explain(Question.Explain question, OutputStream out) throws Refusal, IOException {
        answer(
                store -> new Explaining(store, engine.journal(), AgentReaders.chosen(engine.settings()))
                        .explain(question, now()),
                out);
    }

    @Override
    public void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException {
        new RawAttributes(engine.journal(), engine.places().desk()).write(out);
    }

    /// What a short answer tells.
    @FunctionalInterface
    interface Facts {
        void write(JsonGenerator json) throws IOException;
    }

    private Answer facts(Facts facts) {
        var asOf = Instant.ofEpochMilli(now());
        return json -> {
            json.writeStartObject();
            json.writeStringField("asOf", asOf.toString());
            facts.write(json);
            json.writeEndObject();
        };
    }
}
