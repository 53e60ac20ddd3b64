package dev.twinlog.sources.appserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Keeps what a wire tells.
final class Heard implements Wire.Listener {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<byte[]> frames = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();
    private @Nullable Optional<String> closed;
    /// While it is shut a frame is not taken.
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public void frame(byte[] message) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        synchronized (this) {
            if (closed != null) throw new AssertionError("a frame after the end");
            frames.add(message);
        }
    }

    @Override
    public synchronized void unfit(String why, String quoted) {
        unfit.add(why + " | " + quoted);
    }

    @Override
    public synchronized void closed(@Nullable String why) {
        if (closed != null) throw new AssertionError("closed twice");
        closed = Optional.ofNullable(why);
    }

    CountDownLatch shut() {
        var shut = new CountDownLatch(1);
        gate = shut;
        return shut;
    }

    synchronized List<byte[]> bytes() {
        return List.copyOf(frames);
    }

    synchronized List<String> texts() {
        return frames.stream()
                .map(each -> new String(each, StandardCharsets.UTF_8))
                .toList();
    }

    synchronized List<String> unfit() {
        return List.copyOf(unfit);
    }

    synchronized boolean isClosed() {
        return closed != null;
    }

    String awaitText(Predicate<String> fits) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> texts().stream().filter(fits).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /// Why it was closed; empty: by us.
    Optional<String> awaitClosed() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::isClosed);
        synchronized (this) {
            return closed == null ? Optional.empty() : closed;
        }
    }
}
