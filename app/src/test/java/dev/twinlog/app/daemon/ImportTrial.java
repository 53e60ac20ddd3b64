package dev.twinlog.app.daemon;

import dev.twinlog.journal.*;
import dev.twinlog.model.Agent;
import dev.twinlog.readers.*;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import dev.twinlog.store.*;
import java.nio.file.*;
import java.util.*;

final class ImportTrial {
    public static void main(String[] args) throws Exception {
        var corpus = Path.of(args[0]);
        var home = Path.of(args[1]);
        Files.createDirectories(home);
        long t0 = System.nanoTime();
        try (var journal = SegmentedJournal.open(home.resolve("journal"), JournalLimits.DEFAULT);
                var store = EmbeddedStore.open(home.resolve("store"))) {
            ReadingCounter counter = ReadingCounter.NONE;
            var settler = new Settler(
                    store,
                    journal,
                    () -> Map.of(
                            Agent.CLAUDE,
                            new ClaudeTranscriptReader(counter),
                            Agent.CODEX,
                            new CodexRolloutReader(counter)));
            var files = new ArrayList<Path[]>();
            for (var root : List.of(corpus.resolve(".claude/projects"), corpus.resolve(".codex/sessions")))
                try (var walk = Files.walk(root)) {
                    walk.filter(Files::isRegularFile).forEach(f -> files.add(new Path[] {root, f}));
                }
            files.sort(Comparator.comparing(f -> f[1].getFileName().toString()));
            var cursor = journal.cursor(0);
            long bytes = 0;
            for (var f : files) {
                var agent = f[0].toString().contains("codex") ? Agent.CODEX : Agent.CLAUDE;
                long size = Files.size(f[1]);
                try (var in = Files.newInputStream(f[1])) {
                    long offset = 0;
                    for (var piece = in.readNBytes(4 << 20); piece.length > 0; piece = in.readNBytes(4 << 20)) {
                        journal.append(
                                RecordClass.TRANSCRIPT,
                                new FileChunk(
                                                new FileId(
                                                        agent,
                                                        f[0].toString(),
                                                        f[0].relativize(f[1]).toString(),
                                                        1,
                                                        f[1].hashCode(),
                                                        7,
                                                        4096),
                                                offset,
                                                piece,
                                                0)
                                        .encode());
                        offset += piece.length;
                        bytes += piece.length;
                        for (var r = cursor.next(); r != null; r = cursor.next()) {
                            settler.take(r);
                            if (settler.isFull()) settler.commit();
                        }
                    }
                }
            }
            settler.commit();
            System.out.printf("settled %.1f MB in %.2f s%n", bytes / 1e6, (System.nanoTime() - t0) / 1e9);
            var end = store.lastEventId();
            while (store.reader().progress().searched() < end) Thread.onSpinWait();
            System.out.printf("searched after %.2f s%n", (System.nanoTime() - t0) / 1e9);
            var tm = java.lang.management.ManagementFactory.getThreadMXBean();
            for (var id : tm.getAllThreadIds()) {
                var i = tm.getThreadInfo(id);
                if (i != null && tm.getThreadCpuTime(id) > 200_000_000L)
                    System.out.printf("thread %s %.2f%n", i.getThreadName(), tm.getThreadCpuTime(id) / 1e9);
            }
            for (var g : java.lang.management.ManagementFactory.getGarbageCollectorMXBeans())
                System.out.println(g.getName() + " " + g.getCollectionCount() + " " + g.getCollectionTime() + " ms");
            System.out.println("jit "
                    + java.lang.management.ManagementFactory.getCompilationMXBean()
                            .getTotalCompilationTime() + " ms");
            System.out.println(store.counters());
            try (var reader = store.reader()) {
                System.out.println(reader.usage(StoreReader.UsageBy.AGENT, Long.MIN_VALUE, Long.MAX_VALUE));
                var sessions = reader.sessions(StoreReader.SessionFilter.ALL);
                System.out.println(sessions.size() + " sessions "
                        + sessions.stream().mapToLong(Batch.SessionRow::prompts).sum() + " prompts "
                        + sessions.stream()
                                .filter(s -> s.id().agent() == Agent.CLAUDE)
                                .mapToLong(Batch.SessionRow::messages)
                                .sum()
                        + " claude messages "
                        + sessions.stream()
                                .filter(s -> s.id().agent() == Agent.CLAUDE)
                                .mapToLong(Batch.SessionRow::toolCalls)
                                .sum()
                        + " claude tools "
                        + sessions.stream()
                                .filter(s -> s.id().agent() == Agent.CODEX)
                                .mapToLong(Batch.SessionRow::toolCalls)
                                .sum()
                        + " codex tools");
                System.out.println(reader.unknown());
                System.out.println(reader.space() + " " + journal.space());
            }
        }
        System.out.printf(
                "cpu %.2f s%n",
                ((com.sun.management.OperatingSystemMXBean)
                                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime()
                        / 1e9);
    }
}
