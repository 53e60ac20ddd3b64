package dev.twinlog.bench.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What clients report: events of Claude Code and of Codex, with the attributes and about the sizes of real ones.
final class Agents {
    private Agents() {}

    /// One event.
    ///
    /// @param attributes texts, `Long` and `Double`
    record Event(String name, Map<String, Object> attributes) {}

    /// What one client reports again and again.
    ///
    /// @param service `service.name`
    /// @param scope   name of the instrumentation scope
    record Report(String service, String scope, List<Event> events) {}

    /// Even clients are Claude Code, odd ones Codex.
    static Report of(int client, int records, Random random) {
        boolean codex = client % 2 == 1;
        var session = uuid(random);
        var events = new ArrayList<Event>();
        for (int i = 0; i < records; i++) events.add(codex ? codex(i, session, random) : claude(i, session, random));
        return codex
                ? new Report("codex_cli_rs", "codex_otel::events", events)
                : new Report("claude-code", "com.anthropic.claude_code.events", events);
    }

    private static Event claude(int i, String session, Random random) {
        var all = new LinkedHashMap<String, Object>();
        all.put("user.id", hex(random, 64));
        all.put("session.id", session);
        all.put("terminal.type", "xterm");
        all.put("event.sequence", (long) i);
        return switch (i % 3) {
            case 0 -> {
                all.put("model", "claude-opus-5-5");
                all.put("input_tokens", 12L);
                all.put("output_tokens", 230L);
                all.put("cache_read_tokens", 44_100L);
                all.put("cache_creation_tokens", 1_400L);
                all.put("cost_usd", 0.0211);
                all.put("duration_ms", 2_140L);
                all.put("request_id", "req_01" + hex(random, 22));
                yield event("claude_code.api_request", all);
            }
            case 1 -> {
                all.put("tool_name", "Bash");
                all.put("tool_use_id", "toolu_01" + hex(random, 22));
                all.put("success", "true");
                all.put("duration_ms", 410L);
                all.put("tool_parameters", "{\"full_command\":\"make check " + hex(random, 240) + "\"}");
                yield event("claude_code.tool_result", all);
            }
            default -> {
                all.put("prompt_length", 280L);
                all.put("prompt", "why does this fail: " + hex(random, 260));
                all.put("prompt.id", uuid(random));
                yield event("claude_code.user_prompt", all);
            }
        };
    }

    private static Event codex(int i, String session, Random random) {
        var all = new LinkedHashMap<String, Object>();
        all.put("conversation.id", session);
        all.put("app.version", "0.169.0");
        all.put("auth_mode", "ApiKey");
        all.put("terminal.type", "xterm");
        all.put("model", "gpt-5.2-codex");
        all.put("slug", "gpt-5.2-codex");
        return switch (i % 3) {
            case 0 -> {
                all.put("event.kind", "response.completed");
                all.put("input_token_count", 30_000L);
                all.put("output_token_count", 200L);
                all.put("cached_token_count", 25_000L);
                all.put("reasoning_token_count", 80L);
                yield event("codex.sse_event", all);
            }
            case 1 -> {
                all.put("tool_name", "exec_command");
                all.put("call_id", "call_" + hex(random, 24));
                all.put("arguments", "{\"cmd\":\"rg -n " + hex(random, 20) + " src\"}");
                all.put("duration_ms", 320L);
                all.put("success", "true");
                all.put("output", "Wall time: 0.15 seconds\nOutput:\n" + hex(random, 900));
                yield event("codex.tool_result", all);
            }
            default -> {
                all.put("attempt", 1L);
                all.put("duration_ms", 1_240L);
                all.put("http.response.status_code", 200L);
                all.put("endpoint", "/responses");
                yield event("codex.api_request", all);
            }
        };
    }

    private static Event event(String name, Map<String, Object> attributes) {
        attributes.put("event.name", name);
        attributes.put("event.timestamp", "2026-11-20T21:15:49.020Z");
        return new Event(name, attributes);
    }

    private static String uuid(Random random) {
        return hex(random, 8) + "-" + hex(random, 4) + "-4" + hex(random, 3) + "-a" + hex(random, 3) + "-"
                + hex(random, 12);
    }

    private static String hex(Random random, int digits) {
        var text = new StringBuilder(digits);
        while (text.length() < digits) text.append(Character.forDigit(random.nextInt(16), 16));
        return text.toString();
    }
}
