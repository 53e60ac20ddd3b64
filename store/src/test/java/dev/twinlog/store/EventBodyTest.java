package dev.twinlog.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final String ALL_KINDS = "\u0000\b\t\n\f\r\u001f \"\\/~\u007f\u0080é€⟦\ufffd\ud83d\ude00x";

    @Test
    void texts_are_escaped_as_a_generator_does() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                int at = ALL_KINDS.offsetByCodePoints(
                        0, random.nextInt(ALL_KINDS.codePointCount(0, ALL_KINDS.length())));
                text.appendCodePoint(ALL_KINDS.codePointAt(at));
            }
            assertThat(new String(EventBody.encode(body(text.toString())), UTF_8))
                    .isEqualTo(
                            "{\"input\":{\"f\":{\"text\":" + generated(text.toString()) + "},\"w\":\"transcript\"}}");
        }
    }

    private static TreeMap<FieldGroup, Chosen> body(String text) {
        return new TreeMap<>(Map.of(FieldGroup.INPUT, new Chosen(Witness.TRANSCRIPT, Fields.of("text", text))));
    }

    private static String generated(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(out)) {
            json.writeString(text);
        }
        return out.toString(UTF_8);
    }

    @Test
    void each_kind_of_value_has_its_form_and_comes_back() {
        var groups = new TreeMap<FieldGroup, Chosen>();
        var fields = new TreeMap<String, Object>(
                Map.of("whole", -42L, "part", 0.5, "large", 1e21, "yes", true, "no", false, "none", ""));
        groups.put(FieldGroup.ABOUT, new Chosen(Witness.OTLP, Fields.of(fields)));
        groups.put(FieldGroup.INPUT, new Chosen(Witness.TRANSCRIPT, Fields.none()));
        var stored = EventBody.encode(groups);
        assertThat(new String(stored, UTF_8))
                .contains("{\"large\":1.0E21,\"no\":false,\"none\":\"\",\"part\":0.5,\"whole\":-42,\"yes\":true}")
                .contains("\"input\":{\"f\":{},\"w\":\"transcript\"}");
        assertThat(EventBody.decode(stored)).isEqualTo(groups);
    }

    @Test
    void half_a_surrogate_pair_is_no_character() {
        assertThat(new String(EventBody.encode(body("a\ud83db")), UTF_8)).contains("\"a?b\"");
    }
}
