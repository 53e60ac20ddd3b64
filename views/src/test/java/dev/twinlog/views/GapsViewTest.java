package dev.twinlog.views;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Gap;
import dev.twinlog.model.Gap.State;
import dev.twinlog.testkit.store.InMemoryStore;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GapsViewTest {
    private static final long NOW = 1_000_000;

    private final InMemoryStore store = new InMemoryStore();

    private static Gap gap(State state, long since) {
        return new Gap(claude("a"), Gap.Kind.SEQUENCE_HOLE, state.wire() + since, state, since, "why");
    }

    private List<State> shown(@Nullable State state) {
        var filter = new GapsView.Filter(null, null, state);
        return GapsView.of(store.reader(), null, filter, NOW).gaps().stream()
                .map(Gap::state)
                .sorted()
                .toList();
    }

    @Test
    void what_may_still_be_under_way_is_not_shown_in_any_state() {
        var now = Arrays.stream(State.values()).map(state -> gap(state, NOW)).toList();
        var later =
                Arrays.stream(State.values()).map(state -> gap(state, NOW + 1)).toList();
        store.commit(at(1).gaps(claude("a"), later).build());
        assertThat(shown(null)).isEmpty();
        store.commit(at(2).gaps(claude("a"), now).build());
        assertThat(shown(null)).containsExactly(State.values());
        assertThat(shown(State.OPEN)).containsExactly(State.OPEN);
    }
}
