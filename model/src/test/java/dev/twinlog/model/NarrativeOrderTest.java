package dev.twinlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NarrativeOrderTest {
    private static final SessionId SESSION = new SessionId(Agent.CLAUDE, "s");

    private static Event event(Kind kind, String id, long at, @Nullable String turn) {
        return new Event(new EventKey(SESSION, kind, id), at, turn, "completed", null, SESSION, new TreeMap<>());
    }

    private static List<String> ids(Event... events) {
        return NarrativeOrder.sort(List.of(events)).stream()
                .map(event -> event.key().id())
                .toList();
    }

    @Test
    void turns_stand_by_their_start_though_they_overlap() {
        assertThat(ids(
                        event(Kind.MESSAGE, "late", 30, "a"),
                        event(Kind.PROMPT, "second", 20, "b"),
                        event(Kind.PROMPT, "first", 10, "a")))
                .containsExactly("first", "late", "second");
    }

    @Test
    void within_a_moment_kinds_stand_by_their_rank_then_by_key() {
        assertThat(ids(
                        event(Kind.MODEL_REQUEST, "r", 10, "a"),
                        event(Kind.MESSAGE, "n", 10, "a"),
                        event(Kind.MESSAGE, "m", 10, "a"),
                        event(Kind.PROMPT, "p", 10, "a")))
                .containsExactly("p", "m", "n", "r");
    }

    @Test
    void an_event_without_a_turn_stands_by_its_own_time() {
        assertThat(ids(event(Kind.PROMPT, "b", 20, "t"), event(Kind.NOTICE, "a", 10, null)))
                .containsExactly("a", "b");
    }

    @Test
    void a_thing_without_a_time_does_not_pull_its_turn_to_the_front() {
        assertThat(ids(
                        event(Kind.NOTICE, "untimed", Observation.UNTIMED, "b"),
                        event(Kind.PROMPT, "second", 20, "b"),
                        event(Kind.PROMPT, "first", 10, "a")))
                .containsExactly("first", "untimed", "second");
    }

    @Test
    void the_event_of_a_turn_as_old_as_copied_history_does_not_pull_it_to_the_front() {
        assertThat(ids(
                        event(Kind.TURN, "b", 5, "b"),
                        event(Kind.PROMPT, "second", 20, "b"),
                        event(Kind.PROMPT, "first", 10, "a")))
                .containsExactly("first", "b", "second");
    }

    @Test
    void the_order_of_asking_does_not_matter() {
        var dice = new Random(7);
        var events = new ArrayList<Event>();
        for (int i = 0; i < 60; i++)
            events.add(event(Kind.values()[dice.nextInt(7)], "e" + i, dice.nextInt(9), "t" + dice.nextInt(4)));
        var sorted = NarrativeOrder.sort(events);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(events, dice);
            assertThat(NarrativeOrder.sort(events)).isEqualTo(sorted);
        }
    }
}
