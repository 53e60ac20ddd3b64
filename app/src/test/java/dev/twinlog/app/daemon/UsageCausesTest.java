package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.views.UsageView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Why `usage` answers at once however much was recorded (docs/decisions/0017-bench.md): counted in bytes that the
/// thread asks the system for, SQLite's own reads among them.
class UsageCausesTest {
    private static final String SESSION = "0b0b0b0b-0000-4000-8000-000000000001";
    /// Pages of 8 KiB that a new connection reads for the sums of a few days: header, schema, the sums themselves.
    private static final long PAGES_MAX = 8;
    private static final long PAGE_BYTES = 8192;
    /// The deeper tree of a larger file.
    private static final long MORE_PAGES_MAX = 2;

    @TempDir
    Path base;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells what one thread read")
    void usage_reads_as_few_pages_of_a_hundred_times_as_many_events() throws Exception {
        bytesReadFor(1); // loads the classes, whose bytes come from jars
        long little = bytesReadFor(60);
        long much = bytesReadFor(6_000);
        System.out.printf("bytes read for usage of 60 answers: %,d; of 6,000: %,d%n", little, much);
        assertThat(little).isPositive().isLessThanOrEqualTo(PAGES_MAX * PAGE_BYTES);
        assertThat(much).isLessThanOrEqualTo(little + MORE_PAGES_MAX * PAGE_BYTES);
    }

    private static final Prices NO_PRICES = new Prices(new PriceTable(LocalDate.EPOCH, "none", List.of()), null);

    private long bytesReadFor(int answers) throws IOException {
        var folder = base.resolve("of" + answers);
        try (var pipeline = new Pipeline(folder)) {
            var bytes = transcript(answers);
            var file = new Pipeline.Source(Agent.CLAUDE, "-work/" + SESSION + ".jsonl", bytes);
            pipeline.piece(file, 0, bytes.length);
            pipeline.settle();
        }
        try (var reader = EmbeddedStore.openToRead(folder.resolve("store"))) {
            long before = bytesReadByThisThread();
            var usage = UsageView.daily(reader, ZoneOffset.UTC, NO_PRICES, 0);
            long read = bytesReadByThisThread() - before;
            assertThat(usage.toJson()).contains("\"outputTokens\":" + 10L * answers + ",");
            return read;
        }
    }

    private static long bytesReadByThisThread() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/thread-self/io"))) {
            return lines.filter(line -> line.startsWith("rchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                    .sum();
        }
    }

    /// Answers within ten minutes, so that their sums are as few however many they are.
    private static byte[] transcript(int answers) {
        var lines = new StringBuilder();
        for (int i = 0; i < answers; i++)
            lines.append("""
                    {"parentUuid":null,"isSidechain":false,"type":"assistant","uuid":"u%1$d","timestamp":"%2$s",\
                    "sessionId":"%3$s","version":"2.1.329","cwd":"/work","requestId":"req_%1$d","apiBlockIndex":0,\
                    "message":{"id":"msg_%1$d","type":"message","role":"assistant","model":"claude-opus-5-5",\
                    "content":[{"type":"text","text":"answer %1$d"}],"stop_reason":"end_turn",\
                    "usage":{"input_tokens":1,"output_tokens":10}}}
                    """.formatted(i, Instant.ofEpochMilli(1_780_300_800_000L + i * 100L), SESSION));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
