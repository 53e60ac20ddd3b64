package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Nested
    final class AsStore extends StoreContract {
        @Override
        protected Store open() {
            return EmbeddedStore.open(folder);
        }

        @Override
        protected Store reopen(Store closed) {
            return EmbeddedStore.open(folder);
        }
    }

    @Nested
    final class LettingGo extends LettingGoContract {
        @Override
        protected Store open() {
            return EmbeddedStore.open(folder);
        }

        @Override
        protected Store reopen(Store closed) {
            return EmbeddedStore.open(folder);
        }
    }

    @Nested
    final class AsFeed extends SettledOrderContract {
        @Override
        protected Store open() {
            return EmbeddedStore.open(folder);
        }
    }

    @Nested
    final class AsReader extends StoreReaderContract {
        @Override
        protected Store open() {
            return EmbeddedStore.open(folder);
        }

        @Override
        protected void searchable(Store store) throws InterruptedException {
            await((EmbeddedStore) store);
        }
    }

    private static void await(EmbeddedStore store) throws InterruptedException {
        assertThat(store.search().await(store.lastEventId(), LONG_ENOUGH)).isTrue();
    }

    private static List<String> keys(StoreReader reader, String query) {
        var keys = new ArrayList<String>();
        reader.search(SearchQuery.of(query), 0, hit -> keys.add(hit.key()));
        return keys;
    }

    private Path database() {
        return folder.resolve(EmbeddedStore.DATABASE);
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_newer_schema_is_refused_and_left_alone() throws Exception {
        EmbeddedStore.open(folder).close();
        execute("PRAGMA user_version = 99");
        var before = Files.readAllBytes(database());

        assertThatThrownBy(() -> EmbeddedStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("twinlog.db")
                .hasMessageContaining("newer");
        assertThatThrownBy(() -> EmbeddedStore.openToRead(folder)).isInstanceOf(StoreException.class);
        assertThat(Files.readAllBytes(database())).isEqualTo(before);
    }

    @Test
    void a_file_that_is_no_database_is_refused_with_what_to_do() throws Exception {
        Files.writeString(database(), "this was a database once, before something else was written over it".repeat(99));

        assertThatThrownBy(() -> EmbeddedStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(database().toString())
                .hasMessageContaining("twinlog rebuild");
    }

    @Test
    void a_page_damaged_in_the_middle_is_named_when_it_is_read() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            for (int i = 1; i <= 300; i++)
                store.commit(at(i).event(message(i, claude("s"), i, "text ".repeat(200)))
                        .build());
        }
        var bytes = Files.readAllBytes(database());
        for (int i = 3 * 8192; i < bytes.length; i++) bytes[i] = (byte) (i * 31);
        Files.write(database(), bytes);

        assertThatThrownBy(() -> {
                    try (var store = EmbeddedStore.open(folder)) {
                        store.events(claude("s"));
                        for (int i = 1; i <= 300; i++) store.body(i);
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("twinlog rebuild");
    }

    @Test
    void only_the_owner_can_read_the_files() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(1, claude("s"), 1, "secret")).build());
            await(store);
            try (var files = Files.list(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList())
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_store_can_be_read_beside_its_writer_and_after_it() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(5).event(message(1, claude("s"), 1, "needle")).build());
            await(store);
            try (var beside = EmbeddedStore.openToRead(folder)) {
                assertThat(beside.progress().position()).isEqualTo(5);
            }
        }
        try (var after = EmbeddedStore.openToRead(folder)) {
            assertThat(after.progress().position()).isEqualTo(5);
            assertThat(keys(after, "needle")).containsExactly("key-1");
        }
    }

    @Test
    void reading_where_no_store_is_says_so() {
        assertThatThrownBy(() -> EmbeddedStore.openToRead(folder.resolve("nowhere")))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("nothing is captured yet", "twinlog up", "nowhere");
    }

    @Test
    void search_goes_on_after_a_restart_from_what_it_had() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(1, claude("s"), 1, "first needle")).build());
            await(store);
        }
        Files.deleteIfExists(folder.resolve(EmbeddedStore.SEARCH));
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(
                    at(2).event(message(2, claude("s"), 2, "second needle")).build());
            await(store);
            assertThat(keys(store.reader(), "needle")).containsExactly("key-2", "key-1");
            assertThat(store.search().counts().readBack()).isEqualTo(1);
        }
    }

    @Test
    void a_damaged_search_index_is_set_aside_and_made_anew() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(1, claude("s"), 1, "needle")).build());
            await(store);
        }
        Files.writeString(folder.resolve(EmbeddedStore.SEARCH), "no index at all ".repeat(1000));

        try (var store = EmbeddedStore.open(folder)) {
            await(store);
            assertThat(keys(store.reader(), "needle")).containsExactly("key-1");
            assertThat(store.search().counts().rebuilds()).isEqualTo(1);
        }
        assertThat(folder.resolve(EmbeddedStore.SEARCH + ".damaged")).exists();
    }

    @Test
    void an_index_that_a_question_finds_damaged_is_made_anew() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(1, claude("s"), 1, "needle")).build());
            await(store);
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(EmbeddedStore.SEARCH));
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE blocks SET block = x'7f'");
            }
            assertThatThrownBy(() -> keys(store.reader(), "needle")).isInstanceOf(StoreException.class);

            store.commit(at(2).event(message(2, claude("s"), 2, "needle")).build());
            await(store);

            assertThat(keys(store.reader(), "needle")).containsExactly("key-2", "key-1");
            assertThat(store.search().counts().rebuilds()).isEqualTo(1);
        }
    }

    @Test
    void a_search_index_ahead_of_its_store_is_made_anew() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(9, claude("s"), 1, "old")).build());
            await(store);
        }
        for (var part : List.of("", "-wal", "-shm"))
            Files.deleteIfExists(folder.resolve(EmbeddedStore.DATABASE + part));

        try (var store = EmbeddedStore.open(folder)) {
            store.commit(at(1).event(message(1, claude("s"), 1, "new")).build());
            await(store);
            assertThat(keys(store.reader(), "new")).containsExactly("key-1");
            assertThat(keys(store.reader(), "old")).isEmpty();
        }
    }

    @Test
    void more_text_than_may_wait_is_read_back_and_found_all_the_same() throws Exception {
        try (var store = EmbeddedStore.open(folder)) {
            var large = "filler words here ".repeat(50_000);
            for (int i = 1; i <= 30; i++)
                store.commit(at(i).event(message(i, claude("s"), i, large + "needle" + i))
                        .build());
            await(store);
            for (int i = 1; i <= 30; i++)
                assertThat(keys(store.reader(), "needle" + i)).containsExactly("key-" + i);
        }
    }

    @Test
    void the_log_of_decisions_is_bounded() {
        try (var store = EmbeddedStore.open(folder)) {
            for (int i = 0; i < 12; i++) {
                var batch = at(i);
                for (int k = 0; k < 10_000; k++) batch.decision("d" + i + "-" + k, "accepted");
                store.commit(batch.build());
            }
            var kept = store.reader().decisions(Integer.MAX_VALUE);
            assertThat(kept).hasSize(100_000);
            assertThat(kept.getFirst().key()).isEqualTo("d11-9999");
            assertThat(kept.getLast().key()).isEqualTo("d2-0");
        }
    }
}
