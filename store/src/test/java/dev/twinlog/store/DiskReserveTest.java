package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskReserveTest {
    private static final long LOOK_BYTES_MAX = 1000;
    private static final DiskFloor FLOOR = new DiskFloor(1000, 100);

    @TempDir
    Path folder;

    private final AtomicLong free = new AtomicLong(10_000);

    private DiskReserve reserve() {
        return new DiskReserve(folder, FLOOR, free::get);
    }

    private boolean held() {
        return Files.exists(folder.resolve(DiskReserve.FILE));
    }

    @Test
    void the_reserve_is_really_written_while_there_is_space() throws IOException {
        assertThat(reserve().check()).isFalse();
        assertThat(Files.size(folder.resolve(DiskReserve.FILE))).isEqualTo(100);
    }

    @Test
    void whether_it_is_below_is_known_while_the_disk_hangs() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var answers = new CountDownLatch(1);
        var reserve = new DiskReserve(folder, FLOOR, () -> {
            asked.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return 0;
        });
        var looking = Thread.ofPlatform().start(reserve::check);
        asked.await();
        var asking = Thread.ofPlatform().daemon().start(reserve::below);
        assertThat(asking.join(Duration.ofSeconds(10))).isTrue();
        answers.countDown();
        looking.join();
        assertThat(reserve.below()).isTrue();
    }

    @Test
    void the_floor_itself_is_enough_and_a_byte_less_is_not() {
        var reserve = reserve();
        reserve.check();
        free.set(1000);
        assertThat(reserve.check()).isFalse();
        free.set(999);
        assertThat(reserve.check()).isTrue();
        assertThat(held()).isFalse();
        assertThat(reserve.releases()).isEqualTo(1);
    }

    @Test
    void intake_goes_on_only_with_space_for_the_reserve_as_well() {
        var reserve = reserve();
        reserve.check();
        free.set(0);
        reserve.check();
        free.set(1099);
        assertThat(reserve.check()).isTrue();
        free.set(1100);
        assertThat(reserve.check()).isFalse();
        assertThat(held()).isTrue();
    }

    /// It is asked each second; to find the disk among all mounts takes 5,000 bytes.
    @Test
    void a_look_at_the_disk_allocates_next_to_nothing() {
        var reserve = DiskReserve.of(folder, new DiskFloor(0, 1));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        reserve.check();
        long before = threads.getCurrentThreadAllocatedBytes();
        reserve.check();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LOOK_BYTES_MAX);
    }

    @Test
    void the_disk_that_is_asked_is_that_of_the_folder() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        assertThat(DiskReserve.of(folder, new DiskFloor(free / 2, 1)).check()).isFalse();
        assertThat(DiskReserve.of(folder, new DiskFloor(free * 2, 1)).check()).isTrue();
    }

    @Test
    void a_shortage_is_told_with_the_folder_and_the_bytes() {
        free.set(7);
        assertThat(reserve().shortage()).isEqualTo(folder + " has 7 bytes free, and needs 1100");
    }

    @Test
    void a_full_disk_gives_the_reserve_up_at_once() {
        var reserve = reserve();
        reserve.check();
        reserve.full();
        assertThat(reserve.below()).isTrue();
        assertThat(held()).isFalse();
        assertThat(reserve.check()).isFalse();
    }

    @Test
    void a_disk_that_never_had_space_for_the_reserve_is_used_down_to_the_floor() {
        free.set(1050);
        assertThat(reserve().check()).isFalse();
        assertThat(held()).isFalse();
    }
}
