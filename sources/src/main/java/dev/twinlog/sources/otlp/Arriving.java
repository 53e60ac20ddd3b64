package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// A body on its way: its connection puts pieces here, never more than were asked for, and the thread of
/// the request takes them. As long as it takes none, the client is made to wait by the connection itself.
/// What is not taken until the answer goes is let go of by the server; to cancel it earlier would make the
/// answer a failure.
final class Arriving implements Subscriber<HttpObject> {
    private sealed interface Arrival {
        record Piece(byte[] bytes) implements Arrival {}

        record End(@Nullable Throwable broken) implements Arrival {}
    }

    private static final int ASKED_AT_ONCE = OtlpLimits.PIECES_AHEAD / 2;

    /// Bounded by what is asked for: {@link OtlpLimits#PIECES_AHEAD} pieces and the end.
    private final LinkedBlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();

    private final long deadline;
    private volatile @Nullable Subscription connection;
    private volatile boolean whole;
    private long bytes;
    private int taken;

    Arriving(Duration within) {
        deadline = System.nanoTime() + within.toNanos();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        connection = subscription;
        subscription.request(OtlpLimits.PIECES_AHEAD);
    }

    @Override
    public void onNext(HttpObject object) {
        var bytes = object instanceof HttpData data ? data.array() : new byte[0];
        arrived.add(new Arrival.Piece(bytes));
    }

    @Override
    public void onError(Throwable broken) {
        arrived.add(new Arrival.End(broken));
    }

    @Override
    public void onComplete() {
        whole = true;
        arrived.add(new Arrival.End(null));
    }

    /// The next piece, waiting for it; null at the end.
    ///
    /// @throws Refused when it did not come in time, or the client went away
    byte @Nullable [] next() throws Refused, InterruptedException {
        var arrival = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        return switch (arrival) {
            case null -> throw new Refused(Reason.SLOW, "the body did not arrive in time");
            case Arrival.End(var broken)
            when broken != null -> throw new Refused(Reason.CUT_SHORT, "the body ended before its end: " + broken);
            case Arrival.End _ -> null;
            case Arrival.Piece(var piece) -> taken(piece);
        };
    }

    /// Asks for more by twos: each asking wakes the connection's thread, and short bodies need none.
    private byte[] taken(byte[] piece) {
        bytes += piece.length;
        var from = connection;
        if (from != null && !whole && ++taken == ASKED_AT_ONCE) {
            taken = 0;
            from.request(ASKED_AT_ONCE);
        }
        return piece;
    }

    /// Whether all of it has come, so that the connection can be used again.
    boolean isWhole() {
        return whole;
    }

    /// Bytes taken so far, as they were sent.
    long bytes() {
        return bytes;
    }
}
