package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                Spool.MEMORY_BYTES_MAX - 1,
                Spool.MEMORY_BYTES_MAX,
                Spool.MEMORY_BYTES_MAX + 1,
                3 * Spool.MEMORY_BYTES_MAX
            })
    void an_answer_is_read_to_its_end_before_anybody_must_take_it(int length) throws IOException {
        var answer = new byte[length];
        new Random(length).nextBytes(answer);
        var in = new ByteArrayInputStream(answer);
        var taken = new ByteArrayOutputStream();
        Spool.pass(in, new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                assertThat(in.available()).isZero();
                taken.write(bytes, from, count);
            }
        });
        assertThat(taken.toByteArray()).isEqualTo(answer);
    }
}
