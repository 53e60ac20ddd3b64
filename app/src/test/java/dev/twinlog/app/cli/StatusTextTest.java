package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final int COLUMNS = 80;
    private static final String TAKEN = "port_taken: port 4318 is taken by process 7 (otelcol): end it, or set"
            + " otlp-http-port and run `twinlog setup apply` again";

    private static List<String> lines(Map<?, ?> status) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new StatusText(new Terminal(
                        stream, stream, COLUMNS, true, true, false, Clock.systemUTC(), TimeZone.getTimeZone("UTC")))
                .show(status, false);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Map<String, Object> status(String reason) {
        return Map.of(
                "captureMode",
                "OTEL_ONLY",
                "reasons",
                List.of("otlp: " + TAKEN),
                "problems",
                List.of("something that cannot be captured now, told in far more words than fit on one line"),
                "baseline",
                Map.of("up", true, "otlp", Map.of("works", false, "reason", reason)));
    }

    @Test
    void what_goes_on_in_another_line_stands_below_what_it_belongs_to() {
        var lines = lines(status(TAKEN));
        assertThat(lines).allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(COLUMNS));
        assertThat(lines.subList(1, 4)).allSatisfy(line -> assertThat(line).startsWith(" ".repeat(14)));
        assertThat(String.join("\n", lines)).contains("problem       something that");
    }

    @Test
    void a_reason_is_told_once() {
        assertThat(String.join(" ", lines(status(TAKEN))).split("is taken by", -1))
                .hasSize(2);
        assertThat(lines(status(TAKEN))).contains("  otlp        does not work: see above");
        assertThat(lines(status("canary"))).contains("  otlp        does not work: canary");
    }

    @Test
    void a_stream_that_is_not_heard_comes_with_what_to_do_and_is_told_once() {
        var detail = "Unsupported auth mode: apikey";
        var lines = lines(Map.of(
                "captureMode",
                "DEGRADED_STREAMING",
                "reasons",
                List.of("stream: unsupported_auth_mode: " + detail),
                "stream",
                Map.of("expected", true, "gate", "shut", "reason", "unsupported_auth_mode", "detail", detail)));
        var text = String.join(" ", lines).replaceAll("\\s+", " ");
        assertThat(text).contains("next to have it taken", "stream.enabled off");
        assertThat(text.split(detail, -1)).hasSize(2);
    }
}
