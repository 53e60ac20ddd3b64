package dev.twinlog.sources.appserver;

import static dev.twinlog.sources.appserver.SidecarStage.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which program is run as the app-server, and which is not, with real children.
class AppServerProgramTest {
    @TempDir
    Path folder;

    private SidecarStage stage;

    @BeforeEach
    void set() throws IOException {
        stage = new SidecarStage(folder).codex(CODEX);
    }

    @AfterEach
    void clear() {
        stage.close();
    }

    @Test
    void a_missing_program_is_found_when_it_comes() throws Exception {
        Files.delete(stage.program);
        stage.open();
        stage.awaitShut("sidecar_missing");
        stage.codex(CODEX);
        assertThat(stage.awaitOpen().restarts().total()).isZero();
    }

    @Test
    void a_codex_that_was_never_started_is_not_started_by_us() throws Exception {
        Files.delete(stage.codexHome);
        stage.stream = SidecarSettings.Stream.AUTO;
        stage.named = false;
        stage.open();
        stage.awaitShut("needs_login");
        assertThat(stage.codexHome).doesNotExist();
        Files.createDirectory(stage.codexHome);
        assertThat(stage.awaitOpen().restarts().total()).isZero();
    }

    @Test
    void a_codex_that_a_setting_asks_for_is_started_without_a_home() throws Exception {
        Files.delete(stage.codexHome);
        stage.open();
        stage.awaitOpen();
    }

    @Test
    void a_program_that_may_not_be_run_is_not() throws Exception {
        stage.program.toFile().setExecutable(false);
        stage.open();
        stage.awaitShut("not_executable");
    }

    @Test
    void a_program_that_others_may_write_is_not_trusted() throws Exception {
        Files.setPosixFilePermissions(
                stage.program, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        stage.open();
        stage.awaitShut("untrusted_binary");
    }

    @Test
    void another_program_than_the_pinned_is_not_trusted() throws Exception {
        stage.sha256 = "0".repeat(64);
        stage.open();
        stage.awaitShut("untrusted_binary");
    }

    @Test
    void a_program_that_was_replaced_is_announced() throws Exception {
        stage.open();
        long pid = stage.awaitOpen().pid();
        stage.codex(CODEX + "# another\n");
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        stage.await("second life", now -> now.gateOpen() && now.generation() == 2);
        assertThat(stage.source().health().counters()).containsEntry("binary_changed", 1L);
        var started = stage.facts("sidecar_started");
        assertThat(started.get(0).values().get("sha256"))
                .isNotEqualTo(started.get(1).values().get("sha256"));
    }

    @Test
    void a_program_that_was_replaced_while_twinlog_did_not_run_is_announced() throws Exception {
        stage.memory = new SidecarMemory(3, false, List.of(), "0".repeat(64));
        stage.open();
        stage.awaitOpen();
        assertThat(stage.source().health().counters()).containsEntry("binary_changed", 1L);
    }
}
