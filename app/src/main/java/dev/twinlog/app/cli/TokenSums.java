package dev.twinlog.app.cli;

import dev.twinlog.model.TokenCount;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// Sums the tokens of a session's own requests; what was copied from another session counts there.
final class TokenSums implements NarrativeReading {
    /// The classes, in the order in which they are told, with their words.
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("inputTokens", "in");
        WORDS.put("cachedInputTokens", "of it from cache");
        WORDS.put("cacheReadTokens", "from cache");
        WORDS.put("cacheCreationTokens", "into cache");
        WORDS.put("outputTokens", "out");
        WORDS.put("reasoningTokens", "of it reasoning");
    }

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private long requests;

    @Override
    public void session(Map<?, ?> session) {}

    @Override
    public void event(Map<?, ?> event) {
        if (!"model_request".equals(event.get("kind")) || Boolean.TRUE.equals(event.get("copied"))) return;
        var told = new Told(event);
        requests++;
        for (var name : WORDS.keySet()) {
            if (told.value(name) instanceof Long tokens) sums.merge(name, tokens, TokenCount::sum);
        }
    }

    /// `1,234 in, 56 out, 2 requests`.
    String told() {
        var words = new StringJoiner(", ");
        WORDS.forEach((name, word) -> {
            var sum = sums.get(name);
            if (sum != null) words.add(Words.number(sum) + " " + word);
        });
        return words.add(Words.number(requests) + (requests == 1 ? " request" : " requests"))
                .toString();
    }
}
