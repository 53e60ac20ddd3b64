package dev.twinlog.bench;

import java.io.PrintStream;
import java.nio.file.Path;

/// Where everything is.
///
/// @param root     the checkout
/// @param javaHome Java that Twinlog runs on: ours
/// @param cache    corpora, kept
/// @param work     homes and data folders, deleted at the end; on the same file system as the cache
/// @param runs     how often each thing is measured; 0: as often as the row thinks right
/// @param progress where it is told what is going on
record Setup(Path root, Path javaHome, Path cache, Path work, Peers peers, int runs, PrintStream progress) {
    /// Medians need so many.
    static final int RUNS = 5;
    /// Imports of a large corpus take long.
    static final int LARGE_IMPORT_RUNS = 3;
    /// What takes milliseconds is done oftener.
    static final int QUICK_RUNS = 12;

    Twinlog twinlog(Path home, Path data) {
        return new Twinlog(root.resolve("twinlog"), javaHome, home, data);
    }

    int runs(int usual) {
        return runs > 0 ? runs : usual;
    }

    void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
