package dev.twinlog.app.daemon;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileId;
import dev.twinlog.model.Agent;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The facts about Twinlog itself that the daemon journals and reads.
final class Controls {
    /// Written by the transcript source.
    static final String FILE_VANISHED = "file_vanished";
    /// Written by the transcript source.
    static final String FILE_SHRANK = "file_shrank";
    static final String STARTED = "started";
    static final String STOPPED = "stopped";
    static final String HEARTBEAT = "heartbeat";
    static final String MODE = "mode";
    /// Written by the receiver of telemetry, as the two below.
    static final String OTLP_UP = "otlp_up";
    static final String OTLP_DOWN = "otlp_down";
    static final String OTLP_REFUSED = "otlp_refused";
    /// Something that an operator did: `act`, `by`.
    static final String OPERATOR = "operator";

    private Controls() {}

    static Control of(String type, long at, Map<String, String> values) {
        return new Control(type, at, new TreeMap<>(values));
    }

    /// The key of the file that a fact is about; empty when it names none.
    static OptionalLong file(Control control) {
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
