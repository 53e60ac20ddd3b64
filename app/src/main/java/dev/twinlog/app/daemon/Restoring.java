package dev.twinlog.app.daemon;

import dev.twinlog.app.NamedSession;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.FileChunkRef;
import dev.twinlog.journal.HoleException;
import dev.twinlog.journal.RestoredFile;
import dev.twinlog.journal.TranscriptArchive;
import dev.twinlog.setup.FileTrouble;
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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the captured files of a session back, byte for byte.
final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    private final Engine engine;

    Restoring(Engine engine) {
        this.engine = engine;
    }

    /// A file on its way back: whole, and beside its place.
    private record Restored(String path, RestoredFile file, int generation) {}

    Answer restore(Question.Restore question) throws Refusal, IOException {
        RawRefusals.checkRestore(engine.settings().rawKept());
        try {
            return engine.ask(store -> restored(question, store));
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private Answer restored(Question.Restore question, StoreReader store) throws Refusal {
        var session = NamedSession.of(store, question.session());
        var byPath = new TreeMap<String, List<FileRow>>();
        for (var file : store.files(session))
            byPath.computeIfAbsent(file.path(), path -> new ArrayList<>()).add(file);
        if (byPath.isEmpty())
            throw new Refusal(Refusal.Reason.NOT_FOUND, "no file of session " + session + " was ever captured");
        checkFolder(question.to());
        var restored = new ArrayList<Restored>();
        try {
            for (var generations : byPath.values()) {
                generations.sort(
                        Comparator.comparingLong(FileRow::firstSeen).thenComparingLong(file -> first(store, file)));
                draft(question, store, generations, restored);
            }
            if (restored.isEmpty())
                throw new Refusal(
                        Refusal.Reason.NOT_FOUND,
                        "session " + session + " has no generation " + question.generation() + " of any file; there "
                                + generations(byPath.values()));
            if (!question.force()) for (var each : restored) refuseLoss(each.file());
            for (var each : restored) put(each);
        } finally {
            for (var each : restored) discard(each.file());
        }
        return told(session.id(), question.to(), restored);
    }

    private static void checkFolder(Path to) throws Refusal {
        if (Files.exists(to) && !Files.isDirectory(to))
            throw new Refusal(
                    Refusal.Reason.UNABLE, "cannot restore into " + to + ": that is no folder; name one, or a new one");
    }

    private static void refuseLoss(RestoredFile file) throws Refusal {
        try {
            if (file.losesContent())
                throw new Refusal(
                        Refusal.Reason.UNABLE,
                        file.target() + " is there with other content, so nothing was restored: restore into another"
                                + " folder, or replace it with --force");
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "cannot compare what is at " + file.target() + " with what was captured: " + FileTrouble.words(e)
                            + "; restore into another folder",
                    e);
        }
    }

    private static void put(Restored restored) throws Refusal {
        try {
            restored.file().put();
        } catch (IOException e) {
            throw cannot(restored.path(), restored.file().target(), e);
        }
    }

    private static Refusal cannot(String path, Path target, IOException e) {
        return new Refusal(
                Refusal.Reason.UNABLE, "cannot restore " + path + " to " + target + ": " + FileTrouble.words(e), e);
    }

    /// What cannot be taken away is named `.restore-….unfinished`, and does no harm.
    private static void discard(RestoredFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("cannot take away what is left of restoring {}", file.target(), e);
        }
    }

    private static Answer told(String session, Path to, List<Restored> restored) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("session", session);
            json.writeStringField("to", to.toString());
            json.writeArrayFieldStart("files");
            for (var file : restored) {
                json.writeStartObject();
                json.writeStringField("path", file.path());
                json.writeNumberField("bytes", file.file().bytes());
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

    /// Adds the generations of a file that are asked for.
    private void draft(Question.Restore question, StoreReader store, List<FileRow> generations, List<Restored> restored)
            throws Refusal {
        var path = generations.getFirst().path();
        for (var each : wanted(question.generation(), path, generations.size()).entrySet()) {
            var generation = generations.get(each.getKey() - 1);
            var file = draft(question.to(), each.getValue(), store, generation);
            restored.add(new Restored(each.getValue(), file, each.getKey()));
        }
    }

    /// The generations that are asked for, each with the path it gets.
    private static SortedMap<Integer, String> wanted(Question.@Nullable Generation asked, String path, int latest) {
        var wanted = new TreeMap<Integer, String>();
        if (asked == null) wanted.put(latest, path);
        else if (asked.number() > 0) {
            if (asked.number() <= latest) wanted.put(asked.number(), path);
        } else
            for (int number = 1; number <= latest; number++)
                wanted.put(number, number == latest ? path : path + ".generation-" + number);
        return wanted;
    }

    private RestoredFile draft(Path to, String path, StoreReader store, FileRow file) throws Refusal {
        var target = inside(to, path);
        var pieces = store.chunks(file.key()).stream()
                .map(piece -> new FileChunkRef(piece.position(), piece.offset(), piece.length()))
                .toList();
        if (pieces.isEmpty() && file.captured() > 0)
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "cannot restore " + path + ": its raw bytes have expired (raw.keep or retention.days said so)");
        try {
            return new TranscriptArchive(engine.journal()).beside(pieces, target);
        } catch (HoleException e) {
            var cause = e.getCause();
            var damage = cause == null ? "" : ": " + cause.getMessage() + "; " + LostBytes.ADVICE;
            throw new Refusal(Refusal.Reason.UNABLE, "cannot restore " + path + ": " + e.getMessage() + damage, e);
        } catch (IOException e) {
            throw cannot(path, target, e);
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
