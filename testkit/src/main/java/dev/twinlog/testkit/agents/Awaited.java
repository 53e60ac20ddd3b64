package dev.twinlog.testkit.agents;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that threads change and wait for: each change wakes those who wait.
public final class Awaited<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final T state;

    public Awaited(T state) {
        this.state = state;
    }

    public void change(Consumer<T> change) {
        lock.lock();
        try {
            change.accept(state);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public <R> R read(Function<T, R> question) {
        lock.lock();
        try {
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the question has an answer. Fails when it has none within the time, with what is known then.
    public <R> R await(Duration within, Function<T, @Nullable R> question, Supplier<String> whatFor)
            throws InterruptedException, TimeoutException {
        long left = within.toNanos();
        lock.lock();
        try {
            for (var answer = question.apply(state); ; answer = question.apply(state)) {
                if (answer != null) return answer;
                if (left <= 0) throw new TimeoutException("not within " + within + ": " + whatFor.get());
                left = changed.awaitNanos(Math.min(left, TimeUnit.MINUTES.toNanos(10)));
            }
        } finally {
            lock.unlock();
        }
    }
}
