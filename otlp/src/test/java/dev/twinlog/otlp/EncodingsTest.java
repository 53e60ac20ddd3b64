package dev.twinlog.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One request in both encodings. A failure names its seed: `-Dtwinlog.seed=N` begins there.
class EncodingsTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = 1_500;

    private static List<OtlpRecord> read(Signal signal, Encoding encoding, byte[] body)
            throws MalformedPayloadException {
        var records = new ArrayList<OtlpRecord>();
        var tally = OtlpPayload.read(signal, encoding, body, records::add);
        assertThat(OtlpPayload.check(signal, encoding, body)).isEqualTo(tally);
        assertThat(records).hasSize(tally.records());
        return records;
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void both_encodings_of_one_request_tell_the_same_records(Signal signal) throws Exception {
        int records = 0;
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var random = new RandomRequests(seed);
            var request = random.of(signal);
            var json = random.json(request);
            var one = read(signal, Encoding.PROTOBUF, request.toByteArray());
            var other = read(signal, Encoding.JSON, json.getBytes(UTF_8));
            assertThat(told(other)).as("seed %d: %s", seed, json).isEqualTo(told(one));
            assertThat(places(other)).as("seed %d", seed).isEqualTo(places(one));
            records += one.size();
        }
        assertThat(records).isGreaterThan(SEEDS / 6);
    }

    private static List<String> told(List<OtlpRecord> records) {
        return records.stream()
                .map(record -> record.identity() + " " + record.digest() + " " + record.toJson())
                .toList();
    }

    private static List<Integer> places(List<OtlpRecord> records) {
        return records.stream().map(OtlpRecord::index).toList();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void records_that_differ_have_different_identities(Signal signal) throws Exception {
        var identities = new HashSet<RecordIdentity>();
        var texts = new HashSet<String>();
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var body = new RandomRequests(seed).of(signal).toByteArray();
            for (var record : read(signal, Encoding.PROTOBUF, body)) {
                identities.add(record.digest());
                texts.add(record.toJson().replaceAll("\"identity\":\"\\w+\",", ""));
            }
        }
        assertThat(identities.size()).isGreaterThan(SEEDS / 8).isGreaterThanOrEqualTo(texts.size() - 2);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void damaged_bodies_are_read_or_malformed_and_never_anything_else(Signal signal) {
        int malformed = 0;
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var random = new RandomRequests(seed);
            var request = random.of(signal);
            malformed += damage(signal, Encoding.PROTOBUF, request.toByteArray(), seed);
            malformed += damage(signal, Encoding.JSON, random.json(request).getBytes(UTF_8), seed);
        }
        assertThat(malformed).isGreaterThan(SEEDS / 2);
    }

    private static int damage(Signal signal, Encoding encoding, byte[] whole, long seed) {
        var dice = new Random(seed);
        var body = dice.nextBoolean() ? Arrays.copyOf(whole, dice.nextInt(whole.length + 1)) : whole.clone();
        for (int i = dice.nextInt(4); i > 0 && body.length > 0; i--)
            body[dice.nextInt(body.length)] = (byte) dice.nextInt(256);
        try {
            var tally = OtlpPayload.check(signal, encoding, body);
            assertThat(OtlpPayload.read(signal, encoding, body, OtlpRecord::toJson))
                    .as("seed %d", seed)
                    .isEqualTo(tally);
            return 0;
        } catch (MalformedPayloadException e) {
            assertThatThrownBy(() -> OtlpPayload.read(signal, encoding, body, record -> {}))
                    .as("seed %d", seed)
                    .isInstanceOf(MalformedPayloadException.class);
            return 1;
        }
    }

    @Test
    void half_a_surrogate_pair_is_replaced_as_protobuf_writers_do() throws Exception {
        var json =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"cut \\ud83d\"}}]}]}]}";
        assertThat(read(Signal.LOGS, Encoding.JSON, json.getBytes(UTF_8))
                        .getFirst()
                        .body())
                .isEqualTo("cut \uFFFD");
    }

    @Test
    void of_a_repeated_name_the_last_counts() throws Exception {
        var json = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"one\",\"eventName\":\"two\","
                + "\"attributes\":[{\"key\":\"a\"}],\"attributes\":[{\"key\":\"b\",\"value\":{\"intValue\":\"7\"}}]}]}]}]}";
        var record = read(Signal.LOGS, Encoding.JSON, json.getBytes(UTF_8)).getFirst();
        assertThat(record.name()).isEqualTo("two");
        assertThat(record.attributes().size()).isEqualTo(1);
        assertThat(record.attributes().number("b")).isEqualTo(7);
    }

    @Test
    void what_cannot_be_read_is_told_without_the_parsers_own_words() {
        for (var body : List.of(
                "", "{", "[]", "{} x", "{\"resourceLogs\":[{", "// no", "{\"resourceLogs\": 1}", "{\"a\": \"\n\"}"))
            assertThatThrownBy(() -> OtlpPayload.check(Signal.LOGS, Encoding.JSON, body.getBytes(UTF_8)))
                    .isInstanceOf(MalformedPayloadException.class)
                    .message()
                    .startsWith("no JSON of OTLP: ")
                    .doesNotContain("Source", "Feature", "_OBJECT", "code ", "with null");
        assertThatThrownBy(() -> OtlpPayload.check(Signal.LOGS, Encoding.JSON, new byte[0]))
                .hasMessage("no JSON of OTLP: the body is empty");
    }
}
