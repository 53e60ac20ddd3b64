package dev.twinlog.app.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.sources.appserver.FrameSink;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Puts frames of the live stream into the journal.
///
/// Where raw bytes are kept without secrets only, deltas are not kept at all: a secret that is cut by two of them is in
/// neither. What they add up to comes in the completed item.
final class StreamSink implements FrameSink {
    private static final JsonFactory JSON = new JsonFactory();

    private final Journal journal;
    private final boolean redacting;
    private final RawRedactor redactor = new RawRedactor(ReadingCounter.NONE);
    private final AtomicLong leftOut = new AtomicLong();

    /// @param redacting whether secrets are taken out before anything is kept
    StreamSink(Journal journal, boolean redacting) {
        this.journal = journal;
        this.redacting = redacting;
    }

    @Override
    public long append(StreamFrame frame) throws IOException {
        if (!redacting) return journal.append(RecordClass.STREAM, frame.encode());
        var json = frame.json();
        if (isDelta(json)) {
            leftOut.incrementAndGet();
            return journal.end();
        }
        var clean = new StreamFrame(
                frame.generation(), frame.number(), frame.at(), frame.link(), redactor.line(json, 0, json.length));
        return journal.append(RecordClass.STREAM, clean.encode());
    }

    /// Deltas that were not kept, since the start.
    long leftOut() {
        return leftOut.get();
    }

    /// Whether a message is a notification whose method ends with `delta`; one that cannot be read is none.
    static boolean isDelta(byte[] message) {
        try (var json = JSON.createParser(message)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return false;
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                var value = json.nextToken();
                if (name.equals("method") && value == JsonToken.VALUE_STRING)
                    return json.getText().toLowerCase(Locale.ROOT).endsWith("delta");
                json.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
