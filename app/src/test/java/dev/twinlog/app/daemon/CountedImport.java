package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.model.Agent;
import dev.twinlog.sources.transcripts.Progress;
import dev.twinlog.sources.transcripts.SourceLimits;
import dev.twinlog.sources.transcripts.SourceParts;
import dev.twinlog.sources.transcripts.TranscriptSource;
import dev.twinlog.sources.transcripts.WatchRoot;
import dev.twinlog.store.Batch;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.Store;
import dev.twinlog.testkit.corpus.Corpus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Source, journal, settler and store as the daemon joins them, all on the thread of the test, with what goes into the
/// store counted.
final class CountedImport implements AutoCloseable {
    final Path journalFolder;
    final Path storeFolder;
    final List<Batch> commits = new ArrayList<>();
    private final SegmentedJournal journal;
    private final EmbeddedStore store;
    private final TranscriptSource source;
    private final Settler settler;
    private long allocated;
    private int forces;

    CountedImport(Corpus corpus, Path data) throws IOException {
        journalFolder = data.resolve("journal");
        storeFolder = data.resolve("store");
        journal = SegmentedJournal.open(journalFolder, JournalLimits.DEFAULT);
        store = EmbeddedStore.openWithoutSearch(storeFolder);
        var parts = new SourceParts(
                List.of(
                        new WatchRoot(Agent.CLAUDE, corpus.claudeProjects()),
                        new WatchRoot(Agent.CODEX, corpus.codexSessions())),
                journal,
                List.of(),
                Files.createDirectories(data.resolve("private")),
                Clock.systemUTC(),
                SourceLimits.standard(),
                Progress.none(),
                () -> true);
        source = new TranscriptSource(parts);
        settler = new Settler(counting(store), counting(journal), AgentReaders::of);
    }

    private Store counting(Store real) {
        return watched(Store.class, real, (method, given) -> {
            if (method.equals("commit")) commits.add((Batch) given[0]);
        });
    }

    private Journal counting(Journal real) {
        return watched(Journal.class, real, (method, _) -> {
            if (method.equals("force")) forces++;
        });
    }

    private static <T> T watched(Class<T> type, T real, BiConsumer<String, Object[]> seen) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, given) -> {
            seen.accept(method.getName(), given);
            try {
                return method.invoke(real, given);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /// Captures and settles all that is there.
    void catchUp() throws Exception {
        source.catchUp();
        long before = allocatedHere();
        settle();
        allocated += allocatedHere() - before;
    }

    private void settle() throws IOException {
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null; record = cursor.next()) {
                settler.take(record);
                if (settler.isFull()) settler.commit();
            }
        }
        settler.commit();
    }

    private static long allocatedHere() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    /// Bytes that settling has allocated so far.
    long allocated() {
        return allocated;
    }

    /// How often settling has asked for the journal to be forced.
    int forces() {
        return forces;
    }

    @Override
    public void close() throws IOException {
        source.close();
        store.close();
        journal.close();
    }
}
