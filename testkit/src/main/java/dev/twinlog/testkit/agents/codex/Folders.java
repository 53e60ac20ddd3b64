package dev.twinlog.testkit.agents.codex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// What is done with whole folders.
final class Folders {
    private Folders() {}

    /// Deletes one with all that is in it, if it is there.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) Files.deleteIfExists(file);
    }
}
