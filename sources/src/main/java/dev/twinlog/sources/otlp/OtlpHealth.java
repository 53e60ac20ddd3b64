package dev.twinlog.sources.otlp;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the receiver is, at one moment.
///
/// @param http        the port of OTLP over HTTP
/// @param grpc        the port of OTLP over gRPC
/// @param canary      whether what is sent to the HTTP door reaches the store
/// @param waiting     requests that wait for the journal
/// @param bodyBytes   memory that bodies take, bytes
/// @param factsLost   facts about doors that the journal did not take in time
public record OtlpHealth(
        DoorHealth http, DoorHealth grpc, CanaryState canary, int waiting, long bodyBytes, long factsLost) {
    /// How a door is.
    public enum State {
        /// Not opened yet.
        STARTING,
        LISTENING,
        /// Another process listens on the port; it is tried again each five seconds.
        PORT_TAKEN,
        /// The port cannot be used for another reason; it is tried again each five seconds.
        UNUSABLE,
        CLOSED
    }

    /// One door.
    ///
    /// @param port    that it listens on, or would; 0 as long as any free one is wanted and none was found
    /// @param problem what keeps it from listening, and what to do; null when nothing does
    /// @param holder  who has the port, when that is known
    /// @param connections open now
    /// @param connectionsRefused  since there were too many
    /// @param connectionsTimedOut since no whole request head came in time, or
    ///                           requests went on long after the last answer it could have; each once
    public record DoorHealth(
            State state,
            int port,
            @Nullable String problem,
            @Nullable PortHolder holder,
            Counts counts,
            int connections,
            long connectionsRefused,
            long connectionsTimedOut) {}

    /// What came of requests since the start, without the canary's.
    ///
    /// @param requests that were acknowledged
    /// @param records  log records, spans and metric points in them
    /// @param bytes    of their bodies, inflated
    /// @param refused  requests by reason: `malformed`, `too_large`, `unauthenticated`, `overloaded`,
    ///                 `closed`, …
    /// @param held     requests that had to wait for room or for the journal
    /// @param partial  acknowledged requests of which some records were refused
    /// @param lastAcknowledged when the last was, epoch milliseconds; 0 when none was
    public record Counts(
            long requests,
            long records,
            long bytes,
            SortedMap<String, Long> refused,
            long held,
            long partial,
            long lastAcknowledged) {
        public Counts {
            refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        }

        /// Requests that were refused, for whatever reason.
        public long refusedInAll() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
