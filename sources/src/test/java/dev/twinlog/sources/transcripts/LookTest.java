package dev.twinlog.sources.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookTest {
    /// The file that was captured: inode 7 on device 1, 100 bytes, last changed at 50.
    private static final Stamp SEEN = new Stamp(Stamp.Type.FILE, 100, 50, 1, 7);

    @ParameterizedTest(name = "size {0}, changed {1}, device {2}, inode {3}: {4}")
    @CsvSource({
        "100, 50, 1, 7, UNCHANGED",
        "100, 51, 1, 7, DOUBTED",
        "101, 51, 1, 7, GROWN",
        "101, 50, 1, 7, GROWN",
        " 99, 51, 1, 7, SHRANK",
        "  0, 51, 1, 7, SHRANK",
        "100, 50, 1, 8, REPLACED",
        "500, 51, 1, 8, REPLACED",
        "100, 50, 2, 7, DOUBTED",
        "101, 51, 2, 7, GROWN",
    })
    void a_stamp_tells_what_happened(long size, long modified, long device, long inode, Look expected) {
        assertThat(look(7L, 100, SEEN, size, modified, device, inode)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "size {0}: {1}")
    @CsvSource({"0, UNCHANGED", "1, FRESH"})
    void a_file_of_which_nothing_is_captured_is_fresh_once_it_has_a_byte(long size, Look expected) {
        assertThat(look(null, 0, null, size, 50, 1, 7)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "size {0}: {1}")
    @CsvSource({"100, DOUBTED", "101, GROWN", "99, SHRANK"})
    void a_file_captured_by_an_earlier_run_is_doubted(long size, Look expected) {
        assertThat(look(7L, 100, null, size, 50, 1, 7)).isEqualTo(expected);
    }

    private static Look look(
            @Nullable Long inode,
            long captured,
            @Nullable Stamp seen,
            long size,
            long modified,
            long device,
            long nowInode) {
        return Look.of(inode, captured, seen, new Stamp(Stamp.Type.FILE, size, modified, device, nowInode));
    }
}
