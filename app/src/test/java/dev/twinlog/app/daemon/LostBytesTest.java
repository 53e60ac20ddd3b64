package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.store.Batch.ChunkRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which bytes of a damaged piece no other piece gives.
class LostBytesTest {
    private static final ChunkRow DAMAGED = new ChunkRow(1, 100, 50, 7);

    private static ChunkRow piece(long offset, int length) {
        return new ChunkRow(1, offset, length, 8);
    }

    @Test
    void a_piece_that_no_other_overlaps_is_lost_from_its_first_byte() {
        assertThat(LostBytes.hole(DAMAGED, List.of(piece(0, 100), piece(150, 10))))
                .hasValue(100);
    }

    @Test
    void a_piece_is_lost_from_where_the_others_end() {
        assertThat(LostBytes.hole(DAMAGED, List.of(piece(90, 20), piece(110, 5), piece(120, 30))))
                .hasValue(115);
    }

    @Test
    void a_piece_that_others_cover_is_not_lost() {
        assertThat(LostBytes.hole(DAMAGED, List.of(piece(90, 20), piece(110, 40))))
                .isEmpty();
        assertThat(LostBytes.hole(DAMAGED, List.of(piece(0, 1000)))).isEmpty();
    }
}
