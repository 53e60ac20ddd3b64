package dev.twinlog.setup.agents;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileReplacement.Steps;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.SmallFile;
import dev.twinlog.setup.UnfitFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sets agents up, and takes it back: the only part of set-up that touches files. What is done is on
/// record before it takes place, so that who is killed meanwhile leaves either file whole, and an undo
/// knows both. Why it is so: docs/decisions/0021-agent-set-up.md.
public final class Setup {
    /// Settings of a person fit in far less.
    public static final int BYTES_MAX = 4 << 20;

    private final Folders folders;
    private final Clock clock;
    private final Steps steps;

    /// @param folders where the agents' files lie, and our own
    public Setup(Folders folders, Clock clock) {
        this(folders, clock, Steps.UNTOLD);
    }

    Setup(Folders folders, Clock clock, Steps steps) {
        this.folders = folders;
        this.clock = clock;
        this.steps = steps;
    }

    /// What would be done, or was.
    ///
    /// @param file   the agent's, as it is named
    /// @param diff   between the file and what becomes of it, with secrets shortened
    /// @param backup where the text before lies; null: there is none, or nothing was written
    public record Outcome(
            Agent agent,
            Path file,
            Action action,
            List<Change> changes,
            List<String> diff,
            List<Objection> objections,
            List<String> notes,
            @Nullable Path backup) {
        public Outcome {
            changes = List.copyOf(changes);
            diff = List.copyOf(diff);
            objections = List.copyOf(objections);
            notes = List.copyOf(notes);
        }

        /// The same, with a note more.
        public Outcome with(String note) {
            var more = new ArrayList<>(notes);
            more.add(note);
            return new Outcome(agent, file, action, changes, diff, objections, more, backup);
        }
    }

    /// What becomes of a file.
    public enum Action {
        CREATE,
        MODIFY,
        DELETE,
        NOTHING,
        REFUSED
    }

    /// The file of an agent's settings.
    public Path file(Agent agent) {
        return switch (agent) {
            case CLAUDE -> folders.claudeConfig().resolve("settings.json");
            case CODEX -> folders.codexHome().resolve("config.toml");
        };
    }

    private Archive archive(Agent agent) {
        return new Archive(setupFolder(), agent, 2 * BYTES_MAX, steps);
    }

    private Path setupFolder() {
        return folders.data().resolve("setup");
    }

    /// Makes Twinlog's data folder, for the owner alone, when it is not there.
    public static void makeData(Folders folders) throws IOException {
        Archive.makePrivate(folders.data());
    }

    /// The bases that {@link #apply} has written into an agent's file and that are still on record.
    ///
    /// @throws IOException when what is on record cannot be read
    public Set<String> ours(Agent agent) throws IOException {
        return archive(agent).read().written().stream()
                .filter(one -> one.file().equals(file(agent).toString()))
                .map(SetupRecord.Written::endpoint)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What an agent's file says about telemetry now.
    public Telemetry telemetry(Agent agent) {
        return telemetry(agent, file(agent));
    }

    /// What another file of an agent's settings says about telemetry: an administrator's, a project's.
    public static Telemetry telemetry(Agent agent, Path file) {
        try {
            var bytes = SmallFile.read(file, BYTES_MAX);
            return AgentConfig.of(agent, file.toString())
                    .telemetry(bytes == null ? null : MarkedText.of(bytes).text());
        } catch (CharacterCodingException e) {
            return new Telemetry(SetupWork.notUtf8(file).words(), Map.of(), null);
        } catch (IOException e) {
            return new Telemetry(FileTrouble.words(e), Map.of(), null);
        }
    }

    /// What would be done; nothing is touched.
    public Outcome plan(Agent agent, Wanted wanted) throws IOException {
        return work(agent).plan(wanted).outcome(null);
    }

    /// Does it.
    ///
    /// @throws IOException when a file cannot be read or written, or somebody else changes it meanwhile;
    ///                     it is as it was then
    public Outcome apply(Agent agent, Wanted wanted) throws IOException {
        var lock = lock();
        try {
            return work(agent).apply(wanted);
        } finally {
            lock.close();
        }
    }

    /// What an undo would do; nothing is touched.
    public Outcome planUndo(Agent agent) throws IOException {
        return work(agent).undoing().outcome(null);
    }

    /// Takes out what {@link #apply} has written, and puts back what it replaced.
    ///
    /// @throws IOException as {@link #apply} does
    public Outcome undo(Agent agent) throws IOException {
        var lock = lock();
        try {
            return work(agent).undo();
        } finally {
            lock.close();
        }
    }

    private SetupWork work(Agent agent) throws IOException {
        return new SetupWork(agent, file(agent), archive(agent), clock, steps);
    }

    /// One set-up at a time.
    private FileChannel lock() throws IOException {
        Archive.makePrivate(setupFolder());
        var channel = Archive.openPrivate(setupFolder().resolve("lock"));
        try {
            if (channel.tryLock() != null) return channel;
        } catch (java.nio.channels.OverlappingFileLockException e) {
            // said below
        }
        channel.close();
        throw new UnfitFileException("another set-up is at work in " + setupFolder() + ": wait until it has ended");
    }
}
