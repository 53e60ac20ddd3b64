package dev.twinlog.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinlog.bench.corpus.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Twinlog as a user has it: its launcher, with a home and a data folder.
///
/// @param launcher the script `twinlog`
/// @param javaHome told to the launcher, so that it need not look
record Twinlog(Path launcher, Path javaHome, Path home, Path data) {
    static final ObjectMapper JSON = new ObjectMapper();

    /// A command of it.
    Command command(String... words) {
        var environment = new TreeMap<>(
                Map.of("HOME", home.toString(), "TWINLOG_HOME", data.toString(), "TWINLOG_JAVA", javaHome.toString()));
        environment.put("TWINLOG_OTLP_HTTP_PORT", "0");
        environment.put("TWINLOG_OTLP_GRPC_PORT", "0");
        return new Command(List.of(launcher.toString()), environment).with(words);
    }

    /// Catches up, as a process of its own.
    Command.Ran sync() throws IOException, InterruptedException {
        return command("sync").run().checked("twinlog sync");
    }

    /// The tokens of all days, by a command of its own.
    Usage usage() throws IOException, InterruptedException {
        return usage(JSON.readTree(
                command("usage", "--json").run().checked("twinlog usage").out()));
    }

    /// The tokens that an answer of `usage` tells.
    static Usage usage(JsonNode answer) {
        var claude = answer.at("/agents/claude/total");
        var codex = answer.at("/agents/codex/total");
        return new Usage(
                claude.path("inputTokens").asLong(),
                claude.path("outputTokens").asLong(),
                claude.path("cacheReadTokens").asLong(),
                claude.path("cacheCreationTokens").asLong(),
                codex.path("inputTokens").asLong(),
                codex.path("cachedInputTokens").asLong(),
                codex.path("outputTokens").asLong());
    }
}
