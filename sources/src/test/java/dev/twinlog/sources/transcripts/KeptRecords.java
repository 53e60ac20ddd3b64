package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A sink that keeps everything in memory, refuses when told to, and restores files from their pieces.
final class KeptRecords implements ChunkSink {
    private final List<FileChunk> chunks = new ArrayList<>();
    private final List<Control> facts = new ArrayList<>();
    private long end;
    private volatile long pauseNanos;
    private @Nullable String refusal;
    private int acceptMore = Integer.MAX_VALUE;

    /// Lets each piece take this long.
    void slowedBy(Duration pause) {
        pauseNanos = pause.toNanos();
    }

    @Override
    public long append(FileChunk chunk) throws IOException {
        if (pauseNanos > 0) LockSupport.parkNanos(pauseNanos);
        return keep(chunk);
    }

    private synchronized long keep(FileChunk chunk) throws IOException {
        refuse();
        chunks.add(chunk);
        return end++;
    }

    @Override
    public synchronized long append(Control fact) throws IOException {
        refuse();
        facts.add(fact);
        return end++;
    }

    private void refuse() throws IOException {
        if (refusal != null && acceptMore-- <= 0) throw new IOException(refusal);
    }

    synchronized void refuse(String reason, int afterMore) {
        refusal = reason;
        acceptMore = afterMore;
    }

    synchronized void accept() {
        refusal = null;
    }

    @Override
    public synchronized long end() {
        return end;
    }

    synchronized List<FileChunk> chunks() {
        return List.copyOf(chunks);
    }

    synchronized List<FileChunk> chunks(String path) {
        return chunks.stream().filter(one -> one.file().path().equals(path)).toList();
    }

    synchronized List<Control> facts(String type) {
        return facts.stream().filter(one -> one.type().equals(type)).toList();
    }

    /// The generations of a path, oldest first.
    List<FileId> generations(String path) {
        return chunks(path).stream().map(FileChunk::file).distinct().toList();
    }

    /// The newest generation of a path, put together from its pieces by offset; a hole or a piece that
    /// disagrees with another fails.
    byte[] restored(String path) {
        return restored(generations(path).getLast());
    }

    byte[] restored(FileId id) {
        var whole = new ByteArrayOutputStream();
        for (var chunk : chunks(id.path())) {
            if (!chunk.file().equals(id)) continue;
            if (chunk.offset() > whole.size()) throw new AssertionError("a hole before " + chunk.offset());
            if (chunk.offset() < whole.size()) throw new AssertionError("a repeat at " + chunk.offset());
            whole.writeBytes(chunk.bytes());
        }
        return whole.toByteArray();
    }

    String text(String path) {
        return new String(restored(path), StandardCharsets.UTF_8);
    }

    /// What a later start is told of it.
    List<Captured> captured(long readAt) {
        var sums = new LinkedHashMap<FileId, Long>();
        for (var chunk : chunks()) sums.put(chunk.file(), chunk.offset() + chunk.bytes().length);
        var gone = facts(Capture.FILE_VANISHED).stream()
                .map(fact -> fact.values().get("generation"))
                .toList();
        return sums.entrySet().stream()
                .map(one -> new Captured(
                        one.getKey(),
                        one.getValue(),
                        gone.contains(Long.toString(one.getKey().generation())),
                        readAt))
                .toList();
    }
}
