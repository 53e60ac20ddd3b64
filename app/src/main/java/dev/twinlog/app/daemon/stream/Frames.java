package dev.twinlog.app.daemon.stream;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Control;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.Heard;
import dev.twinlog.readers.codex.stream.HeardFrame;
import dev.twinlog.readers.codex.stream.StreamReader;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Records of the journal as the reader of the stream takes them: frames, and the facts that tell that a generation is
/// over.
public final class Frames {
    /// A generation has begun: those before are over.
    public static final String STARTED = "sidecar_started";
    /// A generation is over.
    public static final String ENDED = "sidecar_ended";

    private static final String GENERATION = "generation";

    private Frames() {}

    /// Has a record read, if it is a frame or tells that a generation is over.
    ///
    /// @throws CorruptRecordException when it is damaged
    public static void read(JournalRecord record, StreamReader reader, StreamReader.Needed needed, Consumer<Heard> out)
            throws CorruptRecordException {
        switch (record.kind()) {
            case STREAM -> reader.frame(heard(record), needed, out);
            case CONTROL -> {
                var over = over(Control.decode(record.payload()));
                if (over.isPresent()) reader.over(over.getAsLong(), needed, out);
            }
            case TRANSCRIPT, OTLP_LOGS, OTLP_TRACES, OTLP_METRICS -> {}
        }
    }

    private static HeardFrame heard(JournalRecord record) throws CorruptRecordException {
        var frame = StreamFrame.decode(record.payload());
        return new HeardFrame(frame.generation(), frame.number(), frame.at(), record.position(), frame.json());
    }

    /// The generation that a fact tells to be over, and with it all before. A start of Twinlog ends all that there was.
    public static OptionalLong over(Control fact) {
        if (fact.type().equals(Controls.STARTED)) return OptionalLong.of(Long.MAX_VALUE);
        boolean started = fact.type().equals(STARTED);
        if (!started && !fact.type().equals(ENDED)) return OptionalLong.empty();
        try {
            long generation = Long.parseLong(fact.values().getOrDefault(GENERATION, ""));
            return OptionalLong.of(started ? generation - 1 : generation);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
