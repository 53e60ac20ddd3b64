package dev.twinlog.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.journal.StreamFrame.Link;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSinkTest {
    private static final String SECRET = "sk-ant-api03-" + "a1B2".repeat(24);

    @TempDir
    Path folder;

    private SegmentedJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = SegmentedJournal.open(folder, JournalLimits.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private static StreamFrame frame(String json) {
        return new StreamFrame(3, 7, 1234, Link.ATTACH, json.getBytes(UTF_8));
    }

    private StreamFrame read(long position) throws IOException {
        return StreamFrame.decode(journal.read(position).payload());
    }

    @Test
    void a_frame_is_kept_as_it_came() throws IOException {
        var frame = frame("{\"method\":\"item/agentMessage/delta\",\"params\":{\"delta\":\"" + SECRET + "\"}}");
        var kept = read(new StreamSink(journal, false).append(frame));
        assertThat(kept.json()).isEqualTo(frame.json());
        assertThat(kept.generation()).isEqualTo(3);
        assertThat(kept.number()).isEqualTo(7);
        assertThat(kept.at()).isEqualTo(1234);
        assertThat(kept.link()).isEqualTo(Link.ATTACH);
    }

    @Test
    void with_raw_bytes_redacted_no_secret_and_no_delta_reaches_the_disk() throws IOException {
        var sink = new StreamSink(journal, true);
        long before = journal.end();
        sink.append(frame("{\"params\":{\"delta\":\"sk-an\"},\"method\":\"item/agentMessage/delta\"}"));
        assertThat(journal.end()).isEqualTo(before);
        assertThat(sink.leftOut()).isEqualTo(1);
        var kept = read(sink.append(
                frame("{\"method\":\"item/completed\",\"params\":{\"item\":{\"text\":\"key " + SECRET + "\"}}}")));
        assertThat(new String(kept.json(), UTF_8)).doesNotContain(SECRET).contains("⟦redacted:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"method\":\"item/agentMessage/delta\"} | true",
                "{\"method\":\"item/commandExecution/outputDelta\"} | true",
                "{\"params\":{\"method\":\"delta\"},\"method\":\"item/reasoning/summaryTextDelta\"} | true",
                "{\"params\":{\"method\":\"x/delta\"},\"method\":\"item/completed\"} | false",
                "{\"id\":1,\"result\":{}} | false",
                "[] | false",
                "no JSON | false"
            })
    void a_delta_is_known_by_its_method(String message, boolean delta) {
        assertThat(StreamSink.isDelta(message.getBytes(UTF_8))).isEqualTo(delta);
    }
}
