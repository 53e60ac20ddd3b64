package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.transcripts.Captured;
import dev.twinlog.sources.transcripts.WatchRoot;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where the source of transcripts begins.
final class SourceStart {
    private SourceStart() {}

    static List<WatchRoot> roots(Settings settings) {
        var roots = new ArrayList<WatchRoot>();
        settings.claudePaths().forEach(path -> roots.add(new WatchRoot(Agent.CLAUDE, path)));
        settings.codexPaths().forEach(path -> roots.add(new WatchRoot(Agent.CODEX, path)));
        return roots;
    }

    /// What is captured, generations of one path in the order of their first capture.
    static List<Captured> captured(Store store) {
        var expired = store.expiredFiles();
        return store.files().stream()
                .sorted(Comparator.comparingLong(FileRow::firstSeen)
                        .thenComparing(FileRow::path)
                        .thenComparing(file -> !expired.contains(file.key())))
                .map(file ->
                        new Captured(FileRows.id(file), file.captured(), file.gone(), 0, expired.contains(file.key())))
                .toList();
    }
}
