package dev.twinlog.testkit.corpus;

import java.io.IOException;
import java.nio.file.Path;

/// A home with transcripts of Claude Code and rollouts of Codex, made up from a seed, which is printed.
///
/// Claude: several blocks a message with growing usage, tool calls, subagents with their `.meta.json`, kept
/// tool results, sessions that copy the history of another, attachments. Codex: paginated and legacy rollouts.
///
/// @param home the folder that holds `.claude` and `.codex`
public record Corpus(Path home, CorpusPlan plan, CorpusTruth truth) {
    private static final long FIRST_DAY = 1_780_300_800_000L;
    private static final long BETWEEN_SESSIONS_MILLIS = 47 * 60_000L;

    /// Writes what is planned into a home.
    public static Corpus write(Path home, CorpusPlan plan) throws IOException {
        System.out.println("corpus of " + plan + "; again with -Dtwinlog.seed=" + plan.seed());
        var pen = new Pen(plan.seed());
        var claude = new ClaudeScribe(home.resolve(".claude/projects"), plan, pen);
        var codex = new CodexScribe(home.resolve(".codex/sessions"), plan, pen);
        long at = FIRST_DAY;
        for (int number = 0; claude.bytes() + codex.bytes() < plan.bytes(); number++) {
            if (number % 3 == 2) codex.session(at, number % 2 == 0);
            else claude.session(at);
            at += BETWEEN_SESSIONS_MILLIS + pen.upTo(60_000);
        }
        var truth = new CorpusTruth(
                claude.count().amounts(),
                codex.count().amounts(),
                pen.needles(),
                claude.brokenLines() + codex.brokenLines());
        return new Corpus(home, plan, truth);
    }

    public Path claudeProjects() {
        return home.resolve(".claude/projects");
    }

    public Path codexSessions() {
        return home.resolve(".codex/sessions");
    }
}
