package dev.twinlog.testkit.store;

import dev.twinlog.store.Store;
import org.junit.jupiter.api.Nested;

final class InMemoryStoreTest {
    @Nested
    final class AsStore extends StoreContract {
        @Override
        protected Store open() {
            return new InMemoryStore();
        }

        @Override
        protected Store reopen(Store closed) {
            return ((InMemoryStore) closed).reopened();
        }
    }

    @Nested
    final class LettingGo extends LettingGoContract {
        @Override
        protected Store open() {
            return new InMemoryStore();
        }

        @Override
        protected Store reopen(Store closed) {
            return ((InMemoryStore) closed).reopened();
        }
    }

    @Nested
    final class AsFeed extends SettledOrderContract {
        @Override
        protected Store open() {
            return new InMemoryStore();
        }
    }

    @Nested
    final class AsReader extends StoreReaderContract {
        @Override
        protected Store open() {
            return new InMemoryStore();
        }

        @Override
        protected void searchable(Store store) {
            // everything always is
        }
    }
}
