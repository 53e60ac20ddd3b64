package dev.twinlog.readers.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.twinlog.readers.json.JsonTape.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTapeTest {
    private static final int ROUNDS = 20_000;
    private final JsonTape tape = new JsonTape();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "{]",
                "[}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "{a:1}",
                "nul",
                "truefalse",
                "01",
                "1.",
                "-",
                "1e",
                ".5",
                "+1",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\\"",
                "\"a\nb\"",
                "{\"a\":1}{",
                "[1 2]",
                "{\"a\":1 \"b\":2}",
                "\"\\u12",
                "{\"a\":1}x",
                "{\"torn\":\"li"
            })
    void what_is_no_json_is_refused(String text) {
        assertThat(read(text)).isEqualTo(Fault.NOT_JSON);
    }

    @Test
    void strings_are_decoded_with_all_escapes() {
        assertThat(root("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u4f60\\ud83d\\ude00é你😀\"")
                        .text())
                .isEqualTo("a\"\\/\b\f\n\r\té你😀é你😀");
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        assertThat(root("\"\\ud83d-\\ude00-\\ud83d\\u0041\"").text()).isEqualTo("�-�-�A");
    }

    @Test
    void malformed_utf8_is_replaced_and_counted() {
        byte[] line = "{\"a\":\"x?y?z\",\"b\":\"�\"}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < line.length; i++) if (line[i] == '?') line[i] = (byte) 0xC3;
        assertThat(tape.read(line, 0, line.length)).isEqualTo(Fault.NONE);
        assertThat(tape.root().text("a")).isEqualTo("x�y�z");
        assertThat(tape.root().text("b")).isEqualTo("�");
        assertThat(tape.takeReplaced()).isEqualTo(2);
        assertThat(tape.takeReplaced()).isZero();
    }

    @Test
    void a_long_string_is_cut_at_a_character_and_knows_its_length() {
        for (var unit : List.of("a", "é", "你", "😀", "\\n", "\\u00e9", "\\ud83d\\ude00")) {
            var json = root("\"" + unit.repeat(100) + "\"");
            var whole = json.text();
            assertThat(whole).isNotNull();
            assertThat(json.length()).as(unit).isEqualTo(whole.length());
            for (int max = 0; max < 12; max++) {
                var cut = json.text(max);
                assertThat(whole).startsWith(cut);
                assertThat(cut.length()).isBetween(max == 0 ? 0 : max - 1, max);
                assertThat(cut).doesNotContain("�");
            }
        }
    }

    @Test
    void a_text_as_deep_as_allowed_is_read_and_a_deeper_one_is_not() {
        assertThat(read("[".repeat(JsonTape.DEPTH_MAX) + "]".repeat(JsonTape.DEPTH_MAX)))
                .isEqualTo(Fault.NONE);
        assertThat(read("[".repeat(JsonTape.DEPTH_MAX + 1))).isEqualTo(Fault.TOO_DEEP);
    }

    @Test
    void a_text_with_too_many_values_is_refused_before_it_fills_the_memory() {
        var many = new byte[2 * JsonTape.ENTRIES_MAX + 2];
        java.util.Arrays.fill(many, (byte) '1');
        for (int i = 0; i < many.length; i += 2) many[i] = ',';
        many[0] = '[';
        many[many.length - 1] = ']';
        assertThat(tape.read(many, 0, many.length)).isEqualTo(Fault.TOO_MANY);
        assertThat(read("[1]")).isEqualTo(Fault.NONE);
    }

    @Test
    void members_are_found_by_name_and_absent_ones_are_harmless() {
        var json = root("{\"a\":{\"b\":[1,-2.5,\"x\",null,true]},\"ab\":7,\"a\\u0062c\":1}");
        assertThat(json.number("ab")).isEqualTo(7);
        assertThat(json.get("a").get("b").elements()).hasSize(5);
        assertThat(json.get("a").get("b").raw(100)).isEqualTo("[1,-2.5,\"x\",null,true]");
        assertThat(json.get("a").get("b").elements().get(1).number()).isNull();
        assertThat(json.get("no").get("such").get("thing").text()).isNull();
        assertThat(json.get("no").length()).isZero();
        assertThat(json.get("no").elements()).isEmpty();
        assertThat(json.get("a").get("b").elements().get(3).isPresent()).isFalse();
    }

    @Test
    void numbers_too_long_for_64_bits_are_no_number() {
        assertThat(root("123456789012345678").number()).isEqualTo(123456789012345678L);
        assertThat(root("-5").number()).isEqualTo(-5);
        assertThat(root("99999999999999999999").number()).isNull();
        assertThat(root("1e3").number()).isNull();
    }

    @Test
    void random_texts_are_read_as_jackson_reads_them() throws IOException {
        long seed = Long.getLong("twinlog.seed", 20261120L);
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var text = damaged(random, value(random, 0));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            var expected = jackson(bytes);
            var fault = tape.read(bytes, 0, bytes.length);
            assertThat(fault == Fault.NONE ? flat(tape.root()) : null)
                    .as("seed %d round %d: %s", seed, round, text)
                    .isEqualTo(expected);
        }
    }

    private static String damaged(Random random, String text) {
        if (random.nextInt(3) > 0 || text.isEmpty()) return text;
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            default -> text.substring(0, at) + "{}[]\",:\\0u-e.\n".charAt(random.nextInt(14)) + text.substring(at);
        };
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> string(random);
            case 1 -> Integer.toString(random.nextInt(2000) - 1000);
            case 2 -> random.nextBoolean() ? "1.5e-3" : "-0.25";
            case 3 -> random.nextBoolean() ? "true" : "false";
            case 4 -> " null ";
            case 5 -> list(random, depth, "[", "]", false);
            default -> list(random, depth, "{", "}", true);
        };
    }

    private static String list(Random random, int depth, String open, String close, boolean keys) {
        var parts = new ArrayList<String>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parts.add((keys ? key(random) + ": " : "") + value(random, depth + 1));
        }
        return open + String.join(random.nextBoolean() ? "," : " ,\t", parts) + close;
    }

    /// Jackson refuses half surrogate pairs in names, which we replace: names have none.
    private static String key(Random random) {
        return string(random).replace("\\ud83d\\ude00", "k").replace("ud83d", "k");
    }

    private static String string(Random random) {
        var pieces = List.of(
                "a",
                "long enough to span words",
                "é",
                "你",
                "😀",
                "\\n",
                "\\\\",
                "\\\"",
                "\\u0041",
                "\\ud83d\\ude00",
                " ");
        var text = new StringBuilder("\"");
        for (int i = random.nextInt(8); i > 0; i--) text.append(pieces.get(random.nextInt(pieces.size())));
        return text.append('"').toString();
    }

    /// The events of a text, or null when Jackson refuses it or finds more than one value.
    private static @Nullable List<String> jackson(byte[] bytes) throws IOException {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(JsonTape.DEPTH_MAX)
                        .build())
                .build();
        var events = new ArrayList<String>();
        int values = 0;
        int depth = 0;
        try (JsonParser parser = factory.createParser(bytes)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0 && ++values > 1) return null;
                if (token.isStructStart()) depth++;
                if (token.isStructEnd()) depth--;
                if (depth == 0 && token.isStructEnd()) values = 1;
                events.add(event(parser, token));
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException refused) {
            return null;
        }
        return values == 0 ? null : events;
    }

    private static String event(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT, START_ARRAY, END_OBJECT, END_ARRAY -> token.asString();
            case FIELD_NAME, VALUE_STRING -> "\"" + whole(parser.getText());
            default -> parser.getText();
        };
    }

    /// Jackson keeps half pairs; no UTF-8 can.
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    private static List<String> flat(Json json) {
        var events = new ArrayList<String>();
        flatten(json, events);
        return events;
    }

    private static void flatten(Json json, List<String> events) {
        if (json.isArray()) {
            events.add("[");
            json.elements().forEach(element -> flatten(element, events));
            events.add("]");
        } else if (json.isObject()) {
            events.add("{");
            for (var member : json.members()) {
                events.add("\"" + member.name().text());
                flatten(member.value(), events);
            }
            events.add("}");
        } else if (json.isText()) {
            events.add("\"" + json.text());
        } else {
            events.add(json.raw(100));
        }
    }

    private Json root(String text) {
        assertThat(read(text)).as(text).isEqualTo(Fault.NONE);
        return tape.root();
    }

    private Fault read(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return tape.read(bytes, 0, bytes.length);
    }
}
