package dev.twinlog.app.daemon;

import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.rescue.Hearing;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;

/// Answers from a store that no process writes to now. What needs the journal is done with the lock.
final class ReadingAnswers extends StoreAnswers {
    private final StoreReader store;
    private final Clock clock;
    private final Almanac almanac;
    private final Working working;
    private final JournalAlone journal;

    /// Takes the lock and answers with it.
    @FunctionalInterface
    interface Working {
        Answers take() throws Refusal;
    }

    ReadingAnswers(StoreReader store, Clock clock, Almanac almanac, JournalAlone journal, Working working) {
        this.store = store;
        this.clock = clock;
        this.almanac = almanac;
        this.working = working;
        this.journal = journal;
    }

    @Override
    <T> T ask(Engine.Question<T> question) throws Refusal, IOException {
        return question.of(store);
    }

    @Override
    void current() {}

    @Override
    void currentSearch() {}

    @Override
    Clock clock() {
        return clock;
    }

    @Override
    Almanac almanac() {
        return almanac;
    }

    @Override
    Hearing hearing() {
        return Hearing.NOBODY;
    }

    @Override
    public void status(Question.Status question, OutputStream out) throws IOException {
        write(Statuses.notRunning(store, now()).with(almanac.rescue().summary(store, this::hearing)), out);
    }

    @Override
    public void verify(Question.Verify question, OutputStream out) throws Refusal, IOException {
        withLock(question, out);
    }

    @Override
    public void restore(Question.Restore question, OutputStream out) throws Refusal, IOException {
        withLock(question, out);
    }

    @Override
    public void explain(Question.Explain question, OutputStream out) throws Refusal, IOException {
        withLock(question, out);
    }

    @Override
    public void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException {
        journal.attributes(out);
    }

    private void withLock(Question question, OutputStream out) throws Refusal, IOException {
        try (var answers = working.take()) {
            answers.answer(question, out);
        }
    }

    @Override
    public void sync(Question.Sync question, OutputStream out) throws Refusal {
        throw new Refusal(Refusal.Reason.UNABLE, "sync needs the lock of the data folder");
    }

    @Override
    public void rebuild(Question.Rebuild question, OutputStream out) throws Refusal {
        throw new Refusal(Refusal.Reason.UNABLE, "rebuild needs the lock of the data folder");
    }

    @Override
    public void close() {
        store.close();
    }
}
