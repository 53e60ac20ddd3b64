package dev.twinlog.views;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeJsonTest {
    private static String safe(String json, int piece) throws IOException {
        var out = new ByteArrayOutputStream();
        var bytes = json.getBytes(UTF_8);
        try (var safe = new SafeJson(out)) {
            for (int at = 0; at < bytes.length; at += piece) safe.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        return out.toString(UTF_8);
    }

    @Test
    void what_commands_a_terminal_or_turns_the_direction_is_escaped_and_all_else_stays() throws IOException {
        var text = "\"a\u007fb\u0080\u009b31m\u009f \u00a0ä \u202aé\u202e日\u2066\u2069… – \u2029 \u206a 😀 ⟦x⟧\"";
        for (int piece = 1; piece < 9; piece++)
            assertThat(safe(text, piece))
                    .isEqualTo("\"a\\u007fb\\u0080\\u009b31m\\u009f \u00a0ä \\u202aé\\u202e日\\u2066\\u2069"
                            + "… – \u2029 \u206a 😀 ⟦x⟧\"");
    }

    @Test
    void the_value_is_the_same() throws IOException {
        long seed = Long.getLong("twinlog.seed", 20261120L);
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            for (int i = 0; i < 40; i++) text.appendCodePoint(0x20 + random.nextInt(round % 2 == 0 ? 0x2100 : 0xd000));
            var json = new ByteArrayOutputStream();
            try (var generator = new JsonFactory().createGenerator(new SafeJson(json))) {
                generator.writeString(text.toString());
            }
            try (var parser = new JsonFactory().createParser(json.toByteArray())) {
                parser.nextToken();
                assertThat(parser.getText()).as("seed %d round %d", seed, round).isEqualTo(text.toString());
            }
            assertThat(json.toString(UTF_8)).doesNotMatch("(?s).*[\u007f-\u009f\u202a-\u202e\u2066-\u2069].*");
        }
    }
}
