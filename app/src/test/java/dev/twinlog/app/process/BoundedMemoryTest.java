package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.corpus.Corpus;
import dev.twinlog.testkit.corpus.CorpusPlan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What would fill the memory of a daemon, which has what the launcher gives: it goes on, and checks beside
/// it too.
@Tag("slow")
@Timeout(300)
class BoundedMemoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int HUGE_BYTES = 63 << 20;
    private static final int TEXT_CHARACTERS = 1 << 20;

    /// Each may hold a message of six megabytes: together more than the heap.
    private static final int DEAF = 120;

    @TempDir
    Path folder;

    private static String session(int number) {
        return String.format(Locale.ROOT, "%08d-2222-4333-8444-555555555555", number);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A transcript whose middle line is huge.
    private static void huge(Household household, int number, Writing line) throws IOException {
        var session = session(number);
        household.append(session, prompt(session, 1, "question"), answer(session, 1, "before"));
        var file = household.transcript(session);
        try (var out = new BufferedOutputStream(
                Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND), 1 << 20)) {
            line.to(out, answer(session, 2, "MARK"));
            out.write('\n');
        }
        household.append(session, answer(session, 3, "after"));
    }

    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out, String around) throws IOException;
    }

    private static void oneText(OutputStream out, String around) throws IOException {
        int at = around.indexOf("MARK");
        out.write(utf8(around.substring(0, at)));
        var words = utf8("the quick brown fox ".repeat(1 << 10));
        for (int left = HUGE_BYTES; left > 0; left -= words.length) out.write(words, 0, Math.min(left, words.length));
        out.write(utf8(around.substring(at + 4)));
    }

    /// Each text as long as a field holds, and of two bytes a character in memory.
    private static void manyTexts(OutputStream out, String around) throws IOException {
        int at = around.indexOf("{\"type\":\"text\"");
        int end = around.indexOf('}', at) + 1;
        out.write(utf8(around.substring(0, at)));
        var block = around.substring(at, end);
        int count = HUGE_BYTES / TEXT_CHARACTERS;
        for (int i = 0; i < count; i++) {
            var text = "№" + i + " " + "words of many texts ".repeat(TEXT_CHARACTERS / 20);
            out.write(utf8((i == 0 ? "" : ",") + block.replace("MARK", text.substring(0, TEXT_CHARACTERS - 100))));
        }
        out.write(utf8(around.substring(end)));
    }

    @Test
    void huge_lines_end_neither_a_daemon_nor_a_check_beside_it() throws Exception {
        var household = Household.in(folder);
        Corpus.write(household.home(), CorpusPlan.ofBytes(10_000_000));
        try (var daemon = household.up()) {
            for (int i = 0; i < 2; i++) huge(household, i, BoundedMemoryTest::oneText);
            huge(household, 2, BoundedMemoryTest::manyTexts);
            for (int i = 0; i < 3; i++) {
                var session = session(i);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        household.run("show", session, "--json").out())
                                .contains("\"after\""));
            }
            var verify = household.run("verify", "--json");
            assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
            var rebuild = household.run("rebuild");
            assertThat(rebuild.code()).as(rebuild.err()).isZero();
            assertThat(daemon.terminate()).as(daemon.errors()).isZero();
        }
        var verify = household.process("verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        var rebuild = household.process("rebuild");
        assertThat(rebuild.code()).as(rebuild.err()).isZero();
    }

    @Test
    void listeners_who_never_read_are_closed_the_slowest_first_and_others_hear_everything() throws Exception {
        var household = Household.in(folder);
        // such a character takes six bytes in JSON and hardly any when it is packed
        var text = "\\u0001".repeat(TEXT_CHARACTERS - 10);
        int texts = 10;
        for (int n = 1; n <= texts; n++) household.append(session(1), answer(session(1), n, n + text));
        household.process("sync");
        var deaf = new ArrayList<Socket>();
        try (var daemon = household.up()) {
            for (int i = 0; i < DEAF; i++) deaf.add(deaf(daemon));
            await().atMost(PATIENCE).until(() -> counter(household, "feed.closed_slow") > 0);
            try (var ear = LiveEar.of(daemon, "&last=1000")) {
                assertThat(ear.texts(texts)).hasSize(texts);
            }
            assertThat(daemon.terminate()).as(daemon.errors()).isZero();
        } finally {
            for (var socket : deaf) socket.close();
        }
    }

    private static long counter(Household household, String name) {
        return household.ask("status").at("counters", name).number();
    }

    private static Socket deaf(DaemonProcess daemon) throws IOException {
        var page = URI.create(daemon.ready().at("addresses", "page").text());
        var socket = new Socket();
        socket.setReceiveBufferSize(2048);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), page.getPort()));
        var head = List.of(
                "GET /api/live?last=1000&" + page.getQuery() + " HTTP/1.1",
                "Host: 127.0.0.1:" + page.getPort(),
                "",
                "");
        socket.getOutputStream().write(utf8(String.join("\r\n", head)));
        return socket;
    }
}
