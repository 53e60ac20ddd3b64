package dev.twinlog.app.daemon;

import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.FileChunkRef;
import dev.twinlog.journal.HoleException;
import dev.twinlog.journal.TranscriptArchive;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the captured files of a session back, byte for byte.
final class Restoring {
    private final Engine engine;

    Restoring(Engine engine) {
        this.engine = engine;
    }

    /// A file that was put back.
    private record Restored(String path, long bytes, int generation) {}

    Answer restore(Question.Restore question) throws Refusal, IOException {
        RawRefusals.checkRestore(engine.settings().rawKept());
        try {
            return engine.ask(store -> restored(question, store));
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private Answer restored(Question.Restore question, StoreReader store) throws Refusal {
        var session = StoreAnswers.session(store, question.session());
        var byPath = new TreeMap<String, List<FileRow>>();
        for (var file : store.files(session))
            byPath.computeIfAbsent(file.path(), path -> new ArrayList<>()).add(file);
        if (byPath.isEmpty())
            throw new Refusal(Refusal.Reason.NOT_FOUND, "no file of session " + session + " was ever captured");
        var restored = new ArrayList<Restored>();
        for (var generations : byPath.values()) {
            generations.sort(
                    Comparator.comparingLong(FileRow::firstSeen).thenComparingLong(file -> first(store, file)));
            restored.addAll(restore(question, store, generations));
        }
        if (restored.isEmpty())
            throw new Refusal(
                    Refusal.Reason.NOT_FOUND,
                    "session " + session + " has no generation " + question.generation() + " of any file; there "
                            + generations(byPath.values()));
        return json -> {
            json.writeStartObject();
            json.writeStringField("session", session.id());
            json.writeStringField("to", question.to().toString());
            json.writeArrayFieldStart("files");
            for (var file : restored) {
                json.writeStartObject();
                json.writeStringField("path", file.path());
                json.writeNumberField("bytes", file.bytes());
                json.writeNumberField("generation", file.generation());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    /// Which generations there are: each file's are counted from 1.
    private static String generations(Collection<List<FileRow>> files) {
        int most = files.stream().mapToInt(List::size).max().orElse(0);
        return most == 1 ? "is only generation 1" : "are generations 1 to " + most;
    }

    private static long first(StoreReader store, FileRow file) {
        return store.chunks(file.key()).stream()
                .mapToLong(piece -> piece.position())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private List<Restored> restore(Question.Restore question, StoreReader store, List<FileRow> generations)
            throws Refusal {
        var wanted = new LinkedHashMap<Integer, String>();
        var path = generations.getFirst().path();
        var asked = question.generation();
        if (asked == null) wanted.put(generations.size(), path);
        else if (asked.number() > 0) {
            if (asked.number() <= generations.size()) wanted.put(asked.number(), path);
        } else
            for (int number = 1; number <= generations.size(); number++)
                wanted.put(number, number == generations.size() ? path : path + ".generation-" + number);
        var restored = new ArrayList<Restored>();
        for (var each : wanted.entrySet())
            restored.add(
                    restore(question.to(), each.getValue(), store, generations.get(each.getKey() - 1), each.getKey()));
        return restored;
    }

    private Restored restore(Path to, String path, StoreReader store, FileRow file, int generation) throws Refusal {
        var target = inside(to, path);
        var pieces = store.chunks(file.key()).stream()
                .map(piece -> new FileChunkRef(piece.position(), piece.offset(), piece.length()))
                .toList();
        if (pieces.isEmpty() && file.captured() > 0)
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "cannot restore " + path + ": its raw bytes have expired (raw.keep or retention.days said so)");
        try {
            return new Restored(path, new TranscriptArchive(engine.journal()).restore(pieces, target), generation);
        } catch (HoleException e) {
            var cause = e.getCause();
            var damage = cause == null ? "" : ": " + cause.getMessage() + "; " + LostBytes.ADVICE;
            throw new Refusal(Refusal.Reason.UNABLE, "cannot restore " + path + ": " + e.getMessage() + damage, e);
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.UNABLE, "cannot restore " + path + " to " + target + ": " + e.getMessage(), e);
        }
    }

    /// Neither a path nor a symbolic link on it leads out of the folder. A link in the file's own place is
    /// replaced, not followed.
    static Path inside(Path folder, String path) throws Refusal {
        var target = folder.resolve(path).normalize();
        if (!target.startsWith(folder) || target.equals(folder))
            throw new Refusal(Refusal.Reason.UNABLE, path + " would be written outside of " + folder);
        for (@Nullable Path on = target.getParent(); on != null && !on.equals(folder); on = on.getParent()) {
            if (Files.isSymbolicLink(on))
                throw new Refusal(
                        Refusal.Reason.UNABLE,
                        path + " would be written outside of " + folder + ": " + on
                                + " is a symbolic link; remove it, or restore into an empty folder");
        }
        return target;
    }
}
