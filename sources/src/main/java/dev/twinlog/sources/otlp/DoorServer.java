package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One door: listens on its port, and when somebody else does, says who, and tries again. One thread at a
/// time may use it; its health may be asked by all.
final class DoorServer {
    private static final Logger LOG = LoggerFactory.getLogger(DoorServer.class);

    private static final int RECEIVE_BYTES_MIN = 512;
    private static final int RECEIVE_BYTES = 4 * 1024;

    private final Door door;
    private final int wantedPort;
    private final Lobby lobby;
    private final Untold untold;
    private final QuietLoops loops;
    private final DoorCounts counts = new DoorCounts();
    private final ConnectionWatch connections;
    private volatile Standing standing;
    private @Nullable Server server;

    private record Standing(
            OtlpHealth.State state,
            int port,
            @Nullable String problem,
            @Nullable PortHolder holder) {}

    /// @param loops serve its connections; whoever gives them ends them
    DoorServer(Door door, int wantedPort, Lobby lobby, Untold untold, QuietLoops loops) {
        this.door = door;
        this.wantedPort = wantedPort;
        this.lobby = lobby;
        this.untold = untold;
        this.loops = loops;
        this.connections =
                new ConnectionWatch(lobby.limits().connections(), lobby.limits().head());
        this.standing = new Standing(OtlpHealth.State.STARTING, wantedPort, null, null);
    }

    /// Tries to listen, unless it does. Whether it could is told by its state.
    void open() {
        if (isListening()) return;
        try {
            probe();
            listen();
        } catch (BindException e) {
            taken(e);
        } catch (IOException | RuntimeException e) {
            var problem = "port " + wantedPort + " cannot be used ("
                    + rootCause(e).getMessage() + "): set " + door.setting() + " to another one";
            stuck(new Standing(OtlpHealth.State.UNUSABLE, wantedPort, problem, null));
        }
    }

    /// Costs less than a server that does not come to listen.
    private void probe() throws IOException {
        if (wantedPort != 0) new ServerSocket(wantedPort, 1, InetAddress.ofLiteral("127.0.0.1")).close();
    }

    private void listen() throws IOException {
        var made = server();
        try {
            made.start().join();
        } catch (CompletionException e) {
            made.close();
            if (rootCause(e) instanceof BindException taken) throw taken;
            throw e;
        }
        server = made;
        standing = new Standing(OtlpHealth.State.LISTENING, made.activeLocalPort(), null, null);
        LOG.info("OTLP {} listens on port {}", door.wire(), standing.port);
        tell("otlp_up", Map.of());
    }

    private static Throwable rootCause(Throwable from) {
        var cause = from;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause;
    }

    private void taken(BindException e) {
        var holder = PortHolder.of(wantedPort).orElse(null);
        boolean used = String.valueOf(e.getMessage()).contains("in use");
        var what = used
                ? "is taken by " + (holder == null ? "another process" : holder)
                : "cannot be used (" + e.getMessage() + ")";
        var problem = "port " + wantedPort + " " + what + ": end it, or set " + door.setting()
                + " and run `twinlog setup apply` again";
        stuck(new Standing(
                used ? OtlpHealth.State.PORT_TAKEN : OtlpHealth.State.UNUSABLE, wantedPort, problem, holder));
    }

    /// Told when it becomes so, not at each try.
    private void stuck(Standing now) {
        var before = standing;
        standing = now;
        if (before.state == now.state) return;
        LOG.warn("OTLP {}: {}", door.wire(), now.problem);
        tell("otlp_down", Map.of("reason", now.state == OtlpHealth.State.PORT_TAKEN ? "port_taken" : "unusable"));
    }

    private void tell(String type, Map<String, String> more) {
        var values = new java.util.TreeMap<>(more);
        values.put("door", door.wire());
        values.put("port", Integer.toString(standing.port));
        untold.add(type, lobby.clock().millis(), values);
    }

    private Server server() {
        var limits = lobby.limits();
        return Server.builder()
                .localPort(wantedPort, SessionProtocol.HTTP)
                .serviceUnder("/", new Reception(door, counts, lobby))
                .errorHandler(new BadHeads(counts))
                .maxRequestLength(0)
                .http1MaxInitialLineLength(OtlpLimits.REQUEST_LINE_BYTES_MAX)
                .http1MaxHeaderSize(OtlpLimits.HEADER_BYTES_MAX)
                .http1MaxChunkSize(OtlpLimits.PIECE_BYTES)
                .http2MaxHeaderListSize(OtlpLimits.HEADER_BYTES_MAX)
                .http2MaxStreamsPerConnection(OtlpLimits.STREAMS_MAX)
                .http2MaxResetFramesPerWindow(
                        OtlpLimits.RESETS_MAX, Math.toIntExact(OtlpLimits.RESETS_WITHIN.toSeconds()))
                .http2InitialConnectionWindowSize(OtlpLimits.WINDOW_BYTES)
                .http2InitialStreamWindowSize(OtlpLimits.WINDOW_BYTES)
                .idleTimeout(limits.idle(), false)
                .requestTimeout(OtlpLimits.REQUEST)
                .connectionDrainDuration(Duration.ZERO)
                .childChannelPipelineCustomizer(this::watch)
                .workerGroup(loops, false)
                .bossGroupFactory(_ -> QuietLoops.accepting("otlp-accept-" + door.wire(), OtlpLimits.GRACE))
                .gracefulShutdownTimeout(Duration.ZERO, OtlpLimits.GRACE)
                .disableServerHeader()
                .disableDateHeader()
                .build();
    }

    private void watch(ChannelPipeline pipeline) {
        pipeline.channel()
                .config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(RECEIVE_BYTES_MIN, RECEIVE_BYTES, OtlpLimits.PIECE_BYTES));
        pipeline.addFirst(connections);
    }

    boolean isListening() {
        return standing.state == OtlpHealth.State.LISTENING;
    }

    /// The port that it listens on.
    int port() {
        return standing.port;
    }

    /// Closes connections that keep us waiting for a request.
    void sweep() {
        connections.sweep();
    }

    OtlpStanding.Door standing() {
        var now = standing;
        return new OtlpStanding.Door(now.state, now.problem);
    }

    /// Of bodies that were acknowledged.
    long bytes() {
        return counts.bytes();
    }

    OtlpHealth.DoorHealth health() {
        var now = standing;
        return new OtlpHealth.DoorHealth(
                now.state,
                now.port,
                now.problem,
                now.holder,
                counts.snapshot(),
                connections.open(),
                connections.refused(),
                connections.timedOut());
    }

    /// Takes no more requests, and gives those under way a moment. No answer is lost that was promised.
    void close() {
        var running = server;
        if (running != null) {
            running.stop().join();
            tell("otlp_down", Map.of("reason", "stopped"));
        }
        server = null;
        standing = new Standing(OtlpHealth.State.CLOSED, standing.port, null, null);
    }
}
