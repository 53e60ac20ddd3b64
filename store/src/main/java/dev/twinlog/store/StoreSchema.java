package dev.twinlog.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The versions of the database's schema: script `V<n>__….sql` leads from version n − 1 to n, and sets n as
/// `user_version`. A file of the last version opens at the price of a pragma, a new one is made by running
/// the scripts; only an older one is migrated by Flyway, which takes 0.2 s to get going
/// (docs/decisions/0007-store.md).
///
/// @param folder  of the scripts, on the class path
/// @param scripts their names, by version from 1 on
record StoreSchema(String folder, List<String> scripts) {
    static final StoreSchema CURRENT = new StoreSchema(
            "dev/twinlog/store/schema",
            List.of(
                    "V1__events_and_what_they_rest_on.sql",
                    "V2__usage_that_can_be_priced.sql",
                    "V3__requests_of_telemetry.sql",
                    "V4__raw_telemetry_let_go_of.sql"));

    private static final int CACHE_BYTES = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(StoreSchema.class);

    /// The version that this program writes.
    int version() {
        return scripts.size();
    }

    /// Brings the file to this version: makes a new one, migrates an older one after keeping a copy of it.
    ///
    /// @throws StoreException when it is newer, damaged, or could not be migrated; then it is as it was
    void bring(Path file) {
        int found = Files.exists(file) ? versionOf(file) : 0;
        if (found == version()) return;
        refuseNewer(file, found);
        PrivateFiles.file(file);
        if (found == 0) {
            make(file);
        } else {
            keepCopy(file, found);
            migrate(file, found);
        }
    }

    /// Refuses a file that this program cannot read, without changing it.
    void check(Path file) {
        int found = versionOf(file);
        refuseNewer(file, found);
        if (found < version())
            throw new StoreException("the database " + file + " has schema " + found + ", this program reads "
                    + version() + "; `twinlog up` or `twinlog sync` migrates it");
    }

    private static int versionOf(Path file) {
        try (var reader = Sqlite.reader(file, CACHE_BYTES)) {
            int version = (int) reader.number("PRAGMA user_version", 0);
            reader.number("SELECT count(*) FROM sqlite_schema", 0); // reads a page: a file that is none fails here
            return version;
        } catch (SQLException e) {
            throw Sqlite.failure(file, "read the schema of", e);
        }
    }

    private void refuseNewer(Path file, int found) {
        if (found > version())
            throw new StoreException("the database " + file + " has schema " + found + ", newer than this program's "
                    + version() + "; use the newer Twinlog, or make it anew for this one with `twinlog rebuild`");
    }

    /// Runs all scripts in one transaction.
    private void make(Path file) {
        try (var writer = Sqlite.writer(file, CACHE_BYTES)) {
            for (var script : scripts) writer.execute(text(script));
            writer.commit();
        } catch (SQLException e) {
            throw Sqlite.failure(file, "make", e);
        }
    }

    private String text(String script) {
        try (InputStream in = StoreSchema.class.getClassLoader().getResourceAsStream(folder + "/" + script)) {
            if (in == null) throw new StoreException("this program lacks its part " + folder + "/" + script);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("cannot read " + folder + "/" + script + " of this program", e);
        }
    }

    private static void keepCopy(Path file, int version) {
        var copy = file.resolveSibling(file.getFileName() + ".v" + version + ".bak");
        try (var writer = Sqlite.writer(file, CACHE_BYTES)) {
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

    private void migrate(Path file, int found) {
        try {
            Flyway.configure(StoreSchema.class.getClassLoader())
                    .dataSource("jdbc:sqlite:" + file, "", "")
                    .locations("classpath:" + folder)
                    .baselineOnMigrate(true)
                    .baselineVersion(Integer.toString(found))
                    .group(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "cannot migrate the database " + file + " from schema " + found + " to " + version()
                            + "; it is as it was: " + e.getMessage(),
                    e);
        }
    }
}
