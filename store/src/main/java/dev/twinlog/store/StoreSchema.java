package dev.twinlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The versions of the database's schema. A file of this version opens at the price of one pragma; Flyway, which
/// takes about 0.2 s, only runs for a new file or an older one.
final class StoreSchema {
    /// The version that this code writes: the highest of `schema/V<n>__….sql`, which sets it as `user_version`.
    static final int VERSION = 1;

    private static final String SCRIPTS = "classpath:dev/twinlog/store/schema";
    private static final Logger LOG = LoggerFactory.getLogger(StoreSchema.class);

    private StoreSchema() {}

    /// Brings the file to this version: makes a new one, migrates an older one after keeping a copy of it.
    ///
    /// @throws StoreException when it is newer, damaged, or could not be migrated; then it is as it was
    static void bring(Path file) {
        int found = Files.exists(file) ? version(file) : 0;
        if (found == VERSION) return;
        refuseNewer(file, found);
        PrivateFiles.file(file);
        if (found > 0) keepCopy(file, found);
        else Sqlite.writer(file, 1 << 20).close(); // page size and WAL are set before the first table
        migrate(file);
    }

    /// Refuses a file that this code cannot read, without changing it.
    static void check(Path file) {
        int found = version(file);
        refuseNewer(file, found);
        if (found < VERSION)
            throw new StoreException("the database " + file + " has schema " + found + ", this program reads " + VERSION
                    + "; `twinlog up` or `twinlog sync` migrates it");
    }

    private static int version(Path file) {
        try (var reader = Sqlite.reader(file, 1 << 20)) {
            int version = (int) reader.number("PRAGMA user_version", 0);
            reader.number("SELECT count(*) FROM sqlite_schema", 0); // reads a page: a file that is none fails here
            return version;
        } catch (SQLException e) {
            throw Sqlite.failure(file, "read the schema of", e);
        }
    }

    private static void refuseNewer(Path file, int found) {
        if (found > VERSION)
            throw new StoreException("the database " + file + " has schema " + found + ", newer than this program's "
                    + VERSION + "; use the newer Twinlog, or move the file away and run `twinlog rebuild`");
    }

    private static void keepCopy(Path file, int version) {
        var copy = file.resolveSibling(file.getFileName() + ".v" + version + ".bak");
        try (var writer = Sqlite.writer(file, 1 << 20)) {
            writer.commit();
            Files.deleteIfExists(copy);
            PrivateFiles.file(copy);
            writer.vacuumInto(copy);
            LOG.info("kept {} before its schema {} is migrated", copy, version);
        } catch (SQLException e) {
            throw Sqlite.failure(file, "copy", e);
        } catch (IOException e) {
            throw new StoreException("cannot keep a copy of " + file + " at " + copy + " before migrating it", e);
        }
    }

    private static void migrate(Path file) {
        try {
            Flyway.configure(StoreSchema.class.getClassLoader())
                    .dataSource("jdbc:sqlite:" + file, "", "")
                    .locations(SCRIPTS)
                    .group(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "cannot migrate the database " + file + " to schema " + VERSION + "; it is as it was: "
                            + e.getMessage(),
                    e);
        }
    }
}
