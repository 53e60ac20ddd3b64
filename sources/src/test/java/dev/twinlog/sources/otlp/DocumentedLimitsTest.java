package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/otlp.md says what is so.
class DocumentedLimitsTest {
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\S+) \\|");

    private static String page() throws Exception {
        return Files.readString(Path.of("..", "docs", "otlp.md"));
    }

    @Test
    void the_table_of_limits_has_every_constant_with_its_value() throws Exception {
        var told = new TreeMap<String, String>();
        var rows = ROW.matcher(page());
        while (rows.find()) told.put(rows.group(1), rows.group(2));
        var real = new TreeMap<String, String>();
        constants(OtlpLimits.class, real);
        constants(dev.twinlog.otlp.OtlpLimits.class, real);
        assertThat(told).isEqualTo(real);
    }

    private static void constants(Class<?> limits, Map<String, String> into) throws Exception {
        for (var field : limits.getDeclaredFields())
            if (Modifier.isStatic(field.getModifiers()) && field.getType() != limits)
                into.put(field.getName(), String.valueOf(field.get(null)));
    }

    @Test
    void the_defaults_are_the_constants() {
        assertThat(OtlpLimits.DEFAULT)
                .isEqualTo(new OtlpLimits(
                        32 << 20,
                        32 << 20,
                        1024,
                        128,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        1024));
    }

    @Test
    void every_reason_is_in_the_table_of_answers_with_its_status() throws Exception {
        for (var reason : Reason.values())
            assertThat(page())
                    .containsPattern("\\| " + reason.status().code() + " \\|[^|]*\\| `" + reason.wire() + "` ");
    }

    @Test
    void limits_that_cannot_work_are_refused() {
        assertThatThrownBy(() ->
                        new OtlpLimits(10, 9, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too little");
    }
}
