package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.app.daemon.stream.Frames;
import dev.twinlog.app.daemon.stream.StreamDesk;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.codex.stream.HeardFrame;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Journal, settler and store as the daemon joins them, fed with pieces of files by hand. The settler can
/// be started anew at any time, as after a crash.
final class Pipeline implements AutoCloseable {
    private final SegmentedJournal journal;
    private final EmbeddedStore store;
    private Settler settler;

    Pipeline(Path folder) throws IOException {
        journal = SegmentedJournal.open(folder.resolve("journal"), JournalLimits.DEFAULT);
        store = EmbeddedStore.openWithoutSearch(folder.resolve("store"));
        settler = started();
    }

    private Settler started() {
        return new Settler(store, journal, AgentReaders::of);
    }

    /// A file of an agent, whole.
    ///
    /// @param path under the agent's root
    record Source(Agent agent, String path, byte[] bytes) {
        private FileId id() {
            int first = Math.min(bytes.length, FileId.GENERATION_BYTES_MAX);
            return new FileId(agent, "/" + agent.wire(), path, 1, Hash64.of(path), Hash64.of(bytes, 0, first), first);
        }
    }

    /// Journals a piece of a file, as the source does when it finds new bytes.
    void piece(Source file, int from, int to) throws IOException {
        var chunk = new FileChunk(file.id(), from, Arrays.copyOfRange(file.bytes(), from, to), 0);
        journal.append(RecordClass.TRANSCRIPT, chunk.encode());
    }

    /// Journals a frame, as the source of the stream does when it hears one.
    void frame(HeardFrame frame) throws IOException {
        var link = StreamFrame.Link.ATTACH;
        journal.append(
                RecordClass.STREAM,
                new StreamFrame(frame.generation(), frame.number(), frame.at(), link, frame.json()).encode());
    }

    /// Journals that a generation of the stream is over.
    void over(long generation) throws IOException {
        var values = Map.of("generation", Long.toString(generation), "link", "attach");
        journal.append(RecordClass.CONTROL, Controls.of(Frames.ENDED, 0, values).encode());
    }

    /// Journals that Twinlog was started.
    void begun() throws IOException {
        journal.append(
                RecordClass.CONTROL, Controls.of(Controls.STARTED, 0, Map.of()).encode());
    }

    /// Takes what was journaled, without a commit.
    void take() throws IOException {
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null; record = cursor.next()) settler.take(record);
        }
    }

    /// Takes what was journaled, and fails when it is to be committed: only what is noted before the commit is kept.
    void settleInVain() throws IOException {
        var stream = new StreamDesk(
                store,
                journal,
                () -> AgentReaders.of(ReadingCounter.NONE).stream().get());
        try (var cursor = journal.cursor(store.position())) {
            for (var record = cursor.next(); record != null; record = cursor.next())
                if (record.kind() == RecordClass.STREAM || record.kind() == RecordClass.CONTROL)
                    stream.take(record, bytes -> {});
        }
        stream.beforeCommit();
        restart();
    }

    /// Takes what was journaled and commits it.
    void settle() throws IOException {
        take();
        settler.commit();
    }

    /// Lets go of all raw bytes, as far as the store knows them.
    void expire() {
        store.files().forEach(store::expire);
    }

    /// Forgets all that is not committed, and goes on from there.
    void restart() {
        settler = started();
    }

    Journal journal() {
        return journal;
    }

    StoreReader store() {
        return store.reader();
    }

    List<Store.StoredEvent> events(SessionId session) {
        return store.events(session);
    }

    SortedMap<String, Long> counters() {
        return new TreeMap<>(store.counters());
    }

    SortedMap<SessionId, String> digests() {
        var digests = new TreeMap<SessionId, String>();
        for (var session : store().sessions(StoreReader.SessionFilter.ALL)) {
            var narrative = store().narrative(session.id()).orElseThrow();
            digests.put(session.id(), Hash64.of(NarrativeDigests.of(session.id(), narrative)) + " " + session);
        }
        return digests;
    }

    @Override
    public void close() throws IOException {
        store.close();
        journal.close();
    }
}
