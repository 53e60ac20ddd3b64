package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real children: small scripts, each misbehaving in its own way.
class ChildTest {
    private static final Duration PATIENCE = Heard.PATIENCE;

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final List<Child.End> ends = new CopyOnWriteArrayList<>();
    private @Nullable Child started;

    @AfterEach
    void end() {
        if (started != null) started.close();
    }

    private Child start(String script, Map<String, String> environment) throws Exception {
        var file = Files.writeString(folder.resolve("child"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        var spec = new ChildSpec(
                List.of(file.toString(), "app-server"), new TreeMap<>(environment), folder.resolve("empty"));
        started = Child.start(spec, heard, ends::add);
        return started;
    }

    private Child start(String script) throws Exception {
        return start(script, Map.of("PATH", "/usr/bin:/bin"));
    }

    private long pid(String prefix) {
        return Long.parseLong(heard.awaitText(line -> line.startsWith(prefix)).substring(prefix.length()));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void awaitGone(long... pids) {
        for (long pid : pids)
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !alive(pid));
    }

    private Child.End awaitEnd() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> !ends.isEmpty());
        return ends.getFirst();
    }

    @Test
    void lines_go_both_ways() throws Exception {
        var child = start("while IFS= read -r line; do printf 'got %s\\r\\n' \"$line\"; done");
        child.wire().send("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        child.wire().send("ä".getBytes(StandardCharsets.UTF_8));
        heard.awaitText("got ä"::equals);
        assertThat(heard.texts()).containsExactly("got {\"id\":1}", "got ä");
    }

    @Test
    void closing_the_wire_ends_its_standard_input_and_the_end_is_told_once() throws Exception {
        var child = start("while read -r line; do :; done; echo last; exit 3");
        child.wire().close();
        child.wire().close();
        assertThat(awaitEnd()).isEqualTo(new Child.End(3, 0));
        assertThat(heard.texts()).containsExactly("last");
        assertThat(heard.awaitClosed()).isEmpty();
        assertThat(child.awaitEnd(PATIENCE)).contains(new Child.End(3, 0));
        assertThat(ends).hasSize(1);
        assertThatThrownBy(() -> child.wire().send(new byte[] {'x'}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void it_gets_the_environment_that_was_given_and_nothing_else_and_runs_in_its_folder() throws Exception {
        start("exec env", Map.of("PATH", "/usr/bin:/bin", "HOME", "/nowhere", "X", "a b"));
        awaitEnd();
        assertThat(heard.texts()).contains("X=a b", "HOME=/nowhere", "PATH=/usr/bin:/bin");
        // the shell of the script itself says where it is
        assertThat(heard.texts().stream().filter(line -> !line.startsWith("PWD=")))
                .hasSize(3);
        assertThat(folder.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void it_runs_in_a_session_of_its_own_and_its_id_is_that_of_the_program() throws Exception {
        var child = start("echo \"pid $$\"; IFS= read -r stat </proc/$$/stat; echo \"stat ${stat##*) }\"; read -r x");
        assertThat(pid("pid ")).isEqualTo(child.pid());
        var fields = heard.awaitText(line -> line.startsWith("stat ")).split(" ");
        assertThat(fields[3]).as("group").isEqualTo(Long.toString(child.pid()));
        assertThat(fields[4]).as("session").isEqualTo(Long.toString(child.pid()));
    }

    @Test
    void what_cannot_be_executed_ends_with_its_reason_on_standard_error() throws Exception {
        var spec = new ChildSpec(List.of(folder.resolve("none").toString()), new TreeMap<>(), folder.resolve("empty"));
        started = Child.start(spec, heard, ends::add);
        assertThat(awaitEnd().code()).isEqualTo(127);
        assertThat(started.stderr(UnaryOperator.identity(), 200)).contains("none");
    }

    @Test
    void terminating_ends_what_it_started_too() throws Exception {
        var child = start("sleep 1000 & echo \"below $!\"; wait");
        long below = pid("below ");
        child.terminate();
        assertThat(awaitEnd().signal()).isEqualTo(15);
        awaitGone(below, child.pid());
    }

    @Test
    void one_that_ignores_sigterm_is_told_so_and_ends_by_sigkill() throws Exception {
        var child = start("trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done");
        heard.awaitText("ready"::equals);
        child.terminate();
        heard.awaitText("no"::equals);
        assertThat(ends).isEmpty();
        child.kill();
        assertThat(awaitEnd()).isEqualTo(new Child.End(137, 9));
    }

    @Test
    void one_that_is_stopped_is_woken_to_end() throws Exception {
        var child = start("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        heard.awaitText("ready"::equals);
        signal("STOP", child.pid());
        child.terminate();
        assertThat(awaitEnd()).isEqualTo(new Child.End(0, 0));
        assertThat(heard.texts()).contains("bye");
    }

    @Test
    void what_left_its_session_is_ended_with_it() throws Exception {
        var child = start("setsid sh -c 'echo \"far $$\"; exec sleep 1000' & wait");
        long far = pid("far ");
        child.kill();
        assertThat(awaitEnd().signal()).isEqualTo(9);
        awaitGone(far);
    }

    @Test
    void what_it_leaves_behind_when_it_ends_by_itself_is_ended_before_the_end_is_told() throws Exception {
        start("(trap '' TERM HUP; exec sleep 1000) & echo \"below $!\"; exit 7");
        long below = pid("below ");
        assertThat(awaitEnd()).isEqualTo(new Child.End(7, 0));
        awaitGone(below);
    }

    @Test
    void one_whose_guard_is_killed_is_ended() throws Exception {
        var child = start("echo ready; exec sleep 1000");
        heard.awaitText("ready"::equals);
        var guard = ProcessHandle.current()
                .children()
                .filter(one -> one.pid() != child.pid())
                .filter(one -> one.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains("twinlog-guard"))
                        .orElse(false))
                .toList();
        assertThat(guard).hasSize(1);
        guard.getFirst().destroyForcibly();
        assertThat(awaitEnd().signal()).isEqualTo(9);
    }

    @Test
    void one_that_does_not_read_breaks_the_link_when_the_outbox_is_full_and_nobody_waits() throws Exception {
        var child = start("exec sleep 1000");
        var message = new byte[1 << 20];
        java.util.Arrays.fill(message, (byte) 'x');
        var sent = new ArrayList<Integer>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        child.wire().send(message);
                        sent.add(i);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not read");
        assertThat(sent.size()).isBetween(7, 8);
        assertThat(heard.awaitClosed().orElseThrow()).contains("does not read");
        child.close();
        assertThat(awaitEnd().signal()).isEqualTo(9);
    }

    @Test
    void one_that_closes_its_standard_output_breaks_the_link_and_runs_on() throws Exception {
        var child = start("exec >&-; exec sleep 1000");
        assertThat(heard.awaitClosed()).contains("the child closed its standard output");
        assertThat(child.awaitEnd(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_flood_of_standard_error_neither_blocks_it_nor_fills_memory() throws Exception {
        var child = start("i=0; while [ $i -lt 400 ]; do printf '%01000d\\n' $i >&2; i=$((i+1)); done; "
                + "printf 'key=secret\\033[31mred\\033[0m\\n' >&2; echo done; read -r x");
        heard.awaitText("done"::equals);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> child.stderr(UnaryOperator.identity(), 4096).endsWith("red"));
        assertThat(child.stderrDropped()).isEqualTo(400 * 1001 + 23 - Child.STDERR_BYTES_MAX);
        assertThat(child.stderr(text -> text.replace("secret", "⟦redacted⟧"), 100))
                .endsWith("key=⟦redacted⟧red")
                .hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void while_a_listener_takes_its_time_nothing_is_lost() throws Exception {
        var gate = heard.shut();
        var child = start("i=0; while [ $i -lt 2000 ]; do printf '%0100d\\n' $i; i=$((i+1)); done; read -r x");
        child.wire().send("{}".getBytes(StandardCharsets.UTF_8));
        gate.countDown();
        awaitEnd();
        assertThat(heard.texts()).hasSize(2000);
    }

    @Test
    void closing_it_leaves_no_thread() throws Exception {
        var child = start("exec sleep 1000");
        var name = "codex " + child.pid() + " ";
        child.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(name)))
                .isEmpty();
    }

    private static void signal(String name, long pid) throws Exception {
        var kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
