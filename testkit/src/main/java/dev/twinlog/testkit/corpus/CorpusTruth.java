package dev.twinlog.testkit.corpus;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a reader of a corpus must find.
///
/// @param needles     words that stand in the corpus only here, with the number of events that hold each
/// @param brokenLines lines that end with a newline and cannot be read
public record CorpusTruth(Amounts claude, Amounts codex, SortedMap<String, Integer> needles, int brokenLines) {

    /// The amounts of one agent. Copies count once.
    ///
    /// @param messages of the model, by message or item id, those of subagents among them
    /// @param prompts  of humans
    /// @param tokens   by the names of `usage --json`
    public record Amounts(long sessions, long messages, long toolCalls, long prompts, SortedMap<String, Long> tokens) {}

    /// Amounts that are being counted.
    static final class Count {
        long sessions;
        long messages;
        long toolCalls;
        long prompts;
        private final TreeMap<String, Long> tokens = new TreeMap<>();

        void tokens(Map<String, Long> more) {
            more.forEach((name, amount) -> tokens.merge(name, amount, Long::sum));
        }

        Amounts amounts() {
            return new Amounts(sessions, messages, toolCalls, prompts, new TreeMap<>(tokens));
        }
    }
}
