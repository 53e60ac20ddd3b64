package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.setup.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedSwitchTest {
    @TempDir
    Path home;

    private final List<String> heard = new ArrayList<>();
    private Path file;
    private FollowedSwitch killSwitch;

    @BeforeEach
    void make() throws Exception {
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home.toString());
        var folders = Folders.of(environment, "Linux");
        file = folders.settingsFile();
        killSwitch = new FollowedSwitch(
                FollowedSwitch.Which.KILL_SWITCH,
                folders,
                environment,
                false,
                on -> heard.add(on ? "on" : "off"),
                (act, by) -> heard.add(act + " " + by));
    }

    @Test
    void who_edits_the_file_turns_it() throws Exception {
        killSwitch.look();
        Files.writeString(file, "stream.kill_switch = true\n");
        killSwitch.look();
        killSwitch.look();
        assertThat(killSwitch.isOn()).isTrue();
        Files.delete(file);
        killSwitch.look();
        assertThat(heard).containsExactly("kill_switch_on config", "on", "kill_switch_off config", "off");
    }

    @Test
    void a_broken_file_says_nothing_until_it_is_right_again() throws Exception {
        Files.writeString(file, "stream.kill_switch = true\n");
        killSwitch.look();
        heard.clear();
        Files.writeString(file, "stream.kill_switch =\n");
        killSwitch.look();
        assertThat(killSwitch.isOn()).isTrue();
        Files.writeString(file, "stream.kill_switch = false\n");
        killSwitch.look();
        assertThat(heard).containsExactly("kill_switch_off config", "off");
    }

    @Test
    void what_is_turned_here_is_not_heard_again_from_the_file() throws Exception {
        killSwitch.turn(true, "rpc");
        killSwitch.look();
        killSwitch.turn(true, "rpc");
        assertThat(heard).containsExactly("kill_switch_on rpc", "on");
        assertThat(file).content().contains("kill_switch = true");
    }

    @Test
    void a_file_that_lost_it_gets_it_back_from_who_turns_it_again() throws Exception {
        killSwitch.turn(true, "rpc");
        Files.writeString(file, "");
        killSwitch.turn(true, "rpc");
        assertThat(file).content().contains("kill_switch = true");
    }
}
