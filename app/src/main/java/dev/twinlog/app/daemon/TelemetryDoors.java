package dev.twinlog.app.daemon;

import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.otlp.Downstream;
import dev.twinlog.sources.otlp.OtlpHealth;
import dev.twinlog.sources.otlp.OtlpReceiver;
import dev.twinlog.sources.otlp.OtlpStanding;
import dev.twinlog.sources.otlp.ReceiverParts;
import dev.twinlog.sources.otlp.TokenRule;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The two ports of telemetry. They are open before there is an engine, since agents drop what is refused: requests
/// wait until {@link #join}. Safe for use by many threads.
final class TelemetryDoors implements AutoCloseable {
    private final OtlpReceiver receiver;
    private @Nullable Downstream downstream;
    private @Nullable String shutBecause = "starting";

    private TelemetryDoors(OtlpReceiver receiver) {
        this.receiver = receiver;
    }

    /// Opens them; a port that is taken is told by {@link #health} and tried again.
    static TelemetryDoors open(Settings settings, OtlpToken token) {
        var rule = new TokenRule(settings.otlpToken() == Settings.TokenWanted.REQUIRED, token::matches);
        return new TelemetryDoors(OtlpReceiver.start(
                ReceiverParts.of(settings.otlpHttpPort(), settings.otlpGrpcPort(), rule, new SecureRandom())));
    }

    /// Lets requests through to what keeps them.
    synchronized void join(Downstream to) {
        downstream = to;
        receiver.open(to);
        shutBecause = null;
    }

    /// Shuts them while nothing is to be kept, and opens them again.
    ///
    /// @param because null: open
    synchronized void shut(@Nullable String because) {
        if (downstream == null || java.util.Objects.equals(because, shutBecause)) return;
        shutBecause = because;
        if (because == null) receiver.open(downstream);
        else receiver.shut(because);
    }

    /// Whether they hear.
    OtlpStanding standing() {
        return receiver.standing();
    }

    /// Bytes that came through them since the start.
    long bytes() {
        return receiver.bytes();
    }

    /// How they are, with all that they count.
    OtlpHealth health() {
        return receiver.health();
    }

    /// The base address of a door; null when it does not listen.
    static @Nullable String address(OtlpHealth.DoorHealth door) {
        return door.state() == OtlpHealth.State.LISTENING ? "http://127.0.0.1:" + door.port() : null;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
