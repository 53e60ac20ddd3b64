package dev.twinlog.app.daemon;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.setup.SettingKeys;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.sources.transcripts.SourceHealth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What capture mode is worked out from: measured, never assumed.
///
/// @param storeFailing why the store does not commit, or null
/// @param belowFloor   whether the disk is below its floor
/// @param ingestOn     whether capturing is switched on
/// @param silent       why transcripts are not heard yet or no more, or null when they are
/// @param health       how well the transcripts are heard, or null when nobody hears them
/// @param otlp         how well telemetry is heard, or null where its doors are not opened
/// @param sidecar      how the live stream is heard, or null where nobody listens to it
record CaptureFacts(
        @Nullable String storeFailing,
        boolean belowFloor,
        boolean ingestOn,
        @Nullable String silent,
        @Nullable SourceHealth health,
        @Nullable OtlpWitness otlp,
        @Nullable SidecarHealth sidecar) {
    /// Without a live stream.
    CaptureFacts(
            @Nullable String storeFailing,
            boolean belowFloor,
            boolean ingestOn,
            @Nullable String silent,
            @Nullable SourceHealth health,
            @Nullable OtlpWitness otlp) {
        this(storeFailing, belowFloor, ingestOn, silent, health, otlp, null);
    }

    private static final String DISK_FLOOR = "disk_floor";
    private static final String INGEST_OFF = "ingest_off";
    /// Of a witness that is not measured yet, which is nothing wrong.
    private static final String STARTING = "starting";

    /// Why the transcripts are not heard as they should be, or null. A gate that is shut has a reason of its own.
    @Nullable
    String transcriptReason() {
        if (silent != null) return silent;
        if (health == null) return "not_running";
        if (!ingestOn) return INGEST_OFF;
        if (belowFloor) return DISK_FLOOR;
        for (var root : health.roots())
            if (root.state() == SourceHealth.RootState.UNREADABLE)
                return "unreadable: " + root.path() + " (" + root.reason() + ")";
        var heldBack = health.heldBack();
        if (heldBack != null) return heldBack.equals(SourceHealth.GATE_SHUT) ? null : "held_back: " + heldBack;
        if (!health.advancing()) return "not_advancing: " + health.lagBytes() + " bytes wait";
        return null;
    }

    /// Why the gate is shut and what opens it, or null when it is open.
    @Nullable
    String gateShut() {
        if (!ingestOn) {
            return SettingKeys.AUTO_INGEST.key()
                    + " is false, so that nothing is captured: set it to true in config.toml, or start again with another "
                    + SettingKeys.AUTO_INGEST.variable() + ", which goes before the file";
        }
        return belowFloor ? "the disk has less free space than " + SettingKeys.DISK_FLOOR.key() + ": make room" : null;
    }

    /// Why telemetry is not heard as it should be, or null. A gate that is shut has a reason of its own.
    @Nullable
    String otlpReason() {
        if (otlp == null) return null;
        if (!ingestOn) return INGEST_OFF;
        if (belowFloor) return DISK_FLOOR;
        return otlp.reason();
    }

    boolean otlpWorks() {
        return otlp != null && ingestOn && !belowFloor && otlp.works();
    }

    /// In a word why nothing is kept, or null when it is.
    @Nullable
    String shut() {
        return shut(ingestOn, belowFloor);
    }

    /// In a word why nothing is kept, or null when it is.
    static @Nullable String shut(boolean ingestOn, boolean belowFloor) {
        if (!ingestOn) return INGEST_OFF;
        return belowFloor ? DISK_FLOOR : null;
    }

    boolean transcriptWorks() {
        return transcriptReason() == null;
    }

    /// Why the baseline is down, or what is wrong while it is up.
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (storeFailing != null) reasons.add("store: " + storeFailing);
        if (belowFloor) reasons.add(DISK_FLOOR);
        if (!ingestOn) reasons.add(INGEST_OFF);
        var transcript = transcriptReason();
        if (transcript != null && !reasons.contains(transcript)) reasons.add("transcript: " + transcript);
        var telemetry = otlpReason();
        if (telemetry != null && !reasons.contains(telemetry) && !telemetry.equals(STARTING))
            reasons.add("otlp: " + telemetry);
        var stream = streamReason();
        if (stream != null) reasons.add("stream: " + stream);
        return reasons;
    }

    /// The store commits, there is room, ingest is on, and a witness works.
    boolean baselineUp() {
        return storeFailing == null && !belowFloor && ingestOn && (transcriptWorks() || otlpWorks());
    }

    CaptureMode mode() {
        return CaptureMode.of(baselineUp(), streamExpected(), sidecar != null && sidecar.gateOpen());
    }

    boolean streamExpected() {
        return sidecar != null && sidecar.expected();
    }

    /// Why the stream's gate is shut though it is expected, the word first; null when it is not.
    private @Nullable String streamReason() {
        if (sidecar == null || !sidecar.expected()) return null;
        if (!(sidecar.gate() instanceof StreamGate.Shut(var reason, var detail))) return null;
        return detail == null ? reason.wire() : reason.wire() + ": " + detail;
    }
}
