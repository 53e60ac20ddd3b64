package dev.twinlog.sources.otlp;

import dev.twinlog.journal.RecordClass;
import dev.twinlog.otlp.OtlpRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A journal of requests in memory whose disk can be made to wait, and to fail.
final class KeptRequests implements OtlpSink {
    private static final long FRAME = 100;

    record Kept(long position, RecordClass kind, byte[] payload) {
        OtlpRequest request() throws Exception {
            return OtlpRequest.decode(payload);
        }
    }

    private final List<Kept> kept = new ArrayList<>();
    private long forced;
    private volatile @Nullable CountDownLatch forceHeld;
    private volatile boolean refusesAppend;
    private volatile boolean refusesForce;

    @Override
    public synchronized long append(RecordClass kind, byte[] payload) throws IOException {
        if (refusesAppend) throw new IOException("the disk is full");
        long position = end();
        kept.add(new Kept(position, kind, payload));
        return position;
    }

    @Override
    public void force(long position) throws IOException {
        var held = forceHeld;
        try {
            if (held != null) held.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a thread that forces is never interrupted", e);
        }
        if (refusesForce) throw new IOException("the disk failed");
        synchronized (this) {
            forced = Math.max(forced, Math.min(position, end()));
        }
    }

    /// Until the latch is counted down no force returns.
    void holdForce(CountDownLatch until) {
        forceHeld = until;
    }

    void refuseAppend(boolean refuses) {
        refusesAppend = refuses;
    }

    void refuseForce(boolean refuses) {
        refusesForce = refuses;
    }

    synchronized long end() {
        return kept.size() * FRAME;
    }

    /// Whether every record that was appended is on disk.
    synchronized boolean allForced() {
        return kept.isEmpty() || kept.getLast().position < forced;
    }

    /// Without the canary's.
    synchronized List<Kept> requests() throws Exception {
        var requests = new ArrayList<Kept>();
        for (var one : kept) if (one.request().token() != OtlpRequest.Token.CANARY) requests.add(one);
        return requests;
    }

    synchronized List<Kept> all() {
        return List.copyOf(kept);
    }
}
