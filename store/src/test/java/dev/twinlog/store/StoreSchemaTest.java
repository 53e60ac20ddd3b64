package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreSchemaTest {
    private static final String FOLDER = "dev/twinlog/store/schema-of-tests";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("test.db");
    }

    private static StoreSchema schema(String... scripts) {
        return new StoreSchema(FOLDER, List.of(scripts));
    }

    private long number(Path of, String sql) throws Exception {
        try (var reader = Sqlite.reader(of, 1 << 20)) {
            return reader.number(sql, -1);
        }
    }

    private void oldFileWithAWord() throws Exception {
        schema("V1__one.sql").bring(file);
        try (var writer = Sqlite.writer(file, 1 << 20)) {
            writer.execute("INSERT INTO words VALUES ('kept')");
            writer.commit();
        }
    }

    @Test
    void a_new_file_gets_all_versions_at_once() throws Exception {
        schema("V1__one.sql", "V2__two.sql").bring(file);

        assertThat(number(file, "PRAGMA user_version")).isEqualTo(2);
        assertThat(number(file, "SELECT count(*) FROM words WHERE language = 'en'"))
                .isZero();
    }

    @Test
    void an_older_file_is_migrated_and_a_copy_of_it_is_kept() throws Exception {
        oldFileWithAWord();

        new StoreSchema(only("V1__one.sql", "V2__two.sql"), List.of("V1__one.sql", "V2__two.sql")).bring(file);

        assertThat(number(file, "PRAGMA user_version")).isEqualTo(2);
        assertThat(number(file, "SELECT count(*) FROM words WHERE word = 'kept' AND language = 'en'"))
                .isEqualTo(1);
        var copy = folder.resolve("test.db.v1.bak");
        assertThat(number(copy, "PRAGMA user_version")).isEqualTo(1);
        assertThat(number(copy, "SELECT count(*) FROM words WHERE word = 'kept'"))
                .isEqualTo(1);
    }

    /// Flyway runs whatever its folder holds: the folder with two versions only.
    private static String only(String... scripts) {
        return "dev/twinlog/store/schema-of-tests-" + scripts.length;
    }

    @Test
    void a_migration_that_fails_leaves_the_file_as_it_was() throws Exception {
        oldFileWithAWord();

        assertThatThrownBy(() ->
                        schema("V1__one.sql", "V2__two.sql", "V3__broken.sql").bring(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("as it was");

        assertThat(number(file, "PRAGMA user_version")).isEqualTo(1);
        assertThat(number(file, "SELECT count(*) FROM pragma_table_info('words')"))
                .isEqualTo(1);
        assertThat(number(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'half_done'"))
                .isZero();
    }

    @Test
    void a_file_of_the_last_version_is_not_touched() throws Exception {
        oldFileWithAWord();
        var before = Files.getLastModifiedTime(file);

        schema("V1__one.sql").bring(file);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(folder.resolve("test.db.v1.bak")).doesNotExist();
    }

    @Test
    void an_older_file_is_not_read_as_if_it_was_new() {
        schema("V1__one.sql").bring(file);

        assertThatThrownBy(() -> schema("V1__one.sql", "V2__two.sql").check(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("migrates it");
    }
}
