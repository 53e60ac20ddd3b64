package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreLockTest {
    @TempDir
    Path folder;

    private final long me = ProcessHandle.current().pid();

    private StoreLock take() {
        return StoreLock.take(folder, folder.resolve("token"));
    }

    @Test
    void a_second_daemon_is_refused_with_the_process_that_holds_the_lock() {
        try (var _ = take()) {
            assertThatThrownBy(this::take).isInstanceOf(StoreException.class).hasMessageContaining("process " + me);
        }
    }

    @Test
    void another_process_is_refused_too() throws Exception {
        try (var _ = take()) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var other = new ProcessBuilder(
                            java,
                            "--class-path",
                            System.getProperty("java.class.path"),
                            Taker.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(other.getInputStream().readAllBytes());
            assertThat(other.waitFor()).as(said).isEqualTo(3);
            assertThat(said).contains("process " + me);
        }
    }

    /// Tries to take the lock from another process.
    static final class Taker {
        public static void main(String[] arguments) {
            try (var _ = StoreLock.take(Path.of(arguments[0]), Path.of("token"))) {
                System.exit(0);
            } catch (StoreException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }

    @Test
    void a_lock_given_back_can_be_taken_again() {
        take().close();
        take().close();
    }

    @Test
    void the_info_of_a_dead_process_is_no_obstacle() throws Exception {
        var child = new ProcessBuilder("true").start();
        child.waitFor();
        Files.writeString(
                folder.resolve(StoreLock.INFO), new DaemonInfo(child.pid(), "http://x", Path.of("t")).toJson());

        assertThat(StoreLock.holder(folder)).isEmpty();
        take().close();
    }

    @Test
    void the_info_of_a_process_that_does_not_hold_the_lock_is_no_daemon() throws Exception {
        Files.writeString(folder.resolve(StoreLock.INFO), new DaemonInfo(me, "http://x", Path.of("t")).toJson());

        assertThat(StoreLock.holder(folder)).isEmpty();
    }

    @Test
    void others_read_how_to_reach_the_daemon() {
        try (var lock = take()) {
            var info = new DaemonInfo(me, "http://127.0.0.1:4319", folder.resolve("token"));
            lock.publish(info);

            assertThat(StoreLock.holder(folder)).contains(info);
        }
        assertThat(StoreLock.holder(folder)).isEmpty();
    }

    @Test
    void a_damaged_info_names_nobody() throws Exception {
        for (var text : new String[] {"", "{", "[]", "{\"pid\":\"x\",\"tokenFile\":\"t\"}", "null"}) {
            Files.writeString(folder.resolve(StoreLock.INFO), text);
            assertThat(StoreLock.holder(folder)).as(text).isEmpty();
        }
    }
}
