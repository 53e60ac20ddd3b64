package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The peer ccusage: its native binary, without the shim that starts it.
///
/// @param binary where npm put it
record Ccusage(Path binary) {
    static final String NAME = "ccusage";
    static final String VERSION = "20.0.24";

    /// Installs it into a folder by npm, if it is not there.
    ///
    /// @return empty when it cannot be installed here
    static Optional<Ccusage> installed(Path folder) throws IOException, InterruptedException {
        var binary = folder.resolve("node_modules/@ccusage/ccusage-" + platform() + "/bin/ccusage");
        if (!Files.exists(binary)) {
            Files.createDirectories(folder);
            try {
                var environment = System.getenv(); // npm's own settings: its registry and its certificates
                new Command(
                                List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString()),
                                environment)
                        .with(NAME + "@" + VERSION)
                        .run();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        if (!Files.exists(binary)) return Optional.empty();
        // npm unpacks it as a plain file; its own shim makes it executable when it first runs
        return binary.toFile().setExecutable(true) ? Optional.of(new Ccusage(binary)) : Optional.empty();
    }

    private static String platform() {
        return "linux-" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64");
    }

    /// Reads a whole home and tells tokens by day.
    ///
    /// @throws IOException when it fails, or its sums are not those expected
    Command.Ran daily(Path home, Usage expected) throws IOException, InterruptedException {
        var ran = new Command(
                        List.of(binary.toString(), "daily", "--json", "--offline"), Map.of("HOME", home.toString()))
                .run()
                .checked(NAME);
        var totals = Twinlog.JSON.readTree(ran.out()).path("totals");
        Honest.same(
                NAME + "'s input tokens",
                totals.path("inputTokens").asLong(),
                expected.claudeInput() + expected.codexInput() - expected.codexCached());
        Honest.same(
                NAME + "'s output tokens",
                totals.path("outputTokens").asLong(),
                expected.claudeOutput() + expected.codexOutput());
        Honest.same(
                NAME + "'s cache reads",
                totals.path("cacheReadTokens").asLong(),
                expected.claudeCacheRead() + expected.codexCached());
        Honest.same(
                NAME + "'s cache writes", totals.path("cacheCreationTokens").asLong(), expected.claudeCacheCreation());
        return ran;
    }
}
