package dev.twinlog.sources.otlp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears the agents' telemetry on two ports of loopback. It opens them before there is anything to put
/// requests into, since agents drop what is refused: requests wait, and are let through by {@link #open}.
/// Safe for use by many threads.
public final class OtlpReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpReceiver.class);

    /// How often it looks around.
    private static final Duration BEAT = Duration.ofSeconds(1);

    /// How long the canary waits for its answer: longer than a request may be held.
    private static final Duration CANARY_PATIENCE = Duration.ofSeconds(15);

    private final ReceiverParts parts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Lobby lobby;
    private final Untold untold = new Untold(OtlpLimits.FACTS_MAX);
    /// Those of both doors.
    private final QuietLoops loops = QuietLoops.serving("otlp", OtlpLimits.GRACE);

    private final DoorServer http;
    private final DoorServer grpc;
    private final Object doors = new Object();
    private volatile @Nullable Downstream downstream;
    private Timer.@Nullable Running beats;
    private long lastTry;
    private boolean closed;

    private OtlpReceiver(ReceiverParts parts) {
        this.parts = parts;
        var limits = parts.limits();
        lobby = new Lobby(
                limits,
                parts.clock(),
                threads,
                parts.token(),
                new Room(limits.roomBytes(), limits.waiting()),
                new SinkGate(limits.waiting()),
                new RefusalLedger(),
                new Canary(parts.random()),
                new AtomicInteger());
        http = new DoorServer(Door.HTTP, parts.httpPort(), lobby, untold, loops);
        grpc = new DoorServer(Door.GRPC, parts.grpcPort(), lobby, untold, loops);
    }

    /// Opens both doors, or says in its health why one is not. Never fails because of a port.
    public static OtlpReceiver start(ReceiverParts parts) {
        var receiver = new OtlpReceiver(parts);
        receiver.openDoors();
        receiver.beats = parts.timer().each(BEAT, receiver::beat);
        return receiver;
    }

    private void openDoors() {
        synchronized (doors) {
            if (closed) return;
            lastTry = parts.ticks().getAsLong();
            for (var door : List.of(http, grpc)) {
                if (door.isListening()) continue;
                door.open();
                if (door.isListening()) lobby.canary().hurry();
            }
        }
    }

    /// Lets requests through, also those that wait. May be called again after {@link #shut}.
    public void open(Downstream to) {
        downstream = to;
        lobby.gate().open(to.sink());
        lobby.canary().hurry();
    }

    /// Lets no request through for now: they wait a while, and are then refused, with this reason.
    ///
    /// @param reason in a few words, as `disk floor`
    public void shut(String reason) {
        lobby.gate().shut(reason);
    }

    /// Looks around: doors that are not open, connections that keep us waiting, the canary, and what is to
    /// be told.
    void beat() {
        if (parts.ticks().getAsLong() - lastTry >= OtlpLimits.PORT_RETRY.toNanos()) openDoors();
        http.sweep();
        grpc.sweep();
        lookForCanary();
        tell();
    }

    private void lookForCanary() {
        var canary = lobby.canary();
        long tick = parts.ticks().getAsLong();
        var to = downstream;
        canary.look(to == null ? Long.MIN_VALUE : to.settled().getAsLong(), tick, millis());
        if (canary.begin(tick)) threads.execute(() -> canary.answered(sendCanary()));
    }

    private @Nullable String sendCanary() {
        if (!http.isListening())
            return "the HTTP door is not open: " + http.health().problem();
        var canary = lobby.canary();
        return CanaryPost.send(http.port(), canary.nonce(), canary.body(millis()), CANARY_PATIENCE);
    }

    private long millis() {
        return parts.clock().millis();
    }

    private void tell() {
        var to = downstream;
        if (to == null) return;
        try {
            untold.tell(to.facts());
            lobby.refusals().tell(to.facts(), millis());
        } catch (IOException e) {
            LOG.debug("facts about telemetry wait for the journal: {}", e.getMessage());
        }
    }

    /// Whether it hears, without counting anything.
    public OtlpStanding standing() {
        return new OtlpStanding(http.standing(), grpc.standing(), lobby.canary().state());
    }

    /// Bytes of bodies that were acknowledged since the start, inflated.
    public long bytes() {
        return http.bytes() + grpc.bytes();
    }

    /// How it is, with all that it counts.
    public OtlpHealth health() {
        return new OtlpHealth(
                http.health(),
                grpc.health(),
                lobby.canary().state(),
                lobby.gate().waiting(),
                lobby.room().used(),
                untold.lost());
    }

    /// Takes no more requests; those that wait are refused, those that are being kept are answered. What is
    /// to be told is told, so the journal must still be open. No thread is interrupted, since it may be in
    /// the middle of a write to disk.
    @Override
    public void close() {
        synchronized (doors) {
            if (closed) return;
            closed = true;
        }
        lobby.room().end();
        lobby.gate().end();
        http.close();
        grpc.close();
        loops.shutdownGracefully().syncUninterruptibly();
        threads.close();
        if (beats != null) beats.close();
        tell();
    }
}
