package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The live feed of a real daemon: who listens hears everything once, whatever happens to daemon, store and others.
@Tag("slow")
@Timeout(120)
class LiveFeedTest {
    private static final String ONE = "11111111-2222-4333-8444-555555555555";
    private static final String TWO = "22222222-2222-4333-8444-555555555555";
    private static final int MANY = 200;

    @TempDir
    Path folder;

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> "text " + n).toList();
    }

    private static void append(Household household, String session, int from, int to) throws Exception {
        for (int n = from; n <= to; n++) household.append(session, answer(session, n, "text " + n));
    }

    @Test
    void a_line_is_told_as_show_tells_it() throws Exception {
        var household = Household.in(folder);
        try (var daemon = household.up();
                var ear = LiveEar.of(daemon, "")) {
            ear.next("now");
            household.append(ONE, prompt(ONE, 1, "a question"));
            var told = ear.next("event").data();

            var shown = household.process("show", ONE, "--json").out();
            var bare = "{" + told.substring(told.indexOf("\"key\""));
            assertThat(told).startsWith("{\"session\":\"claude/" + ONE + "\",");
            assertThat(shown).contains(bare);
        }
    }

    @Test
    void who_listens_through_kills_and_restarts_hears_every_message_once() throws Exception {
        var household = Household.in(folder);
        var heard = new ArrayList<String>();
        String after = "";
        int written = 0;
        for (int life = 0; life < 4; life++) {
            try (var daemon = household.up();
                    var ear = LiveEar.of(daemon, after.isEmpty() ? "" : "&after=" + after)) {
                ear.next("now");
                append(household, ONE, written + 1, written + 20);
                // the first half is heard, the rest is for the next life
                heard.addAll(ear.texts(written + 10 - heard.size()));
                after = ear.lastId();
                written += 20;
                if (life % 2 == 0) daemon.kill();
                else assertThat(daemon.terminate()).isZero();
            }
            append(household, ONE, written + 1, written + 5);
            written += 5;
        }
        try (var daemon = household.up();
                var ear = LiveEar.of(daemon, "&after=" + after)) {
            heard.addAll(ear.texts(written - heard.size()));
            append(household, ONE, written + 1, written + 1);
            heard.addAll(ear.texts(1));
        }
        assertThat(heard).containsExactlyElementsOf(numbered(1, written + 1));
    }

    @Test
    void the_end_of_the_daemon_is_told_at_once() throws Exception {
        var household = Household.in(folder);
        try (var daemon = household.up();
                var ear = LiveEar.of(daemon, "")) {
            ear.next("now");

            assertThat(daemon.terminate()).isZero();

            assertThat(ear.next("end").data()).contains("stopping");
            assertThat(ear.atEnd()).isTrue();
        }
    }

    @Test
    void one_session_is_told_alone() throws Exception {
        var household = Household.in(folder);
        append(household, ONE, 1, 1);
        try (var daemon = household.up()) {
            household.process("sync");
            try (var ear = LiveEar.of(daemon, "&session=" + ONE.substring(0, 8))) {
                ear.next("now");
                append(household, TWO, 1, 3);
                append(household, ONE, 2, 2);
                append(household, TWO, 4, 6);
                append(household, ONE, 3, 3);

                assertThat(ear.texts(2)).containsExactly("text 2", "text 3");
            }
        }
    }

    @Test
    void a_rebuild_is_heard_by_nobody_who_listens() throws Exception {
        var household = Household.in(folder);
        append(household, ONE, 1, 30);
        try (var daemon = household.up()) {
            household.process("sync");
            try (var ear = LiveEar.of(daemon, "")) {
                ear.next("now");
                append(household, ONE, 31, 32);
                assertThat(ear.texts(2)).containsExactly("text 31", "text 32");
                var before = ear.lastId();

                assertThat(household.process("rebuild").code()).isZero();
                append(household, ONE, 33, 34);
                assertThat(ear.texts(2)).containsExactly("text 33", "text 34");

                try (var late = LiveEar.of(daemon, "&after=" + before)) {
                    assertThat(late.texts(2)).containsExactly("text 33", "text 34");
                }
            }
        }
    }

    /// What the deaf one does not take is nowhere kept, so the daemon's small heap is enough for all.
    @Test
    void who_never_reads_harms_nobody() throws Exception {
        var household = Household.in(folder);
        var large = "x".repeat(200_000);
        int lines = 70; // of less than a large import, whose history is not told
        try (var daemon = household.up();
                var deaf = LiveEar.of(daemon, "");
                var ear = LiveEar.of(daemon, "")) {
            ear.next("now");
            for (int n = 1; n <= lines; n++) household.append(ONE, answer(ONE, n, "text " + n + " " + large));

            assertThat(ear.texts(lines)).hasSize(lines).allMatch(text -> text.endsWith(large));
            assertThat(daemon.alive()).isTrue();
            assertThat(household.ask("status").at("counters", "feed.listeners").number())
                    .isEqualTo(2);
            assertThat(deaf.next("begin").data()).contains("\"mode\"");
        }
    }

    /// Each holds a piece outside of the heap, and no more.
    @Test
    void many_who_never_read_harm_nobody() throws Exception {
        var household = Household.in(folder);
        var deaf = new ArrayList<LiveEar>();
        var large = "x".repeat(100_000);
        int lines = 100;
        try (var daemon = household.up()) {
            for (int n = 0; n < MANY; n++) deaf.add(LiveEar.of(daemon, ""));
            try (var ear = LiveEar.of(daemon, "")) {
                ear.next("now");
                for (int n = 1; n <= lines; n++) household.append(ONE, answer(ONE, n, "text " + n + " " + large));
                assertThat(ear.texts(lines)).hasSize(lines).allMatch(text -> text.endsWith(large));
            }
            assertThat(household.ask("status").at("counters", "feed.listeners").number())
                    .isGreaterThanOrEqualTo(MANY);
            assertThat(daemon.errors()).doesNotContain("OutOfMemoryError");
        } finally {
            for (var ear : deaf) ear.close();
        }
    }

    @Test
    void two_hundred_hear_the_same() throws Exception {
        var household = Household.in(folder);
        var ears = new ArrayList<LiveEar>();
        try (var daemon = household.up()) {
            for (int n = 0; n < MANY; n++) ears.add(LiveEar.of(daemon, ""));
            for (var ear : ears) ear.next("now");
            append(household, ONE, 1, 20);
            for (var ear : ears) assertThat(ear.texts(20)).containsExactlyElementsOf(numbered(1, 20));
            assertThat(household.ask("status").at("counters", "feed.listeners").number())
                    .isEqualTo(MANY);
        } finally {
            for (var ear : ears) ear.close();
        }
    }

    @Test
    void who_is_gone_is_noticed() throws Exception {
        var household = Household.in(folder);
        try (var daemon = household.up()) {
            var ear = LiveEar.of(daemon, "");
            ear.next("now");
            ear.close();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> household
                                    .ask("status")
                                    .at("counters", "feed.listeners")
                                    .number()
                            == 0);
        }
    }

    @Test
    void an_import_is_told_by_its_progress_and_not_by_its_history() throws Exception {
        var household = Household.in(folder);
        var corpus = Corpus.write(household.home(), CorpusPlan.ofBytes(30_000_000));
        try (var daemon = household.up();
                var ear = LiveEar.of(daemon, "")) {
            ear.next("now");
            var now = Instant.now().toString();
            var line = prompt(ONE, 1, "while it runs")
                    .replaceFirst("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + now + "\"");
            household.append(ONE, line);

            assertThat(ear.next("import").data()).contains("\"importing\":true");
            assertThat(ear.next("event").data()).contains("while it runs");
            household.process("sync");
            append(household, TWO, 1, 1);
            assertThat(ear.texts(1)).containsExactly("text 1");
            assertThat(corpus.truth()).isNotNull();
        }
    }

    @Test
    void who_is_not_let_in_or_asks_wrongly_is_told_why() throws Exception {
        var household = Household.in(folder);
        try (var daemon = household.up()) {
            assertThat(LiveEar.refusal(daemon, "/api/live?token=wrong")).startsWith("HTTP/1.1 401");
            assertThat(LiveEar.refusal(daemon, "/api/live?token=TOKEN&session=nobody"))
                    .startsWith("HTTP/1.1 404")
                    .contains("there is no session 'nobody'");
            assertThat(LiveEar.refusal(daemon, "/api/live?token=TOKEN&after=nonsense"))
                    .startsWith("HTTP/1.1 400")
                    .contains("'nonsense' is no id of this feed");
            assertThat(LiveEar.refusal(daemon, "/api/live?token=TOKEN&last=1001"))
                    .startsWith("HTTP/1.1 400")
                    .contains("from 0 to 1000");
            assertThat(LiveEar.refusal(daemon, "/api/live?token=TOKEN&sesion=x"))
                    .startsWith("HTTP/1.1 400")
                    .contains("session");
        }
        assertThat(Files.exists(household.data())).isTrue();
    }
}
