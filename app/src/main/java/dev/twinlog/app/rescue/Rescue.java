package dev.twinlog.app.rescue;

import dev.twinlog.model.SessionId;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.transcripts.TranscriptFiles;
import dev.twinlog.sources.transcripts.WatchRoot;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.views.Deletion;
import dev.twinlog.views.Deletion.Kept;
import dev.twinlog.views.RescueView;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at the agents' folders and settings when it is asked, and not again for a while: between questions it
/// does nothing.
public final class Rescue {
    /// How long what was seen on disk is believed. What is captured is asked anew each time.
    public static final Duration BELIEVED_FOR = Duration.ofSeconds(30);

    private final Folders folders;
    private final Settings settings;
    private final ClaudeSettings claude;
    private final List<WatchRoot> roots;
    private final Clock clock;
    private @Nullable Look look;

    private record Look(long at, TranscriptFiles files, CleanUp cleanUp) {}

    public Rescue(Folders folders, Settings settings, List<WatchRoot> roots, ClaudeSettings claude, Clock clock) {
        this.folders = folders;
        this.settings = settings;
        this.roots = List.copyOf(roots);
        this.claude = claude;
        this.clock = clock;
    }

    /// What becomes of each session.
    public Map<SessionId, Deletion> deletions(StoreReader store, Supplier<Hearing> hearing) {
        return outlook(store, hearing).deletions();
    }

    /// The same summed up.
    ///
    /// @param store null: there is none, so nothing is captured
    public RescueView summary(@Nullable StoreReader store, Supplier<Hearing> hearing) {
        return outlook(store, hearing).summary();
    }

    private Outlook outlook(@Nullable StoreReader store, Supplier<Hearing> hearing) {
        var seen = look(store);
        return new Outlook(
                seen.files,
                store == null ? List.of() : store.files(),
                store == null ? Set.of() : store.expiredFiles(),
                Kept.valueOf(kept()),
                seen.cleanUp,
                hearing.get(),
                Files::isReadable,
                clock.millis());
    }

    private String kept() {
        return switch (settings.rawKept()) {
            case ALL -> "RAW";
            case REDACTED -> "REDACTED";
            case NONE -> "SETTLED";
        };
    }

    private synchronized Look look(@Nullable StoreReader store) {
        long now = clock.millis();
        var last = look;
        if (last != null && now >= last.at && now - last.at < BELIEVED_FOR.toMillis()) return last;
        var made =
                new Look(now, TranscriptFiles.look(roots, clock), CleanUp.of(claude.read(configs(), projects(store))));
        look = made;
        return made;
    }

    /// Claude Code's folders: the usual one, and those that watched folders named `projects` lie in.
    private List<Path> configs() {
        var watched = settings.claudePaths().stream()
                .filter(path -> path.endsWith("projects"))
                .map(Path::getParent)
                .filter(Objects::nonNull)
                .toList();
        return watched.isEmpty() ? List.of(folders.claudeConfig()) : watched;
    }

    private static List<Path> projects(@Nullable StoreReader store) {
        if (store == null) return List.of();
        return store.sessions(SessionFilter.ALL).stream()
                .map(SessionRow::project)
                .filter(Objects::nonNull)
                .distinct()
                .limit(ClaudeSettings.PROJECTS_MAX)
                .flatMap(Rescue::path)
                .toList();
    }

    /// An agent may have run in what is no path here.
    private static Stream<Path> path(String project) {
        try {
            return Stream.of(Path.of(project)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
