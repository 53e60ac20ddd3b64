package dev.twinlog.app.cli;

import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/// An answer on its way from who writes it to who shows it, so that a long one is never whole in memory.
final class AnswerFlow implements AutoCloseable {
    private static final int PIPE_BYTES = 64 * 1024;

    private final PipedInputStream in;
    private final PipedOutputStream pipe;
    private final Thread writer;
    private volatile @Nullable Throwable failure;

    AnswerFlow(Answers answers, Question question) throws IOException {
        in = new PipedInputStream(PIPE_BYTES);
        pipe = new PipedOutputStream(in);
        writer = Thread.ofPlatform().name("answer").daemon().start(() -> write(answers, question));
    }

    private void write(Answers answers, Question question) {
        try (pipe;
                var out = new BufferedOutputStream(pipe, PIPE_BYTES / 2)) {
            answers.answer(question, out);
        } catch (Throwable e) {
            failure = e;
        }
    }

    InputStream in() {
        return in;
    }

    /// Waits for the writer's end and throws what it failed with. No pattern switch here: linking one takes
    /// longer than many an answer.
    void rethrow() throws Refusal, IOException {
        ended();
        var failed = failure;
        if (failed == null) return;
        if (failed instanceof Refusal refusal) throw refusal;
        if (failed instanceof IOException broken) throw broken;
        if (failed instanceof RuntimeException bug) throw bug;
        if (failed instanceof Error error) throw error;
        throw new IllegalStateException(failed);
    }

    private void ended() throws IOException {
        try {
            in.skip(Long.MAX_VALUE);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while an answer was written");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
