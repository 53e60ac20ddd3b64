package dev.twinlog.app.daemon.feed;

import dev.twinlog.app.Refusal;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.OptionalLong;

/// What a feed stands on.
public interface FeedGround {
    /// Answers from the store as it is; it is not swapped meanwhile.
    ///
    /// @throws Refusal when the question refuses
    <T> T ask(Question<T> question) throws Refusal, IOException;

    /// Which events came in bulk.
    ImportSpans imported();

    /// The percent that an import is at, while one goes on.
    OptionalLong importing();

    /// Epoch milliseconds.
    long now();

    /// Something asked of the store.
    @FunctionalInterface
    interface Question<T> {
        /// @param epoch of that store
        T of(StoreReader store, FeedEpoch epoch) throws Refusal, IOException;
    }
}
