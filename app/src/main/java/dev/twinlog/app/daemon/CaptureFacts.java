package dev.twinlog.app.daemon;

import dev.twinlog.model.CaptureMode;
import dev.twinlog.sources.transcripts.SourceHealth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What capture mode is worked out from: measured, never assumed.
///
/// @param storeFailing why the store does not commit, or null
/// @param belowFloor   whether the disk is below its floor
/// @param ingestOn     whether capturing is switched on
/// @param health       how well the transcripts are heard, or null when nobody hears them
record CaptureFacts(
        @Nullable String storeFailing,
        boolean belowFloor,
        boolean ingestOn,
        @Nullable SourceHealth health) {

    /// Why the transcripts are not heard as they should be, or null.
    @Nullable
    String transcriptReason() {
        if (health == null) return "not_running";
        for (var root : health.roots())
            if (root.state() == SourceHealth.RootState.UNREADABLE)
                return "unreadable: " + root.path() + " (" + root.reason() + ")";
        if (health.heldBack() != null) return "held_back: " + health.heldBack();
        if (!health.advancing()) return "not_advancing: " + health.lagBytes() + " bytes wait";
        return null;
    }

    boolean transcriptWorks() {
        return transcriptReason() == null;
    }

    /// Why the baseline is down, or what is wrong while it is up.
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        if (storeFailing != null) reasons.add("store: " + storeFailing);
        if (belowFloor) reasons.add("disk_floor");
        if (!ingestOn) reasons.add("ingest_off");
        var transcript = transcriptReason();
        if (transcript != null) reasons.add("transcript: " + transcript);
        return reasons;
    }

    /// The store commits, there is room, ingest is on, and a witness works.
    boolean baselineUp() {
        return storeFailing == null && !belowFloor && ingestOn && transcriptWorks();
    }

    CaptureMode mode() {
        return CaptureMode.of(baselineUp(), false, false);
    }
}
