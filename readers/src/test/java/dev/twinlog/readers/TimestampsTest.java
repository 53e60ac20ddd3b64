package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Observation;
import dev.twinlog.readers.json.JsonTape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    @Test
    void any_time_in_milliseconds_is_read_back() {
        long seed = Long.getLong("twinlog.seed", 20261120L);
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            long millis = random.nextLong(LAST);
            var text = "%tFT%<tT.%<tLZ".formatted(Instant.ofEpochMilli(millis).atOffset(java.time.ZoneOffset.UTC));
            assertThat(millis(text)).as("seed %d %s", seed, text).isEqualTo(millis);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-20T21:18:56Z", "2026-11-20T22:18:56+01:00", "2026-11-20T21:18:56.000000Z"})
    void other_forms_are_read_too(String text) {
        assertThat(millis(text)).isEqualTo(1795209536000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-13-20T21:18:56.609Z",
                "2026-02-30T21:18:56.609Z",
                "2100-02-29T21:18:56.609Z",
                "2026-11-20T21:1x:56.609Z"
            })
    void what_is_no_time_is_untimed(String text) {
        assertThat(millis(text)).isEqualTo(Observation.UNTIMED);
    }

    private static long millis(String text) {
        var tape = new JsonTape();
        var bytes = ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
        tape.read(bytes, 0, bytes.length);
        return Timestamps.millis(tape.root());
    }
}
