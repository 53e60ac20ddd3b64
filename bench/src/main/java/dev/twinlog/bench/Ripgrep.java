package dev.twinlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The peer ripgrep, when it is installed: reads everything at each question.
///
/// @param version as it tells it
record Ripgrep(Path binary, String version) {
    static final String NAME = "rg";

    /// The one on PATH; empty when there is none.
    static Optional<Ripgrep> installed() throws IOException, InterruptedException {
        for (var folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            var binary = Path.of(folder, NAME);
            if (!Files.isExecutable(binary)) continue;
            var told = new Command(List.of(binary.toString(), "--version"), Map.of())
                    .run()
                    .checked(NAME);
            return Optional.of(
                    new Ripgrep(binary, told.out().lines().findFirst().orElse("")));
        }
        return Optional.empty();
    }

    /// Looks for a word in all transcripts.
    ///
    /// @throws IOException when it does not find it
    Command.Ran find(String word, Path home) throws IOException, InterruptedException {
        return new Command(
                        List.of(
                                binary.toString(),
                                "--fixed-strings",
                                "--hidden",
                                "--no-ignore",
                                "--files-with-matches"),
                        Map.of())
                .with(
                        word,
                        home.resolve(".claude").toString(),
                        home.resolve(".codex").toString())
                .run()
                .checked(NAME + " for " + word);
    }
}
