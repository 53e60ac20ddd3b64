package dev.twinlog.sources.otlp;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What a receiver is made of.
///
/// @param httpPort of OTLP over HTTP on loopback; 0: any free one
/// @param grpcPort of OTLP over gRPC
/// @param token    what requests must show
/// @param limits   how much is taken
/// @param clock    tells when requests come
/// @param ticks    monotonic, nanoseconds
/// @param timer    makes it look around each second
/// @param random   for the canary's nonce; must not be foreseeable
public record ReceiverParts(
        int httpPort,
        int grpcPort,
        TokenRule token,
        OtlpLimits limits,
        InstantSource clock,
        LongSupplier ticks,
        Timer timer,
        RandomGenerator random) {
    /// Those of a daemon.
    ///
    /// @param random must not be foreseeable
    public static ReceiverParts of(int httpPort, int grpcPort, TokenRule token, RandomGenerator random) {
        return new ReceiverParts(
                httpPort,
                grpcPort,
                token,
                OtlpLimits.DEFAULT,
                InstantSource.system(),
                System::nanoTime,
                Timer.waiting(),
                random);
    }
}
