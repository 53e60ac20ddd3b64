package dev.twinlog.model.prices;

import dev.twinlog.model.Agent;
import dev.twinlog.model.TokenCount;

/// Tokens in the classes that have a price each. No token is in two of them.
///
/// @param cacheWrite written to a cache for the usual time, without those for an hour
public record BilledTokens(long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h) {

    /// The classes of the sums of an agent. Claude tells what caches had and took beside its input, and the
    /// 1-hour part within what they took. Codex' input includes both; its output includes reasoning.
    public static BilledTokens of(
            Agent agent, long input, long output, long cacheRead, long cacheCreation, long cacheCreation1h) {
        return switch (agent) {
            case CLAUDE ->
                new BilledTokens(
                        input, output, cacheRead, Math.max(0, cacheCreation - cacheCreation1h), cacheCreation1h);
            case CODEX ->
                new BilledTokens(Math.max(0, input - cacheRead - cacheCreation), output, cacheRead, cacheCreation, 0);
        };
    }

    /// How long the prompt of one request of an agent was, in tokens.
    public static long prompt(Agent agent, long input, long cacheRead, long cacheCreation) {
        return switch (agent) {
            case CLAUDE -> TokenCount.sum(input, TokenCount.sum(cacheRead, cacheCreation));
            case CODEX -> input;
        };
    }
}
