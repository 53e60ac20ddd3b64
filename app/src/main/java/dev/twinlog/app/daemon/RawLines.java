package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.lines.Newlines;
import dev.twinlog.app.daemon.lines.Readings;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptFile.Role;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.views.ExplainView.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks up places in the agents' files: which file, which line, and the raw bytes themselves.
final class RawLines {
    /// Of a raw line no more characters are shown.
    static final int SHOWN_CHARS_MAX = 1 << 20;
    /// Of a longer one no more bytes are searched for secrets, which takes several times as much memory.
    static final int SEARCHED_BYTES_MAX = 4 << 20;
    /// Of what was searched the last characters are not shown when more follows: half a secret is not known
    /// as one.
    static final int HALF_SECRET_CHARS_MAX = 8 << 10;

    private final Rehearing files;
    private final boolean raw;
    private final RawRedactor redactor = new RawRedactor(ReadingCounter.NONE);

    /// @param raw whether the bytes are wanted too
    RawLines(Rehearing files, boolean raw) {
        this.files = files;
        this.raw = raw;
    }

    /// Each place as answers tell it.
    Map<RawPlace, Place> find(Collection<RawPlace> places) throws IOException {
        var byFile = new HashMap<FileRow, Set<RawPlace>>();
        var telemetry = places.stream().filter(files::isTelemetry).toList();
        var found = new RawRecords(files.pieces().journal(), raw).find(telemetry);
        for (var place : places) {
            if (found.containsKey(place)) continue;
            var file = files.file(place.position());
            if (file == null) found.put(place, place(place, null, null, false, null));
            else byFile.computeIfAbsent(file, f -> new HashSet<>()).add(place);
        }
        byFile.forEach((file, wanted) -> find(file, wanted, found));
        return found;
    }

    private static Place place(
            RawPlace place, @Nullable FileRow file, @Nullable Long line, boolean redacted, @Nullable String raw) {
        var path = file == null ? null : file.root() + "/" + file.path();
        return new Place(place.position(), path, place.offset(), place.length(), line, null, redacted, raw);
    }

    private void find(FileRow file, Set<RawPlace> wanted, Map<RawPlace, Place> found) {
        var catcher = new Catcher(wanted);
        var reading = Readings.make(file, Map.of(file.agent(), catcher));
        if (reading == null) return;
        boolean lines = !reading.file().zstd()
                && (reading.file().role() == Role.MAIN || reading.file().role() == Role.SUBAGENT);
        var counter = new LineCounter(wanted);
        var redacted = new HashSet<Long>();
        for (var piece : files.chunks(file)) {
            var bytes = files.pieces().read(piece);
            if (bytes == null) continue;
            if (bytes.redacted()) redacted.add(piece.position());
            if (lines) counter.take(bytes);
            if (raw) reading.take(bytes, piece.position(), heard -> {});
        }
        for (var place : wanted)
            found.put(
                    place,
                    place(
                            place,
                            file,
                            counter.lines.get(place.offset()),
                            redacted.contains(place.position()),
                            catcher.caught.get(place)));
    }

    /// The raw bytes as text that may be shown.
    private String shown(byte[] bytes, int from, int to, boolean line) {
        int searched = Math.min(to - from, SEARCHED_BYTES_MAX);
        var head = from == 0 && searched == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + searched);
        var safe = line ? redactor.line(head, 0, head.length) : redactor.document(head);
        var text = new String(safe, StandardCharsets.UTF_8);
        if (searched == to - from) return bounded(text);
        int shown = Math.min(SHOWN_CHARS_MAX, Math.max(0, text.length() - HALF_SECRET_CHARS_MAX));
        return text.substring(0, shown) + "… ⟨" + (to - from) + " bytes⟩";
    }

    /// A text as far as it is shown.
    static String bounded(String text) {
        return text.length() <= SHOWN_CHARS_MAX
                ? text
                : text.substring(0, SHOWN_CHARS_MAX) + "… ⟨" + text.length() + " characters⟩";
    }

    /// Reads nothing, but keeps the lines that are wanted.
    private final class Catcher implements TranscriptReader {
        private final Set<RawPlace> wanted;
        private final Map<RawPlace, String> caught = new HashMap<>();

        private Catcher(Set<RawPlace> wanted) {
            this.wanted = wanted;
        }

        @Override
        public void line(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out) {
            if (wanted.contains(context.raw())) caught.put(context.raw(), shown(buffer, from, to, true));
        }

        @Override
        public void whole(byte[] content, LineContext context, Consumer<Heard> out) {
            if (wanted.contains(context.raw())) caught.put(context.raw(), shown(content, 0, content.length, false));
        }
    }

    /// Counts lines up to offsets, as long as no byte before them is missing.
    private static final class LineCounter {
        private final Map<Long, Long> lines = new TreeMap<>();
        private final List<Long> offsets;
        private int at;
        private long next;
        private long line = 1;

        private LineCounter(Set<RawPlace> wanted) {
            var sorted = new TreeSet<Long>();
            for (var place : wanted) sorted.add(place.offset());
            offsets = new ArrayList<>(sorted);
        }

        void take(FileChunkView piece) {
            long end = piece.offset() + piece.length();
            if (end <= next || piece.offset() > next || piece.leftOut()) {
                if (end > next) at = offsets.size(); // what is missing may have had any number of lines
                return;
            }
            int from = piece.from() + (int) (next - piece.offset());
            while (at < offsets.size() && offsets.get(at) < end) {
                int to = piece.from() + (int) (offsets.get(at) - piece.offset());
                from = count(piece.payload(), from, Math.min(to, piece.to()));
                lines.put(offsets.get(at++), line);
            }
            count(piece.payload(), from, piece.to());
            next = end;
        }

        private int count(byte[] bytes, int from, int to) {
            for (int newline = Newlines.next(bytes, from, to); newline >= 0; ) {
                line++;
                newline = Newlines.next(bytes, newline + 1, to);
            }
            return Math.max(from, to);
        }
    }
}
