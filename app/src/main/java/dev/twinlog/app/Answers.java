package dev.twinlog.app;

import java.io.IOException;
import java.io.OutputStream;

/// What Twinlog can be asked, whoever answers: the store in this process, or a daemon over HTTP. Each method
/// writes one JSON value (`export`, `attributes`: JSON lines), in the shape that the README documents, without a
/// final newline. It writes nothing before it knows that it can answer; an `IOException` is the reader's side gone,
/// or an answer cut short.
///
/// Safe for use by many threads.
public interface Answers extends AutoCloseable {
    /// A list of sessions, newest first.
    void sessions(Question.Sessions question, OutputStream out) throws Refusal, IOException;

    /// One session with its events in narrative order.
    void show(Question.Show question, OutputStream out) throws Refusal, IOException;

    /// A list of hits, newest first.
    void search(Question.Search question, OutputStream out) throws Refusal, IOException;

    /// Token sums.
    void usage(Question.Usage question, OutputStream out) throws Refusal, IOException;

    /// Capture mode, witnesses, counters, space.
    void status(Question.Status question, OutputStream out) throws Refusal, IOException;

    /// Sessions, digest and mismatches after settling anew.
    void verify(Question.Verify question, OutputStream out) throws Refusal, IOException;

    /// Returns when everything that the agents had written at the call is settled.
    void sync(Question.Sync question, OutputStream out) throws Refusal, IOException;

    /// Returns when the store is made anew.
    void rebuild(Question.Rebuild question, OutputStream out) throws Refusal, IOException;

    /// Returns when the files are written.
    void restore(Question.Restore question, OutputStream out) throws Refusal, IOException;

    /// Why one event is as it is.
    void explain(Question.Explain question, OutputStream out) throws Refusal, IOException;

    /// The last verdicts, the latest first, or how often each was given.
    void decisions(Question.Decisions question, OutputStream out) throws Refusal, IOException;

    /// The ledger of what is missing.
    void gaps(Question.Gaps question, OutputStream out) throws Refusal, IOException;

    /// Sessions with their events: JSON lines, each ended by a newline.
    void export(Question.Export question, OutputStream out) throws Refusal, IOException;

    /// Records of telemetry with all their attributes: JSON lines, each ended by a newline.
    void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException;

    /// The prices that costs are estimated from.
    void prices(Question.Prices question, OutputStream out) throws Refusal, IOException;

    /// Answers any question.
    default void answer(Question question, OutputStream out) throws Refusal, IOException {
        question.ask(this, out);
    }

    @Override
    void close();
}
