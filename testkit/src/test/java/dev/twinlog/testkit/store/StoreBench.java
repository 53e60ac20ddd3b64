package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;

import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.UsageBy;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Measures the store and its search: `StoreBench FOLDER TEXTS EVENTS`, where TEXTS is a file of UTF-8 lines
/// to make bodies of. Prints rows, CPU seconds by thread, sizes, and times of questions.
final class StoreBench {
    private static final int EVENTS_A_COMMIT = 1000;
    private static final int EVENTS_A_SESSION = 300;
    private static final long START = 1_790_000_000_000L;
    private static final PrintStream OUT = System.out;

    private StoreBench() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var texts = texts(Path.of(arguments[1]));
        int events = Integer.parseInt(arguments[2]);
        long opened = System.nanoTime();
        try (var store = EmbeddedStore.open(folder)) {
            OUT.printf("open new %.0f ms%n", (System.nanoTime() - opened) / 1e6);
            insert(store, texts, events);
        }
        opened = System.nanoTime();
        try (var store = EmbeddedStore.open(folder)) {
            OUT.printf("open old %.0f ms%n", (System.nanoTime() - opened) / 1e6);
            OUT.println(store.reader().space());
            for (int i = 0; i < 3; i++) ask(store.reader());
        }
    }

    private static List<String> texts(Path file) throws IOException {
        var texts = new ArrayList<String>();
        var random = new Random(1);
        var text = new StringBuilder();
        int wanted = 800;
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            text.append(line).append('\n');
            if (text.length() < wanted) continue;
            texts.add(text.toString());
            text.setLength(0);
            wanted = (int) Math.min(20_000, Math.exp(6.7 + random.nextGaussian()));
        }
        return texts;
    }

    private static void insert(EmbeddedStore store, List<String> texts, int events) throws InterruptedException {
        var threads = ManagementFactory.getThreadMXBean();
        long text = 0;
        long cpu = 0;
        long wall = System.nanoTime();
        for (int from = 0; from < events; from += EVENTS_A_COMMIT) {
            var batch = batch(texts, from, Math.min(events, from + EVENTS_A_COMMIT));
            for (var event : batch.events()) text += event.body().get().length;
            long before = threads.getCurrentThreadCpuTime();
            store.commit(batch);
            cpu += threads.getCurrentThreadCpuTime() - before;
        }
        double inserted = (System.nanoTime() - wall) / 1e9;
        OUT.printf(
                "%d events, %.0f MB bodies: commits %.1f CPU s, %.0f rows/CPU s (wall with making them %.1f s)%n",
                events, text / 1e6, cpu / 1e9, events / (cpu / 1e9), inserted);
        store.search().await(store.lastEventId(), Duration.ofMinutes(10));
        double searched = cpuOf("search") / 1e9;
        OUT.printf(
                "search caught up after %.1f s wall, %.1f CPU s, %.1f MB/CPU s, %s%n",
                (System.nanoTime() - wall) / 1e9,
                searched,
                text / 1e6 / searched,
                store.search().counts());
    }

    private static long cpuOf(String name) {
        var threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals(name)) return threads.getThreadCpuTime(id);
        }
        return 0;
    }

    private static Batch batch(List<String> texts, int from, int to) {
        var batch = at(to);
        SessionId last = null;
        for (int i = from; i < to; i++) {
            var session = claude("session-" + i / EVENTS_A_SESSION);
            if (!session.equals(last))
                batch.session(
                        Batches.session(session, "/home/me/project-" + i % 12, time(i), time(i + EVENTS_A_SESSION)));
            last = session;
            batch.event(i % 3 == 0 ? request(i, session) : message(i, session, texts));
            batch.decision(session + "/message/key-" + i, "accepted")
                    .decision(session + "/message/key-" + i, "duplicate");
        }
        return batch.build();
    }

    private static long time(int event) {
        return START - 5_000L * event;
    }

    private static Batch.EventRow request(int i, SessionId session) {
        var usage = Batches.usage("model-" + i % 4, i, 2L * i);
        return Batches.request(i + 1L, session, time(i), i % 5 == 0 ? "sub" : null, true, usage);
    }

    private static Batch.EventRow message(int i, SessionId session, List<String> texts) {
        var text = texts.get(i % texts.size()) + " unique" + i + (i % 10_000 == 1 ? " zqneedle" : "");
        return Batches.event(i + 1L, session, Kind.MESSAGE, time(i), text, null, true, i + 1L, null);
    }

    private static void ask(StoreReader reader) {
        for (var query : List.of("zqneedle", "unique777", "\"the file\"", "zqneed*")) {
            var hits = new int[1];
            time("search " + query + " limit 50", () -> reader.search(SearchQuery.of(query), 50, _ -> hits[0]++));
        }
        for (var by : UsageBy.values()) time("usage by " + by, () -> reader.usage(by, Long.MIN_VALUE, Long.MAX_VALUE));
        time("sessions", () -> reader.sessions(StoreReader.SessionFilter.ALL));
        time("narrative", () -> reader.narrative(claude("session-5")));
        time("decisions", () -> reader.decisions(100));
    }

    private static void time(String what, Runnable question) {
        long before = System.nanoTime();
        question.run();
        OUT.printf("  %s: %.2f ms%n", what, (System.nanoTime() - before) / 1e6);
    }
}
