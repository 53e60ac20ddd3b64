package dev.twinlog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesAsListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {"none | []", "1. | [1]", "1.2. | [1,2]", "12.3 | [12,3]"})
    void lines_become_a_list_however_they_are_cut(String lines, String list) throws IOException {
        var bytes = (lines == null ? "" : lines.replace('.', '\n')).getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= bytes.length + 1; size++) {
            var out = new ByteArrayOutputStream();
            var listed = new LinesAsList(out);
            for (int i = 0; i < bytes.length; i += size) listed.write(bytes, i, Math.min(size, bytes.length - i));
            listed.end();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(list);
        }
    }
}
