package dev.twinlog.app.daemon.facts;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileId;
import dev.twinlog.model.Agent;
import dev.twinlog.reconcile.chronicle.SidecarLog;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The facts about Twinlog itself that the daemon journals and reads: their types.
public final class Controls {
    /// A captured file is no longer there. Written by the transcript source.
    public static final String FILE_VANISHED = "file_vanished";
    /// A captured file became shorter. Written by the transcript source.
    public static final String FILE_SHRANK = "file_shrank";
    /// Twinlog began.
    public static final String STARTED = "started";
    /// Twinlog ended in order.
    public static final String STOPPED = "stopped";
    /// Twinlog is still there.
    public static final String HEARTBEAT = "heartbeat";
    /// The capture mode changed.
    public static final String MODE = "mode";
    /// A door of telemetry listens. Written by its receiver, as the two below.
    public static final String OTLP_UP = "otlp_up";
    /// A door of telemetry does not listen.
    public static final String OTLP_DOWN = "otlp_down";
    /// Requests of telemetry were refused.
    public static final String OTLP_REFUSED = "otlp_refused";
    /// Something that an operator did: `act`, `by`.
    public static final String OPERATOR = SidecarLog.OPERATOR;

    private Controls() {}

    /// A fact.
    ///
    /// @param at     when it was so, epoch milliseconds
    /// @param values what it tells, by name
    public static Control of(String type, long at, Map<String, String> values) {
        return new Control(type, at, new TreeMap<>(values));
    }

    /// The key of the file that a fact is about; empty when it names none.
    public static OptionalLong file(Control control) {
        var values = control.values();
        try {
            return OptionalLong.of(FileKeys.of(new FileId(
                    Agent.ofWire(values.getOrDefault("agent", "")),
                    values.getOrDefault("root", ""),
                    values.getOrDefault("path", ""),
                    Long.parseLong(values.getOrDefault("device", "")),
                    Long.parseLong(values.getOrDefault("inode", "")),
                    Long.parseLong(values.getOrDefault("generation", "")),
                    Integer.parseInt(values.getOrDefault("generationBytes", "")))));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }
}
