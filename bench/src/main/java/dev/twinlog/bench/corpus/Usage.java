package dev.twinlog.bench.corpus;

/// Tokens of both agents, with the agents' own meanings: Codex' input holds what was cached, Claude's does not.
public record Usage(
        long claudeInput,
        long claudeOutput,
        long claudeCacheRead,
        long claudeCacheCreation,
        long codexInput,
        long codexCached,
        long codexOutput) {
    /// No tokens.
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    /// The sum of both.
    public Usage plus(Usage more) {
        return new Usage(
                claudeInput + more.claudeInput,
                claudeOutput + more.claudeOutput,
                claudeCacheRead + more.claudeCacheRead,
                claudeCacheCreation + more.claudeCacheCreation,
                codexInput + more.codexInput,
                codexCached + more.codexCached,
                codexOutput + more.codexOutput);
    }

    static Usage claude(long input, long output, long cacheRead, long cacheCreation) {
        return new Usage(input, output, cacheRead, cacheCreation, 0, 0, 0);
    }

    static Usage codex(long input, long cached, long output) {
        return new Usage(0, 0, 0, 0, input, cached, output);
    }
}
