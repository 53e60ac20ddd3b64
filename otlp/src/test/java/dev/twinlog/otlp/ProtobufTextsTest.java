package dev.twinlog.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtobufTextsTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = 400;

    private static List<String> told(Signal signal, byte[] body) throws MalformedPayloadException {
        var told = new ArrayList<String>();
        OtlpPayload.read(
                signal,
                Encoding.PROTOBUF,
                body,
                record -> told.add(record.toJson().replaceAll("\"identity\":\"\\w+\",", "")));
        return told;
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void a_body_whose_texts_stay_is_the_same_array(Signal signal) throws Exception {
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var body = new RandomRequests(seed).of(signal).toByteArray();
            assertThat(ProtobufTexts.map(signal, body, text -> text))
                    .as("seed %d", seed)
                    .isSameAs(body);
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void every_text_is_changed_and_nothing_else(Signal signal) throws Exception {
        int changed = 0;
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            var body = new RandomRequests(seed).of(signal).toByteArray();
            var mapped = ProtobufTexts.map(signal, body, text -> text.replace("session.id", "session.iX"));
            assertThat(told(signal, mapped))
                    .as("seed %d", seed)
                    .isEqualTo(told(signal, body).stream()
                            .map(told -> told.replace("session.id", "session.iX"))
                            .toList());
            if (mapped != body) changed++;
        }
        assertThat(changed).isGreaterThan(SEEDS / 20);
    }

    @Test
    void what_is_no_request_is_malformed() {
        assertThatThrownBy(() -> ProtobufTexts.map(Signal.LOGS, new byte[] {10, 5}, t -> t.toUpperCase(Locale.ROOT)))
                .isInstanceOf(MalformedPayloadException.class);
    }
}
