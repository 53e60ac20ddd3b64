package dev.twinlog.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonLockTest {
    @TempDir
    Path folder;

    private final long me = ProcessHandle.current().pid();

    @Test
    void a_second_daemon_is_refused_with_the_process_that_holds_the_lock() throws Exception {
        try (var _ = DaemonLock.take(folder)) {
            assertThatThrownBy(() -> DaemonLock.take(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("process " + me)
                    .hasMessageContaining("TWINLOG_HOME");
        }
    }

    @Test
    void another_process_is_refused_also_after_this_one_looked_at_its_own_lock() throws Exception {
        try (var _ = DaemonLock.take(folder)) {
            assertThat(DaemonLock.holder(folder)).contains(new DaemonLock.Holder(me));
            assertThatThrownBy(() -> DaemonLock.take(folder)).isInstanceOf(Refusal.class);

            assertThat(taken()).contains("refused").contains("process " + me);
        }
        assertThat(taken()).contains("taken");
    }

    /// What another process says that tries to take the lock.
    private String taken() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var path = System.getProperty("java.class.path");
        var other = new ProcessBuilder(java, "--class-path", path, Taker.class.getName(), folder.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        other.waitFor();
        return said;
    }

    /// Tries to take the lock.
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            try (var _ = DaemonLock.take(Path.of(arguments[0]))) {
                System.out.println("taken");
            } catch (Refusal e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void a_lock_given_back_can_be_taken_again() throws Exception {
        DaemonLock.take(folder).close();
        DaemonLock.take(folder).close();
        assertThat(DaemonLock.holder(folder)).isEmpty();
    }

    @Test
    void a_folder_that_is_not_there_has_no_holder() throws Exception {
        assertThat(DaemonLock.holder(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void the_place_on_record_is_read_as_it_was_written() throws Exception {
        assertThat(DaemonPlace.read(folder)).isEmpty();
        new DaemonPlace(4319, me).write(folder);
        assertThat(DaemonPlace.read(folder)).contains(new DaemonPlace(4319, me));
        DaemonPlace.delete(folder);
        assertThat(DaemonPlace.read(folder)).isEmpty();
    }

    @Test
    void a_damaged_place_names_nobody() throws Exception {
        for (var text : new String[] {"", " ", "4319", "x 1", "4319 x", "70000 1", "0 1", "4319 1 1", "\u0000"}) {
            Files.writeString(folder.resolve("daemon"), text);
            assertThat(DaemonPlace.read(folder)).as(text).isEmpty();
        }
    }
}
