package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.Signal;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hears one link, and tells the inbox under the number of its generation. What comes before the link is known there
/// waits.
final class Ear implements Wire.Listener {
    private final long generation;
    private final Inbox inbox;
    private final InstantSource clock;
    private final CountDownLatch known = new CountDownLatch(1);

    Ear(long generation, Inbox inbox, InstantSource clock) {
        this.generation = generation;
        this.inbox = inbox;
        this.clock = clock;
    }

    /// The inbox knows the link, or will never.
    void known() {
        known.countDown();
    }

    /// How the child of this link ended.
    ///
    /// @param words for it, asked when the link is known
    void ended(Child.End end, Supplier<String> words) {
        awaitKnown();
        inbox.put(new Notice.Told(new Signal.Ended(generation, end.code(), end.signal(), words.get())));
    }

    @Override
    public void frame(byte[] message) {
        try {
            known.await();
            inbox.put(new Notice.Frame(generation, clock.millis(), message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void unfit(String why, String quoted) {
        try {
            known.await();
            inbox.put(new Notice.Unfit(generation, why, quoted));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void closed(@Nullable String why) {
        awaitKnown();
        inbox.put(new Notice.Told(new Signal.LinkClosed(generation, why == null ? "it was closed" : why)));
    }

    private void awaitKnown() {
        try {
            known.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
