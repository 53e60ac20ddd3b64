package dev.twinlog.app.daemon.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.daemon.feed.FeedEpoch.Place;
import dev.twinlog.app.daemon.feed.ImportSpans.Span;
import dev.twinlog.sources.transcripts.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Where a listener goes on, and what is history to it.
class FeedPlaceTest {
    private static final FeedEpoch FIRST = FeedEpoch.begun(1_000_000);

    private static FeedCursor cursor(FeedEpoch epoch, long event) {
        return new FeedCursor(epoch.name(), event, 7);
    }

    @Test
    void a_cursor_comes_back_from_its_text() throws Refusal {
        var cursor = cursor(FIRST, 42);

        assertThat(FeedCursor.of(cursor.toString())).isEqualTo(cursor);
    }

    @Test
    void what_is_no_cursor_is_refused() {
        for (var text : new String[] {"", "x", "a-1", "a-1-2-3", "-1-2", "a-x-2", "a-+5-2", "a-٣-2", "a--5-2"})
            assertThatThrownBy(() -> FeedCursor.of(text))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("'" + text);
    }

    @Test
    void an_epoch_comes_back_from_its_note() {
        var rebuilt = FIRST.rebuilt(2_000_000, 50, 80);

        assertThat(FeedEpoch.of(FIRST.toString())).isEqualTo(FIRST);
        assertThat(FeedEpoch.of(rebuilt.toString())).isEqualTo(rebuilt);
        assertThat(FeedEpoch.of("")).isNull();
        assertThat(FeedEpoch.of(null)).isNull();
    }

    @Test
    void in_the_same_store_a_listener_goes_on_where_it_was() {
        assertThat(FIRST.place(cursor(FIRST, 42), 60)).isEqualTo(new Place(42, 0, null));
    }

    /// After a power cut a store may have lost its last commits, which are made again from the journal.
    @Test
    void a_cursor_beyond_the_store_goes_on_at_its_end() {
        assertThat(FIRST.place(cursor(FIRST, 70), 60)).isEqualTo(new Place(60, 0, null));
    }

    @Test
    void who_had_heard_all_of_the_old_store_misses_nothing_of_the_rebuilt_one() {
        assertThat(FIRST.rebuilt(2_000_000, 50, 80).place(cursor(FIRST, 50), 99))
                .isEqualTo(new Place(80, 0, null));
    }

    @Test
    void who_was_behind_in_the_old_store_is_told_how_much_it_misses() {
        assertThat(FIRST.rebuilt(2_000_000, 50, 80).place(cursor(FIRST, 45), 99))
                .isEqualTo(new Place(80, 5, "rebuilt"));
    }

    @Test
    void in_a_store_that_is_not_known_a_listener_goes_on_from_now() {
        assertThat(FIRST.place(cursor(FeedEpoch.begun(5), 45), 99))
                .isEqualTo(new Place(99, Place.UNKNOWN, "another_store"));
    }

    @Test
    void spans_that_follow_each_other_are_one() {
        var spans = ImportSpans.NONE
                .and(new Span(1, 5, 8, true))
                .and(new Span(6, 9, 8, true))
                .and(new Span(12, 14, 8, false));

        assertThat(spans.spans()).containsExactly(new Span(1, 9, 8, true), new Span(12, 14, 8, false));
        assertThat(LongStream.range(0, 16).filter(id -> spans.has(id, 8)))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 12L, 13L, 14L);
        assertThat(spans.has(9, 7)).isTrue();
        assertThat(spans.has(12, 7)).isFalse();
    }

    @Test
    void of_more_spans_than_are_kept_the_oldest_are_forgotten() {
        var spans = ImportSpans.NONE;
        for (long id = 0; id <= ImportSpans.SPANS_MAX; id++) spans = spans.and(new Span(id * 2, id * 2, 8, true));

        assertThat(spans.spans()).hasSize(ImportSpans.SPANS_MAX);
        assertThat(spans.has(0, 8)).isFalse();
        assertThat(spans.has(2, 8)).isTrue();
    }

    /// The source is through before the settling thread is.
    @Test
    void an_import_goes_on_until_its_last_piece_is_committed() {
        var journalEnd = new AtomicLong();
        var importing = new AtomicBoolean(true);
        var watch = new ImportWatch(journalEnd::get, importing::get, () -> 8);
        watch.begin(0, 10);

        journalEnd.set(500);
        watch.told(imported(ImportWatch.LARGE_BYTES + 1));
        importing.set(false);
        watch.committed(400, 20);
        watch.committed(500, 30);
        watch.committed(600, 40);

        assertThat(watch.spans().spans()).containsExactly(new Span(11, 30, 8, true));
    }

    @Test
    void another_import_has_a_beginning_and_a_size_of_its_own() {
        var clock = new AtomicLong(8);
        var end = new AtomicLong(100);
        var watch = new ImportWatch(end::get, () -> false, clock::get);
        watch.begin(0, 0);
        watch.told(imported(ImportWatch.LARGE_BYTES + 1));
        watch.committed(100, 5);

        clock.set(20);
        end.set(200);
        watch.told(new Progress.Import(9, 8, 7, 1, 1, "file", Duration.ofMillis(1)));
        watch.committed(200, 7);

        assertThat(watch.spans().spans()).containsExactly(new Span(1, 5, 8, true), new Span(6, 7, 19, false));
    }

    @Test
    void an_import_of_few_bytes_is_not_large() {
        var watch = new ImportWatch(() -> 100, () -> true, () -> 8);
        watch.begin(0, 0);

        watch.told(imported(ImportWatch.LARGE_BYTES));
        watch.committed(100, 5);

        assertThat(watch.spans().spans()).containsExactly(new Span(1, 5, 8, false));
    }

    private static Progress.Import imported(long bytes) {
        return new Progress.Import(bytes + 3, 3, 3, 1, 1, "file", Duration.ZERO);
    }
}
