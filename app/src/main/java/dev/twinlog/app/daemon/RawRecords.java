package dev.twinlog.app.daemon;

import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.RawPlace;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.views.ExplainView.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks up places in requests of telemetry and in the stream: which record of which request, which frame, and the
/// record or frame itself.
///
/// @param raw whether the records are wanted too
record RawRecords(Journal journal, boolean raw) {

    /// Each place as answers tell it. A request that cannot be read is told without its records.
    Map<RawPlace, Place> find(Collection<RawPlace> places) throws IOException {
        var requests = new HashMap<Long, Set<RawPlace>>();
        for (var place : places)
            requests.computeIfAbsent(place.position(), p -> new HashSet<>()).add(place);
        var found = new HashMap<RawPlace, Place>();
        for (var request : requests.entrySet()) find(request.getKey(), request.getValue(), found);
        return found;
    }

    private void find(long position, Set<RawPlace> places, Map<RawPlace, Place> found) throws IOException {
        for (var place : places) found.put(place, place(place, null, null));
        try {
            var record = journal.read(position);
            if (record.kind() == RecordClass.STREAM) {
                var frame = StreamFrame.decode(record.payload());
                for (var place : places) found.put(place, frame(place, frame));
            }
            var signal = Requests.signal(record.kind());
            if (signal == null) return;
            var texts = raw ? texts(signal, OtlpRequest.decode(record.payload()), places) : Map.<Long, String>of();
            for (var place : places) found.put(place, place(place, signal.path(), texts.get(place.offset())));
        } catch (CorruptRecordException | MalformedPayloadException e) {
            // told as a place of which nothing more is known
        }
    }

    private static Map<Long, String> texts(dev.twinlog.otlp.Signal signal, OtlpRequest request, Set<RawPlace> places)
            throws MalformedPayloadException {
        var redactor = new RawRedactor(ReadingCounter.NONE);
        var wanted = new HashSet<Long>();
        for (var place : places) wanted.add(place.offset());
        var texts = new HashMap<Long, String>();
        OtlpPayload.read(signal, request.encoding(), request.body(), each -> {
            if (wanted.contains((long) each.index())) texts.put((long) each.index(), shown(each, redactor));
        });
        return texts;
    }

    private static String shown(OtlpRecord record, RawRedactor redactor) {
        var line = record.toJson().getBytes(StandardCharsets.UTF_8);
        return RawLines.bounded(new String(redactor.line(line, 0, line.length), StandardCharsets.UTF_8));
    }

    private Place frame(RawPlace place, StreamFrame frame) {
        var name = "app-server " + frame.link().wire() + " " + frame.generation() + "/" + frame.number();
        var text = raw ? shown(frame.json()) : null;
        return new Place(place.position(), name, 0, frame.json().length, null, null, false, text);
    }

    private static String shown(byte[] json) {
        var line = new RawRedactor(ReadingCounter.NONE).line(json, 0, json.length);
        return RawLines.bounded(new String(line, StandardCharsets.UTF_8));
    }

    private static Place place(RawPlace place, @Nullable String path, @Nullable String text) {
        return new Place(
                place.position(),
                path == null ? null : "OTLP " + path,
                0,
                place.length(),
                null,
                place.offset() + 1,
                false,
                text);
    }
}
