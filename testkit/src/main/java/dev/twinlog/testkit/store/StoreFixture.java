package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;

import dev.twinlog.model.SessionId;
import dev.twinlog.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A new store for each test of a contract.
public abstract class StoreFixture {
    protected static final SessionId ONE = claude("session-one");
    protected static final SessionId OTHER = codex("session-other");

    protected Store store;

    /// A new, empty store.
    protected abstract Store open() throws Exception;

    /// The same store after it was closed, or its process ended.
    protected abstract Store reopen(Store closed) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    void reopenStore() throws Exception {
        store.close();
        store = reopen(store);
    }
}
