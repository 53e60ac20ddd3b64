package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpHeaderNames;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A request of our own that goes the way of all others, now and then, so that whether they reach the store
/// is measured and not believed. It shows a nonce that only this start knows, so that no foreign listener
/// and no foreign client can pass for it.
///
/// Decides only: who sends it, and what time it is, is given. Safe for use by many threads.
final class Canary {
    /// Time from one to the next.
    static final Duration EVERY = Duration.ofSeconds(30);

    /// One that has not arrived after this is overdue.
    static final Duration LATE = Duration.ofSeconds(35);

    static final AsciiString HEADER = HttpHeaderNames.of("x-twinlog-canary");
    static final String SERVICE_NAME = "twinlog-canary";
    private static final int NONCE_BYTES = 16;
    private static final long NONE = -1;

    private final String nonce;
    private CanaryState state = new CanaryState.Unknown();
    private boolean due = true;
    private boolean sending;
    private long lastSent;
    /// When the oldest was sent that has not arrived; null when all have.
    private @Nullable Long owedSince;

    private long position = NONE;
    private String trouble = "it was not sent";

    /// @param random must not be foreseeable
    Canary(RandomGenerator random) {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        nonce = HexFormat.of().formatHex(bytes);
    }

    String nonce() {
        return nonce;
    }

    /// Whether this is the nonce of this start. Takes the same time however much of it is right.
    boolean isOwn(String shown) {
        return MessageDigest.isEqual(nonce.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// One log record, as JSON.
    byte[] body(long at) {
        var body =
                "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\""
                        + SERVICE_NAME
                        + "\"}}]},\"scopeLogs\":[{\"scope\":{\"name\":\"twinlog\"},\"logRecords\":[{\"timeUnixNano\":\""
                        + at + "000000\",\"attributes\":[{\"key\":\"twinlog.nonce\",\"value\":{\"stringValue\":\""
                        + nonce
                        + "\"}}]}]}]}]}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether one is to be sent now; if so, {@link #answered} must follow.
    ///
    /// @param tick monotonic, nanoseconds
    synchronized boolean begin(long tick) {
        if (sending || position != NONE || !due && tick - lastSent < EVERY.toNanos()) return false;
        sending = true;
        due = false;
        lastSent = tick;
        if (owedSince == null) owedSince = tick;
        return true;
    }

    /// How the request ended.
    ///
    /// @param problem null when it was acknowledged
    synchronized void answered(@Nullable String problem) {
        sending = false;
        if (problem != null) trouble = problem;
    }

    /// The next one goes at once, since something has changed for the better.
    synchronized void hurry() {
        due = true;
    }

    /// It lies in the journal at this position.
    synchronized void sent(long at) {
        position = at;
        trouble = "it is in the journal, but the store is not settled up to it";
    }

    /// Looks whether it has arrived.
    ///
    /// @param settled journal position up to which the store is settled
    /// @param tick    monotonic, nanoseconds
    /// @param now     epoch milliseconds
    synchronized void look(long settled, long tick, long now) {
        if (position != NONE && settled > position) arrived(now);
        else if (owedSince != null && tick - owedSince >= LATE.toNanos()) failing(now);
    }

    private void arrived(long now) {
        position = NONE;
        owedSince = null;
        if (!(state instanceof CanaryState.Working)) state = new CanaryState.Working(now);
    }

    private void failing(long now) {
        long since = state instanceof CanaryState.Failing before ? before.since() : now;
        state = new CanaryState.Failing(since, trouble);
    }

    synchronized CanaryState state() {
        return state;
    }
}
