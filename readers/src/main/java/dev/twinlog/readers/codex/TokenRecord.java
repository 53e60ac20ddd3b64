package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.json.Json;

/// Reads tokens: a response's own usage, and the running totals of the thread, which name the response that
/// reached them.
final class TokenRecord {
    private TokenRecord() {}

    static void response(CodexRecord record) {
        var payload = record.payload();
        var usage = payload.get("usage");
        record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.ITEM, payload.text("response_id"))
                .alias(Alias.Type.TOTAL, total(payload.get("thread_token_usage")))
                .nth(Nth.Scope.SESSION, family(usage), "token_usage_record")
                .put(ABOUT, "responseId", payload.get("response_id"))
                .put(USAGE, "inputTokens", usage.number("input_tokens"))
                .put(USAGE, "cachedInputTokens", usage.number("cached_input_tokens"))
                .put(USAGE, "cacheWriteInputTokens", usage.number("cache_write_input_tokens"))
                .put(USAGE, "outputTokens", usage.number("output_tokens"))
                .put(USAGE, "reasoningTokens", usage.number("reasoning_output_tokens"))
                .tell();
    }

    /// Totals so far; settling takes differences where no response tells its own.
    static void total(CodexRecord record) {
        var total = record.payload().get("info").get("total_token_usage");
        if (!total.isObject()) return;
        record.about(Kind.MODEL_REQUEST)
                .phase(Phase.DERIVED)
                .alias(Alias.Type.TOTAL, total(total))
                .put(USAGE, "totalInputTokens", total.number("input_tokens"))
                .put(USAGE, "totalCachedInputTokens", total.number("cached_input_tokens"))
                .put(USAGE, "totalCacheWriteInputTokens", total.number("cache_write_input_tokens"))
                .put(USAGE, "totalOutputTokens", total.number("output_tokens"))
                .put(USAGE, "totalReasoningTokens", total.number("reasoning_output_tokens"))
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

    /// `input/cached/cacheWrite/output/reasoning`; empty when there is none.
    private static String total(Json total) {
        if (!total.isObject()) return "";
        return total.number("input_tokens", 0)
                + "/" + total.number("cached_input_tokens", 0)
                + "/" + total.number("cache_write_input_tokens", 0)
                + "/" + total.number("output_tokens", 0)
                + "/" + total.number("reasoning_output_tokens", 0);
    }
}
