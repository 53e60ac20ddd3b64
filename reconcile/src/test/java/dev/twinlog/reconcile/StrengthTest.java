package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrengthTest {
    private static final long SEED = 4711;

    /// Values from small ranges, so that equal parts are common.
    private static List<Strength> some() {
        var dice = new Random(SEED);
        var some = new ArrayList<Strength>();
        for (int i = 0; i < 120; i++)
            some.add(new Strength(
                    dice.nextInt(3),
                    Phase.values()[dice.nextInt(3)],
                    dice.nextInt(2),
                    dice.nextInt(2) - 1,
                    dice.nextInt(2)));
        return some;
    }

    @Test
    void only_equals_are_equally_strong() {
        for (var one : some())
            for (var other : some()) assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    }

    @Test
    void of_two_one_is_stronger_whichever_is_asked() {
        for (var one : some())
            for (var other : some())
                assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
    }

    @Test
    void what_beats_the_stronger_beats_the_weaker() {
        var some = some();
        for (var a : some)
            for (var b : some)
                for (var c : some)
                    if (a.beats(b) && b.beats(c) && !a.beats(c)) throw new AssertionError(a + " " + b + " " + c);
    }

    @Test
    void of_documents_without_a_time_the_longer_wins_and_anything_with_a_time_beats_both() {
        for (int i = 0; i < 50; i++) {
            var part = document(Observation.UNTIMED, 100, "part " + i);
            var whole = document(Observation.UNTIMED, 101, "whole " + i);
            assertThat(whole.beats(part)).isTrue();
            assertThat(document(0, 1, "timed").beats(whole)).isTrue();
        }
    }

    private static Strength document(long at, int length, String text) {
        var said = Told.of(Kind.TOOL_CALL, at)
                .sequence(length)
                .alias(Alias.Type.DIGEST, "d")
                .put(FieldGroup.OUTPUT, "output", text)
                .heard();
        return Strength.of(Agent.CLAUDE, FieldGroup.OUTPUT, said, Fields.of("output", text));
    }

    @Test
    void a_believed_witness_beats_a_later_one() {
        var early = Told.of(Kind.MESSAGE, 1).alias(Alias.Type.ITEM, "i").heard();
        var late = Told.of(Kind.MESSAGE, 9)
                .alias(Alias.Type.ITEM, "i")
                .by(Witness.OTLP)
                .heard();
        var fields = Fields.of("text", "x");
        var transcript = Strength.of(Agent.CLAUDE, FieldGroup.INPUT, early, fields);
        var otlp = Strength.of(Agent.CLAUDE, FieldGroup.INPUT, late, fields);
        assertThat(transcript.beats(otlp)).isTrue();
        assertThat(Strength.of(Agent.CLAUDE, FieldGroup.USAGE, late, fields)
                        .beats(Strength.of(Agent.CLAUDE, FieldGroup.USAGE, early, fields)))
                .isTrue();
        assertThat(Strength.of(Agent.CODEX, FieldGroup.USAGE, early, fields)
                        .beats(Strength.of(Agent.CODEX, FieldGroup.USAGE, late, fields)))
                .isTrue();
    }

    @Test
    void every_group_names_every_witness_once() {
        for (var agent : Agent.values())
            for (var group : FieldGroup.values()) {
                var believed = group.believed(agent);
                assertThat(believed).doesNotHaveDuplicates();
                assertThat(EnumSet.copyOf(believed)).isEqualTo(EnumSet.allOf(Witness.class));
            }
    }
}
