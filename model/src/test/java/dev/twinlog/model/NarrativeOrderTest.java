package dev.twinlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.NarrativeOrder.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NarrativeOrderTest {
    private static Place place(String turn, long at, Kind kind, String id) {
        return new Place(turn, at, kind, id);
    }

    @Test
    void turns_stand_by_their_start_and_never_mix() {
        var early = place("b", 1, Kind.PROMPT, "p1");
        var late = place("b", 9, Kind.MESSAGE, "m1");
        var between = place("a", 5, Kind.PROMPT, "p2");

        assertThat(order(between, late, early)).containsExactly(early, late, between);
    }

    @Test
    void an_event_without_a_turn_stands_by_its_own_time() {
        var first = place("b", 1, Kind.PROMPT, "p");
        var last = place("b", 9, Kind.MESSAGE, "m");
        var alone = place(null, 5, Kind.NOTICE, "n");
        var before = place(null, 1, Kind.NOTICE, "n0");

        assertThat(order(alone, last, first, before)).containsExactly(before, first, last, alone);
    }

    @Test
    void at_one_moment_kinds_have_their_order_and_then_ids() {
        var prompt = place("t", 1, Kind.PROMPT, "z");
        var one = place("t", 1, Kind.MESSAGE, "a");
        var other = place("t", 1, Kind.MESSAGE, "b");
        var turn = place("t", 1, Kind.TURN, "a");

        assertThat(order(turn, other, one, prompt)).containsExactly(prompt, one, other, turn);
    }

    @Test
    void an_untimed_event_does_not_move_its_turn() {
        var untimed = place("b", Observation.UNTIMED, Kind.NOTICE, "n");
        var timed = place("b", 9, Kind.MESSAGE, "m");
        var other = place("a", 5, Kind.PROMPT, "p");

        assertThat(order(untimed, timed, other)).containsExactly(other, untimed, timed);
    }

    @Test
    void order_of_arrival_never_matters() {
        var random = new Random(4711);
        var all = new ArrayList<Place>();
        for (int i = 0; i < 60; i++)
            all.add(place(i % 4 == 0 ? null : "t" + i % 4, random.nextInt(5), Kind.values()[i % 7], "id" + i));
        var expected = NarrativeOrder.of(all, p -> p);
        for (int i = 0; i < 100; i++) {
            Collections.shuffle(all, random);
            assertThat(NarrativeOrder.of(all, p -> p)).isEqualTo(expected);
        }
    }

    private static List<Place> order(Place... places) {
        return NarrativeOrder.of(List.of(places), p -> p);
    }
}
