package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.testkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A household with an old and a new session, and what can be asked of it.
abstract class LettingGoScene {
    static final String OLD = "11111111-2222-4333-8444-555555555555";
    static final String NEW = "22222222-2222-4333-8444-555555555555";

    @TempDir
    Path folder;

    Household household;

    @BeforeEach
    void makeHousehold() throws Exception {
        household = Household.in(folder);
    }

    static String prompt(String session, int number, String text) {
        return old(Household.prompt(session, number, text));
    }

    static String answer(String session, int number, String text) {
        return old(Household.answer(session, number, text));
    }

    /// Long ago by every clock.
    static String old(String line) {
        return line.replace("2026-06-01", "2024-06-01");
    }

    /// A moment ago.
    static String now(String line) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return line.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + now + '"');
    }

    void sync() {
        var sync = household.run("sync");
        assertThat(sync.code()).as(sync.err()).isZero();
    }

    Json verify() {
        var verify = household.run("verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        return verify.json();
    }

    List<String> list(Json verify, String name) {
        return verify.at(name).elements().stream().map(Json::text).toList();
    }

    String told(String session) {
        return household.run("show", session, "--json").out().replaceAll("\"asOf\":\"[^\"]*\"", "");
    }

    /// The bytes of all records of agents' files that the journal has.
    String raw() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var journal = SegmentedJournal.open(household.data().resolve("journal"), JournalLimits.DEFAULT);
                var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                if (record.kind() == RecordClass.TRANSCRIPT) out.write(record.payload());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    long output() {
        return household
                .ask("usage")
                .at("agents", "claude", "total", "outputTokens")
                .number();
    }
}
