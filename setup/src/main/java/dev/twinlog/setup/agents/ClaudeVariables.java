package dev.twinlog.setup.agents;

import dev.twinlog.setup.OtlpToken;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What variables of OpenTelemetry say to Claude Code, in an `env` block or in the environment.
public final class ClaudeVariables {
    private static final List<String> SIGNALS = List.of("logs", "traces", "metrics");

    private static final String HEADERS = "HEADERS";

    private ClaudeVariables() {}

    /// Where telemetry goes by these variables.
    public static Telemetry telemetry(Map<String, ? extends @Nullable Object> env) {
        var bases = new LinkedHashMap<String, String>();
        boolean off = env.containsKey("CLAUDE_CODE_ENABLE_TELEMETRY") && !isOn(env.get("CLAUDE_CODE_ENABLE_TELEMETRY"));
        for (var signal : SIGNALS) {
            var upper = signal.toUpperCase(Locale.ROOT);
            var exporter = env.get("OTEL_" + upper + "_EXPORTER");
            var base = base(env, "OTEL_EXPORTER_OTLP_" + upper + "_ENDPOINT", "/v1/" + signal);
            if (off || exporter != null && !String.valueOf(exporter).contains("otlp")) bases.put(signal, "none");
            else if (exporter != null || base != null) bases.put(signal, base == null ? "?" : base);
        }
        return new Telemetry(null, bases, token(env.get("OTEL_EXPORTER_OTLP_HEADERS")), own(env));
    }

    /// The variables of one signal.
    static List<String> ofOneSignal() {
        return SIGNALS.stream()
                .flatMap(signal -> List.of("ENDPOINT", "PROTOCOL", HEADERS).stream()
                        .map(what -> "OTEL_EXPORTER_OTLP_" + signal.toUpperCase(Locale.ROOT) + "_" + what))
                .toList();
    }

    private static SortedMap<String, String> own(Map<String, ? extends @Nullable Object> env) {
        var own = new TreeMap<String, String>();
        for (var name : ofOneSignal()) {
            var value = env.get(name);
            if (value != null) own.put(name, name.endsWith(HEADERS) ? "" : value.toString());
        }
        return own;
    }

    private static boolean isOn(@Nullable Object value) {
        return "1".equals(value) || "true".equals(value);
    }

    private static @Nullable String base(Map<String, ? extends @Nullable Object> env, String own, String path) {
        if (env.get(own) instanceof String endpoint)
            return endpoint.endsWith(path) ? endpoint.substring(0, endpoint.length() - path.length()) : endpoint;
        if (!(env.get("OTEL_EXPORTER_OTLP_ENDPOINT") instanceof String endpoint)) return null;
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    /// Whether headers are a token for Twinlog and nothing else, whatever token that is.
    static boolean onlyOurs(@Nullable Object headers) {
        return headers instanceof String text
                && !text.contains(",")
                && text.strip().startsWith(OtlpToken.HEADER + "=");
    }

    private static @Nullable String token(@Nullable Object headers) {
        if (!(headers instanceof String text)) return null;
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(header -> header.startsWith(OtlpToken.HEADER + "="))
                .map(header -> header.substring(OtlpToken.HEADER.length() + 1))
                .findFirst()
                .orElse(null);
    }
}
