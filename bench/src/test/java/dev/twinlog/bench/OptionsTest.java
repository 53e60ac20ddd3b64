package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void sizes_are_taken_smallest_first_and_a_gigabyte_brings_its_tenth() {
        assertThat(Options.of("--size", "5GB", "--size", "1gb", "--size", "50MB")
                        .sizes())
                .containsExactly(Size.SMALL, Size.TENTH, Size.GIGABYTE, Size.FIVE);
        assertThat(Options.of("--size", "50MB").sizes()).containsExactly(Size.SMALL);
    }

    @Test
    void a_row_can_be_measured_alone() {
        var options = Options.of("--only", "import");
        assertThat(Row.all().stream().filter(options::wants).map(Row::id)).containsExactly("import");
    }

    @Test
    void what_is_wrong_is_said() {
        assertThatThrownBy(() -> Options.of("--only", "imports")).hasMessageContaining("import, last-7-days");
        assertThatThrownBy(() -> Options.of("--size", "big")).hasMessageContaining("50MB, 1GB");
        assertThatThrownBy(() -> Options.of("--runs", "0")).hasMessageContaining("from 1");
        assertThatThrownBy(() -> Options.of("--runs")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> Options.of("--all")).hasMessageContaining("--all");
    }
}
