package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import dev.twinlog.testkit.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines and packed files that no agent should write, read by a process with the memory that the launcher
/// gives: they are counted, the good lines around them are all there, and every byte can be restored.
@Tag("slow")
class BadLinesTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final String THREAD = "01a1fae7-5009-73b1-99ef-2423153efe1d";
    private static final int LINE_BYTES_MAX = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Household household;
    private Path transcript;

    @BeforeEach
    void settle() throws Exception {
        household = Household.in(folder);
        transcript = household.append(SESSION, prompt(SESSION, 1, "question"), answer(SESSION, 1, "before"));
    }

    /// Writes something to the end of the transcript, and a good line after it.
    private void between(Writing bad) throws IOException {
        try (var out =
                new BufferedOutputStream(Files.newOutputStream(transcript, StandardOpenOption.APPEND), 1 << 20)) {
            bad.to(out);
            out.write('\n');
        }
        household.append(SESSION, answer(SESSION, 2, "after"));
    }

    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(OutputStream out, String piece, long bytes) throws IOException {
        var pieces = utf8(piece.repeat((1 << 16) / piece.length()));
        for (long left = bytes; left > 0; left -= pieces.length)
            out.write(pieces, 0, (int) Math.min(left, pieces.length));
    }

    private void sync() throws Exception {
        var sync = household.process("sync");
        assertThat(sync.code()).as(sync.err()).isZero();
    }

    private long counter(String name) {
        return household.ask("status").at("counters", name).number();
    }

    private Json session(String id) {
        return household.ask("sessions").elements().stream()
                .filter(session -> session.at("id").text().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// The good lines are there, the store can be made anew to the same, and the file restored.
    private void assertWhole(int messages) throws Exception {
        assertThat(session(SESSION).at("messages").number()).isEqualTo(messages);
        assertThat(household.ask("search", "before").elements()).hasSize(1);
        assertThat(household.ask("search", "after").elements()).hasSize(1);
        var verify = household.process("verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        restores(SESSION, "-work/" + SESSION + ".jsonl", transcript);
    }

    private void restores(String session, String path, Path original) {
        var to = folder.resolve("restored");
        var restore = household.run("restore", session, "--to", to.toString());
        assertThat(restore.code()).as(restore.err()).isZero();
        assertThat(to.resolve(path)).hasSameBinaryContentAs(original);
    }

    private static byte[][] aroundText(String session, int number) {
        var line = answer(session, number, "MARK");
        int at = line.indexOf("MARK");
        return new byte[][] {utf8(line.substring(0, at)), utf8(line.substring(at + 4))};
    }

    private static void longLine(OutputStream out, int bytes) throws IOException {
        var around = aroundText(SESSION, 3);
        out.write(around[0]);
        fill(out, "x", bytes - around[0].length - around[1].length);
        out.write(around[1]);
    }

    @Test
    void a_line_of_64_mb_is_read() throws Exception {
        between(out -> longLine(out, LINE_BYTES_MAX));
        sync();
        assertThat(counter("unreadable.too_long")).isZero();
        assertWhole(3);
    }

    @Test
    void a_line_longer_than_64_mb_is_counted_and_kept() throws Exception {
        between(out -> longLine(out, LINE_BYTES_MAX + (3 << 20)));
        sync();
        assertThat(household.ask("gaps").elements().getFirst().at("evidence").text())
                .contains((LINE_BYTES_MAX + (3 << 20)) + " bytes", "at most " + LINE_BYTES_MAX + " are read");
        assertThat(counter("unreadable.too_long")).isEqualTo(1);
        assertWhole(2);
    }

    @Test
    void a_line_of_64_mb_of_the_smallest_values_does_not_take_the_memory() throws Exception {
        between(out -> {
            out.write('[');
            fill(out, "1,", LINE_BYTES_MAX - 2);
            out.write('1');
        });
        sync();
        assertThat(counter("unreadable.not_json") + counter("unreadable.too_long"))
                .isEqualTo(1);
        assertWhole(2);
    }

    @Test
    void a_hundred_thousand_levels_are_counted_and_kept() throws Exception {
        between(out -> {
            fill(out, "[", 100_000);
            fill(out, "]", 100_000);
        });
        between(out -> fill(out, "{\"a\":", 500_000));
        sync();
        assertThat(counter("unreadable.not_json") + counter("unreadable.too_deep"))
                .isEqualTo(2);
        assertWhole(2);
    }

    @Test
    void bytes_that_are_no_text_are_counted_and_kept() throws Exception {
        between(out -> out.write(new byte[100_000]));
        between(out -> {
            var noise = new byte[10_000];
            new Random(5).nextBytes(noise);
            for (int i = 0; i < noise.length; i++) if (noise[i] == '\n') noise[i] = 0;
            out.write(noise);
        });
        sync();
        assertThat(counter("unreadable.not_json")).isEqualTo(2);
        assertWhole(2);
    }

    @Test
    void a_text_that_is_no_utf_8_is_read_as_far_as_it_goes() throws Exception {
        var around = aroundText(SESSION, 3);
        between(out -> {
            out.write(around[0]);
            out.write(utf8("strange "));
            out.write(new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xF0, (byte) 0x9F, (byte) 0xFF});
            out.write(utf8(" words"));
            out.write(around[1]);
        });
        sync();
        assertWhole(3);
        assertThat(household.ask("search", "words").elements()).hasSize(1);
    }

    @Test
    void a_field_of_more_than_a_mebibyte_is_cut_and_tells_its_length() throws Exception {
        int length = (1 << 20) + 1;
        var around = aroundText(SESSION, 3);
        between(out -> {
            out.write(around[0]);
            fill(out, "y", length);
            out.write(around[1]);
        });
        sync();
        assertWhole(3);
        var text = household.ask("show", SESSION).at("events").elements().stream()
                .filter(event -> event.at("fields", "textLength").value() != null)
                .findFirst()
                .orElseThrow();
        assertThat(text.at("fields", "textLength", "value").number()).isEqualTo(length);
        assertThat(text.at("fields", "text", "value").text()).hasSize(1 << 20);
    }

    private static byte[] packed() {
        var text = new StringBuilder();
        text.append(record("session_meta", "\"id\":\"" + THREAD + "\",\"cli_version\":\"0.169.0\",\"cwd\":\"/p\""));
        for (int turn = 0; turn < 500; turn++)
            text.append(record("event_msg", "\"type\":\"task_started\",\"turn_id\":\"t" + turn + "\""))
                    .append(record(
                            "token_usage_record",
                            "\"turn_id\":\"t" + turn + "\",\"response_id\":\"r" + turn
                                    + "\",\"usage\":{\"input_tokens\":" + "5,\"output_tokens\":1}"));
        return Zstd.compress(utf8(text.toString()));
    }

    private static String record(String type, String payload) {
        return "{\"timestamp\":\"2026-11-20T21:40:25.753Z\",\"type\":\"" + type + "\",\"payload\":{" + payload + "}}\n";
    }

    private Path rollout() throws IOException {
        var day = household.home().resolve(".codex/sessions/2026/11/20");
        Files.createDirectories(day);
        return day.resolve("rollout-2026-11-20T21-40-25-" + THREAD + ".jsonl.zst");
    }

    private long codexOutput() {
        return household
                .ask("usage")
                .at("agents", "codex", "total", "outputTokens")
                .number();
    }

    @Test
    void a_truncated_zst_gives_what_it_holds_and_the_rest_when_it_is_replaced() throws Exception {
        var packed = packed();
        Files.write(rollout(), Arrays.copyOf(packed, packed.length - 20));
        replacedByAGoodOne(packed, () -> assertThat(codexOutput()).isBetween(1L, 499L));
    }

    @Test
    void a_zst_that_is_garbage_is_counted_and_read_when_it_is_replaced() throws Exception {
        var noise = new byte[5_000];
        new Random(11).nextBytes(noise);
        Files.write(rollout(), noise);
        replacedByAGoodOne(packed(), this::assertCounted);
    }

    @Test
    void a_zst_damaged_in_its_middle_is_counted_and_read_when_it_is_replaced() throws Exception {
        var damaged = packed();
        for (int i = damaged.length / 2; i < damaged.length / 2 + 20; i++) damaged[i] ^= 0x5A;
        Files.write(rollout(), damaged);
        replacedByAGoodOne(packed(), this::assertCounted);
    }

    private void assertCounted() {
        assertThat(counter("unreadable.damaged")).isPositive();
    }

    /// The damaged file holds nothing up, its bytes are kept, and a good one in its place is read whole.
    private void replacedByAGoodOne(byte[] good, ThrowingRunnable before) throws Exception {
        var damaged = folder.resolve("damaged");
        Files.copy(rollout(), damaged);
        household.append(SESSION, answer(SESSION, 2, "after"));
        try (var daemon = household.up()) {
            await().atMost(PATIENCE).untilAsserted(before);
            assertThat(session(SESSION).at("messages").number()).isEqualTo(2);
            assertThat(household.ask("status").at("captureMode").text()).isEqualTo("OTEL_ONLY");
            var fresh = Files.write(folder.resolve("fresh"), good);
            Files.move(fresh, rollout(), StandardCopyOption.ATOMIC_MOVE);
            await().atMost(PATIENCE).until(() -> codexOutput() == 500);
            assertThat(daemon.terminate()).isZero();
        }
        assertWhole(2);
        var name = "2026/11/20/" + rollout().getFileName();
        restores(THREAD, name, rollout());
        var first = folder.resolve("first");
        assertThat(household
                        .run("restore", THREAD, "--to", first.toString(), "--generation", "1")
                        .code())
                .isZero();
        assertThat(first.resolve(name)).hasSameBinaryContentAs(damaged);
    }
}
