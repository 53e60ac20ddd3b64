package dev.twinlog.app.daemon.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.Feed.Follow;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What listeners hear while files are read in bulk.
class FeedImportTest extends FeedScene {
    @Test
    void history_that_is_imported_is_not_told_but_what_happens_meanwhile_is() throws Exception {
        var ear = listens(all());
        ground.imported = ImportSpans.NONE.and(new ImportSpans.Span(1, 3, 0, true));
        commit(1, ONE, 10, "long ago");
        commit(2, ONE, clock.get(), "now");
        commit(3, ONE, clock.get() - Listening.LATELY.toMillis() - 1, "a little earlier");
        commit(4, ONE, 20, "old, but not in bulk");

        assertThat(text(ear.next("event"))).isEqualTo("now");
        assertThat(text(ear.next("event"))).isEqualTo("old, but not in bulk");
    }

    @Test
    void a_small_import_is_history_only_to_those_who_came_after_it_began() throws Exception {
        var ear = listens(all());
        ground.imported = ImportSpans.NONE
                .and(new ImportSpans.Span(1, 1, clock.get(), false))
                .and(new ImportSpans.Span(2, 2, clock.get() + 1, false));
        commit(1, ONE, 10, "was there before");
        commit(2, ONE, 10, "came later");

        assertThat(text(ear.next("event"))).isEqualTo("came later");
    }

    /// What was written while the daemon was away is found by a walk, as an import is.
    @Test
    void who_comes_back_hears_a_small_import_but_no_large_one() throws Exception {
        var begin = new Ear(all()).next("begin");
        ground.imported =
                ImportSpans.NONE.and(new ImportSpans.Span(1, 1, 0, true)).and(new ImportSpans.Span(2, 2, 0, false));
        commit(1, ONE, 10, "large");
        commit(2, ONE, 10, "small");

        assertThat(text(new Ear(new Follow(null, begin.id(), 0)).next("event"))).isEqualTo("small");
    }

    @Test
    void the_progress_of_an_import_is_told_once_a_second_and_its_end() throws Exception {
        ground.importing = OptionalLong.of(40);
        var ear = new Ear(all());
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":true,\"percent\":40}");

        clock.addAndGet(Listening.IMPORT_TOLD_EVERY.toMillis());
        ground.importing = OptionalLong.of(60);
        feed.ring();
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":true,\"percent\":60}");

        ground.importing = OptionalLong.empty();
        feed.ring();
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":false,\"percent\":100}");
    }
}
