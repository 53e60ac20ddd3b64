package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.json.Json;
import java.util.List;

/// Reads tokens: a response's own usage, and the running totals of the thread, which name the response that
/// reached them.
final class TokenRecord {
    private static final List<String> COUNTS = List.of(
            "input_tokens",
            "cached_input_tokens",
            "cache_write_input_tokens",
            "output_tokens",
            "reasoning_output_tokens");

    private TokenRecord() {}

    static void response(CodexRecord record) {
        var payload = record.payload();
        var usage = payload.get("usage");
        record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.ITEM, payload.text("response_id"))
                .alias(Alias.Type.TOTAL, total(record, payload.get("thread_token_usage")))
                .nth(Nth.Scope.SESSION, family(usage), "token_usage_record")
                .put(ABOUT, "responseId", payload.get("response_id"))
                .tokens(USAGE, "inputTokens", usage.get("input_tokens"))
                .tokens(USAGE, "cachedInputTokens", usage.get("cached_input_tokens"))
                .tokens(USAGE, "cacheWriteInputTokens", usage.get("cache_write_input_tokens"))
                .tokens(USAGE, "outputTokens", usage.get("output_tokens"))
                .tokens(USAGE, "reasoningTokens", usage.get("reasoning_output_tokens"))
                .tell();
    }

    /// Totals so far; settling takes differences where no response tells its own.
    static void total(CodexRecord record) {
        var total = record.payload().get("info").get("total_token_usage");
        var name = total(record, total);
        if (name.isEmpty()) return;
        record.about(Kind.MODEL_REQUEST)
                .phase(Phase.DERIVED)
                .alias(Alias.Type.TOTAL, name)
                .tokens(USAGE, "totalInputTokens", total.get("input_tokens"))
                .tokens(USAGE, "totalCachedInputTokens", total.get("cached_input_tokens"))
                .tokens(USAGE, "totalCacheWriteInputTokens", total.get("cache_write_input_tokens"))
                .tokens(USAGE, "totalOutputTokens", total.get("output_tokens"))
                .tokens(USAGE, "totalReasoningTokens", total.get("reasoning_output_tokens"))
                .tell();
    }

    /// What is counted through the session, since telemetry knows no response: the response's own tokens.
    private static String family(Json usage) {
        return family(
                usage.number("input_tokens", 0),
                usage.number("cached_input_tokens", 0),
                usage.number("cache_write_input_tokens", 0),
                usage.number("output_tokens", 0),
                usage.number("reasoning_output_tokens", 0));
    }

    /// What is counted through the session.
    static String family(long input, long cached, long cacheWrite, long output, long reasoning) {
        return "tokens/" + input + "/" + cached + "/" + cacheWrite + "/" + output + "/" + reasoning;
    }

    /// `input/cached/cacheWrite/output/reasoning`; empty when there is none, or one that cannot be.
    private static String total(CodexRecord record, Json total) {
        if (!total.isObject() || !record.testimony().believes(total, COUNTS)) return "";
        return total.number("input_tokens", 0)
                + "/" + total.number("cached_input_tokens", 0)
                + "/" + total.number("cache_write_input_tokens", 0)
                + "/" + total.number("output_tokens", 0)
                + "/" + total.number("reasoning_output_tokens", 0);
    }
}
