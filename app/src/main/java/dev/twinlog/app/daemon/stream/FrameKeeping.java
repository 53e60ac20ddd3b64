package dev.twinlog.app.daemon.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.FieldLimit;
import dev.twinlog.readers.FlowingText;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.codex.stream.StreamWords;
import dev.twinlog.readers.json.Json;
import dev.twinlog.readers.json.JsonTape;
import dev.twinlog.sources.appserver.FrameSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts frames of the stream into the journal; where raw bytes are not kept whole, without secrets. One that pieces of
/// text cut between them is found too: a piece is kept with as much of the text as is known to hold none, so of an item
/// that nothing completes the last word may be missing (docs/decisions/0026-stream-reader.md). For one thread.
public final class FrameKeeping implements FrameSink {
    /// Larger frames are left out: to take secrets out of one, it has to be in memory more than once.
    static final int FRAME_BYTES_MAX = 16 << 20;
    /// Items whose text is being taken apart at once; of more the oldest begins anew, and what was held back of it is
    /// not kept.
    static final int ITEMS_MAX = 1024;

    private static final byte[] LEFT_OUT = "{}".getBytes(StandardCharsets.UTF_8);

    private final Journal journal;
    private final boolean redacting;
    private final Supplier<@Nullable String> shut;
    private final JsonTape tape = new JsonTape();
    private final AtomicLong secrets = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong begunAnew = new AtomicLong();
    private final RawRedactor redactor = new RawRedactor(this::count);
    private long generation;
    private final Map<Name, FlowingText> items = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, FlowingText> eldest) {
            if (size() <= ITEMS_MAX) return false;
            begunAnew.incrementAndGet();
            return true;
        }
    };

    /// A text of an item: a thought has two.
    private record Name(String thread, String item, boolean content) {}

    /// Keeps frames in a journal.
    ///
    /// @param redacting whether secrets are taken out
    /// @param shut      says in a word why nothing is kept now, or null when it is
    public FrameKeeping(Journal journal, boolean redacting, Supplier<@Nullable String> shut) {
        this.journal = journal;
        this.redacting = redacting;
        this.shut = shut;
    }

    private void count(String name, long amount) {
        if (name.startsWith(ReadingCounter.REDACTED)) secrets.addAndGet(amount);
    }

    /// Secrets taken out since the start.
    public long secrets() {
        return secrets.get();
    }

    /// Frames left out since the start.
    public long leftOut() {
        return leftOut.get();
    }

    /// Items that began anew since the start, since too many were being taken apart.
    public long begunAnew() {
        return begunAnew.get();
    }

    @Override
    public long append(StreamFrame frame) throws IOException {
        var why = shut.get();
        if (why != null) throw new IOException("nothing is kept now: " + why);
        var kept = redacting ? redacted(frame) : frame;
        return journal.append(RecordClass.STREAM, kept.encode());
    }

    private StreamFrame redacted(StreamFrame frame) {
        if (frame.generation() != generation) items.clear();
        generation = frame.generation();
        var json = frame.json().length > FRAME_BYTES_MAX ? leaveOut() : redacted(frame.json());
        return new StreamFrame(frame.generation(), frame.number(), frame.at(), frame.link(), json);
    }

    private byte[] leaveOut() {
        leftOut.incrementAndGet();
        return LEFT_OUT;
    }

    private byte[] redacted(byte[] json) {
        try {
            boolean read = tape.read(json, 0, json.length) == JsonTape.Fault.NONE;
            var whole = read ? piecewise(json, tape.root()) : json;
            return redactor.line(whole, 0, whole.length);
        } finally {
            tape.letGo();
        }
    }

    /// A piece of text becomes what may be known of the text by now; all else stays.
    private byte[] piecewise(byte[] json, Json message) {
        var method = message.text("method");
        var params = message.get("params");
        var thread = params.text("threadId");
        if (method == null || thread == null) return json;
        if (method.equals("item/completed")) forget(thread, params.get("item").text("id"));
        if (method.equals("turn/completed")) items.keySet().removeIf(name -> name.thread.equals(thread));
        var delta = params.get("delta");
        var item = params.text("itemId");
        if (StreamWords.kindOfDelta(method) == null || item == null || !delta.isText()) return json;
        var name = new Name(thread, item, method.equals("item/reasoning/textDelta"));
        var flowing = items.computeIfAbsent(name, _ -> new FlowingText(this::count));
        var text = flowing.add(String.valueOf(delta.text(FieldLimit.CHARACTERS_MAX)));
        var out = new ByteArrayOutputStream(json.length + FlowingText.HELD_BACK_MAX);
        out.write(json, 0, delta.start());
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        out.write(json, delta.end(), json.length - delta.end());
        return out.toByteArray();
    }

    private void forget(String thread, @Nullable String item) {
        items.keySet().removeIf(name -> name.thread.equals(thread) && name.item.equals(item));
    }
}
