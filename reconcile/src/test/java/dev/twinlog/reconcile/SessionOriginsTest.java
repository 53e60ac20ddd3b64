package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.EventOrigin.Rule;
import dev.twinlog.reconcile.SessionOrigins.By;
import dev.twinlog.reconcile.SessionOrigins.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an event was made of, and by which of its names it is found.
final class SessionOriginsTest {
    private static SessionOrigins origins(Heard... heard) {
        var collector = new SessionOrigins.Collector(Told.CLAUDE);
        for (var each : heard) collector.hear(each);
        return collector.settled();
    }

    private static Found.One found(SessionOrigins origins, String name) {
        assertThat(origins.find(name)).isInstanceOf(Found.One.class);
        return (Found.One) origins.find(name);
    }

    private static EventOrigin.Part part(EventOrigin origin, FieldGroup group) {
        return origin.parts().stream()
                .filter(part -> part.group() == group)
                .findFirst()
                .orElseThrow();
    }

    private static List<Rule> lost(EventOrigin origin, FieldGroup group) {
        return part(origin, group).claims().stream()
                .skip(1)
                .map(EventOrigin.Claim::rule)
                .toList();
    }

    private static Told message(long at, Object text) {
        return Told.of(Kind.MESSAGE, at).alias(Alias.Type.MESSAGE, "m").put(FieldGroup.INPUT, "text", text);
    }

    @Test
    void the_strongest_is_taken_and_each_other_says_which_rule_it_lost_by() {
        var whole = message(5, "whole").heard();
        var origin = found(
                        origins(
                                message(1, "earlier").heard(),
                                message(6, "preview").by(Witness.OTLP).heard(),
                                message(7, "half").phase(Phase.DELTA).heard(),
                                whole),
                        "message/m")
                .origin();

        assertThat(part(origin, FieldGroup.INPUT).claims().getFirst().said().observation())
                .isEqualTo(whole);
        assertThat(part(origin, FieldGroup.INPUT).claims().getFirst().rule()).isNull();
        assertThat(lost(origin, FieldGroup.INPUT))
                .containsExactly(Rule.EARLIER, Rule.LESS_COMPLETE, Rule.WEAKER_WITNESS);
    }

    @Test
    void of_usage_the_greater_output_count_wins_over_a_later_one() {
        var most = usage(1, 90).heard();
        var origin =
                found(origins(most, usage(9, 20).heard()), "model_request/r").origin();

        assertThat(part(origin, FieldGroup.USAGE).claims().getFirst().said().observation())
                .isEqualTo(most);
        assertThat(lost(origin, FieldGroup.USAGE)).containsExactly(Rule.FEWER_OUTPUT_TOKENS);
    }

    private static Told usage(long at, long output) {
        return Told.of(Kind.MODEL_REQUEST, at)
                .alias(Alias.Type.REQUEST, "r")
                .put(FieldGroup.USAGE, "outputTokens", output);
    }

    @Test
    void where_all_else_is_equal_the_digest_decides_and_not_the_order() {
        var one = message(1, "one").heard();
        var other = message(1, "other").heard();
        for (var heard : List.of(new Heard[] {one, other}, new Heard[] {other, one})) {
            var origin = found(origins(heard), "message/m").origin();
            assertThat(part(origin, FieldGroup.INPUT)
                            .claims()
                            .getFirst()
                            .said()
                            .observation()
                            .digest())
                    .isEqualTo(Math.max(one.digest(), other.digest()));
            assertThat(lost(origin, FieldGroup.INPUT)).containsExactly(Rule.LESSER_DIGEST);
        }
    }

    @Test
    void a_repeat_is_one_claim_that_stands_in_two_places() {
        var told = message(1, "said").identity(7).heard();
        var again = message(1, "said").identity(7).sequence(50).heard();

        var claims = part(found(origins(told, again), "message/m").origin(), FieldGroup.INPUT)
                .claims();

        assertThat(claims).hasSize(1);
        assertThat(claims.getFirst().said().again()).containsExactly(again.raw());
    }

    @Test
    void an_older_key_and_a_key_from_before_a_link_resolve_and_are_told() {
        var link = new Link(
                Told.CLAUDE,
                Kind.MODEL_REQUEST,
                new Alias(Alias.Type.REQUEST, "r"),
                new Alias(Alias.Type.MESSAGE, "msg"));
        var byMessage = Told.of(Kind.MODEL_REQUEST, 1)
                .alias(Alias.Type.MESSAGE, "msg")
                .put(FieldGroup.ABOUT, "model", "x")
                .heard();
        var origins = origins(byMessage, usage(2, 5).heard(), link);

        var found = found(origins, "model_request/msg");

        assertThat(found.by()).isEqualTo(By.OLDER_KEY);
        assertThat(found.origin().event().key().id()).isEqualTo("r");
        assertThat(found.origin().keys())
                .containsExactly(
                        new EventKey(Told.CLAUDE, Kind.MODEL_REQUEST, "r"),
                        new EventKey(Told.CLAUDE, Kind.MODEL_REQUEST, "msg"));
        assertThat(found.origin().links()).containsExactly(link);
        assertThat(found(origins, "model_request/r").by()).isEqualTo(By.KEY);
    }

    @Test
    void a_beginning_is_found_when_it_fits_one_event_and_told_when_it_fits_several() {
        var origins = origins(
                Told.of(Kind.MESSAGE, 1).alias(Alias.Type.MESSAGE, "ab1").heard(),
                Told.of(Kind.MESSAGE, 2).alias(Alias.Type.MESSAGE, "ab2").heard());

        assertThat(found(origins, "message/ab1").by()).isEqualTo(By.KEY);
        assertThat(found(origins, "message/ab2").by()).isEqualTo(By.KEY);
        assertThat(origins.find("mess")).isInstanceOfSatisfying(Found.Several.class, several -> {
            assertThat(several.all()).isEqualTo(2);
            assertThat(several.some()).extracting(EventKey::id).containsExactly("ab1", "ab2");
        });
        assertThat(origins.find("message/ac")).isInstanceOf(Found.None.class);
        assertThat(found(origins(message(1, "x").heard()), "me").by()).isEqualTo(By.BEGINNING);
    }

    @Test
    void candidates_are_bounded_and_their_number_is_told() {
        var heard = new Heard[SessionOrigins.CANDIDATES_MAX + 3];
        for (int i = 0; i < heard.length; i++)
            heard[i] = Told.of(Kind.MESSAGE, i + 1)
                    .alias(Alias.Type.MESSAGE, "m" + i)
                    .heard();
        assertThat(origins(heard).find("message/m")).isInstanceOfSatisfying(Found.Several.class, several -> {
            assertThat(several.some()).hasSize(SessionOrigins.CANDIDATES_MAX);
            assertThat(several.all()).isEqualTo(heard.length);
        });
    }

    @Test
    void telemetry_that_no_transcript_confirms_is_withheld() {
        var telemetry = usage(1, 5).by(Witness.OTLP).heard();
        var origin = found(origins(message(1, "transcript").heard(), telemetry), "model_request/r")
                .origin();

        assertThat(origin.standing()).isEqualTo(EventOrigin.Place.WITHHELD);
        assertThat(part(origin, FieldGroup.USAGE).claims())
                .extracting(EventOrigin.Claim::rule)
                .containsExactly(Rule.WITHHELD);
    }

    @Test
    void long_texts_are_cut_and_differ_where_the_whole_ones_do() {
        var text = "a".repeat(SlimTexts.KEPT_CHARS_MAX + 1);
        var one = (Observation) SlimTexts.of(message(1, text).heard());
        var same = (Observation) SlimTexts.of(message(1, text).heard());
        var other = (Observation) SlimTexts.of(
                message(1, "a".repeat(SlimTexts.KEPT_CHARS_MAX) + "b").heard());
        var shortest = (Observation) SlimTexts.of(message(1, text.substring(1)).heard());

        assertThat(one.groups()).isEqualTo(same.groups()).isNotEqualTo(other.groups());
        assertThat(one.groups().toString()).contains((SlimTexts.KEPT_CHARS_MAX + 1) + " characters");
        assertThat(shortest.groups().toString()).doesNotContain("characters");
    }
}
