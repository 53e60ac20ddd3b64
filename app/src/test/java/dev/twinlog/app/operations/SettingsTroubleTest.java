package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsTroubleTest {
    @Test
    void the_line_to_correct_is_named_with_all_of_its_file() {
        assertThat(SettingsTrouble.next("/a b/config.toml:3:7 is no TOML: x"))
                .isEqualTo("correct line 3 of /a b/config.toml");
    }

    @Test
    void a_file_that_cannot_be_written_is_to_be_made_writable() {
        assertThat(SettingsTrouble.next("stream.kill_switch was not written: /a/config.toml: denied"))
                .contains("writable", "twinlog config path");
    }

    @Test
    void a_variable_that_decides_is_to_be_left_out() {
        assertThat(SettingsTrouble.next("the variable TWINLOG_STREAM_KILL_SWITCH decides"))
                .isEqualTo("start Twinlog again without the variable TWINLOG_STREAM_KILL_SWITCH");
    }
}
