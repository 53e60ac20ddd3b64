package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Finding.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the capture mode of a running daemon says of itself: a baseline that is down, and why. Pure.
public final class ModeDiagnosis {
    private static final String CHECK = "capture";

    private ModeDiagnosis() {}

    /// @param status the daemon's answer to `status`, as plain maps; null: it does not answer, which is told elsewhere
    public static List<Finding> of(@Nullable Map<?, ?> status) {
        if (status == null || !(status.get("captureMode") instanceof String mode)) return List.of();
        if (!mode.equals("FAILURE"))
            return List.of(new Finding(CHECK, State.OK, mode + ": what agents write is captured", null));
        var findings = new ArrayList<Finding>();
        if (status.get("reasons") instanceof List<?> reasons)
            for (var reason : reasons) if (reason instanceof String text) add(findings, text);
        return findings.isEmpty()
                ? List.of(new Finding(CHECK, State.PROBLEM, "FAILURE: not all is captured", "look at `twinlog status`"))
                : List.copyOf(findings);
    }

    /// The stream has findings of its own, and nothing fails for want of it.
    private static void add(List<Finding> findings, String reason) {
        if (reason.startsWith("stream: ")) return;
        findings.add(new Finding(CHECK, State.PROBLEM, what(reason), next(reason)));
    }

    private static String what(String reason) {
        return switch (reason) {
            case "ingest_off" -> "capturing is switched off (ingest.auto_ingest_enabled)";
            case "disk_floor" -> "the disk has less free space than disk.floor, so nothing is kept";
            default -> "FAILURE: " + reason;
        };
    }

    private static String next(String reason) {
        if (reason.equals("ingest_off")) return "`twinlog config set ingest.auto_ingest_enabled true`";
        if (reason.equals("disk_floor")) return "free space; capturing goes on by itself then";
        if (reason.startsWith("store: ")) return "look at the daemon's terminal, and at the disk";
        return "look at `twinlog status`";
    }
}
