package dev.twinlog.journal;

import com.sun.management.OperatingSystemMXBean;
import dev.twinlog.model.Agent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Measures appending, forcing and reading. Arguments: a folder to work in, and optionally a folder of
/// transcripts (`.jsonl`) to take the bytes from; without one, transcript-like lines are made.
final class JournalBench {
    private static final int CHUNK_BYTES = 4 << 20;
    private static final long TOTAL_BYTES = 1L << 30;

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var chunks = args.length > 1 ? read(Path.of(args[1])) : made();
        for (int round = 1; round <= 3; round++) {
            chunks(folder.resolve("chunks" + round), chunks);
            delete(folder.resolve("chunks" + round));
        }
        for (int threads : new int[] {1, 8, 64}) {
            forced(folder.resolve("forced" + threads), threads);
            delete(folder.resolve("forced" + threads));
        }
    }

    private static List<byte[]> read(Path transcripts) throws IOException {
        var chunks = new ArrayList<byte[]>();
        var chunk = new byte[CHUNK_BYTES];
        int filled = 0;
        try (var files = Files.walk(transcripts)) {
            for (var file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".jsonl"))::iterator) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int n = in.read(chunk, filled, CHUNK_BYTES - filled);
                            n > 0;
                            n = in.read(chunk, filled, CHUNK_BYTES - filled)) {
                        filled += n;
                        if (filled < CHUNK_BYTES) continue;
                        chunks.add(chunk.clone());
                        filled = 0;
                        if (chunks.size() == 64) return chunks;
                    }
                }
            }
        }
        return chunks;
    }

    private static List<byte[]> made() {
        var random = new Random(1);
        var words = new String[4000];
        for (int i = 0; i < words.length; i++) words[i] = Long.toString(random.nextLong() >>> 30, 36);
        var chunks = new ArrayList<byte[]>();
        for (int c = 0; c < 32; c++) {
            var text = new StringBuilder(CHUNK_BYTES + 4096);
            while (text.length() < CHUNK_BYTES) line(text, random, words);
            chunks.add(Arrays.copyOf(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), CHUNK_BYTES));
        }
        return chunks;
    }

    private static void line(StringBuilder text, Random random, String[] words) {
        text.append("{\"parentUuid\":\"").append(new java.util.UUID(random.nextLong(), random.nextLong()));
        text.append(
                "\",\"isSidechain\":false,\"type\":\"assistant\",\"cwd\":\"/home/user/project\",\"version\":\"2.1\",");
        text.append("\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"");
        for (int w = random.nextInt(200); w >= 0; w--)
            text.append(words[random.nextInt(words.length)]).append(' ');
        text.append("\"}],\"usage\":{\"input_tokens\":")
                .append(random.nextInt(100000))
                .append("}}}\n");
    }

    private static void chunks(Path folder, List<byte[]> chunks) throws IOException {
        var file = new FileId(Agent.CLAUDE, "/home/user/.claude/projects", "p/session.jsonl", 1, 2, 3, 4096);
        double cpu = cpu();
        long start = System.nanoTime();
        long disk;
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT)) {
            int i = 0;
            for (long offset = 0; offset < TOTAL_BYTES; offset += CHUNK_BYTES)
                journal.append(
                        RecordClass.TRANSCRIPT,
                        new FileChunk(file, offset, chunks.get(i++ % chunks.size()), 0).encode());
            journal.force(journal.end());
            disk = journal.end();
        }
        System.out.printf(
                "append 1 GiB in 4 MiB chunks: %.2f CPU s, %.2f s wall, %d MB on disk%n",
                cpu() - cpu, seconds(start), disk >> 20);
        cpu = cpu();
        start = System.nanoTime();
        long bytes = 0;
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT);
                var cursor = journal.cursor(0)) {
            System.out.printf("open: %.1f ms%n", seconds(start) * 1000);
            for (var r = cursor.next(); r != null; r = cursor.next())
                bytes += FileChunk.decode(r.payload()).bytes().length;
        }
        System.out.printf(
                "read %d MB back from disk: %.2f CPU s, %.2f s wall%n", bytes >> 20, cpu() - cpu, seconds(start));
    }

    private static void forced(Path folder, int threads) throws Exception {
        var payload = JournalContract.noise(1, 2048);
        var delays = new ConcurrentLinkedQueue<Long>();
        double cpu = cpu();
        long start = System.nanoTime();
        long until = start + 3_000_000_000L;
        long syncs;
        try (var journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT)) {
            var running = new ArrayList<Thread>();
            for (int t = 0; t < threads; t++)
                running.add(Thread.ofPlatform().start(() -> appendAndForce(journal, payload, until, delays)));
            for (var thread : running) thread.join();
            syncs = journal.syncs();
        }
        var sorted = delays.stream().sorted(Comparator.naturalOrder()).toList();
        System.out.printf(
                "%d threads, 2 KiB + force: %.0f records/s, %.1f records per fsync, p50 %.2f ms, p99 %.2f ms, %.2f CPU s%n",
                threads,
                sorted.size() / seconds(start),
                sorted.size() / (double) syncs,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                cpu() - cpu);
    }

    private static void appendAndForce(
            Journal journal, byte[] payload, long until, ConcurrentLinkedQueue<Long> delays) {
        try {
            while (System.nanoTime() < until) {
                long start = System.nanoTime();
                journal.force(journal.append(RecordClass.OTLP_LOGS, payload) + 1);
                delays.add(System.nanoTime() - start);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
