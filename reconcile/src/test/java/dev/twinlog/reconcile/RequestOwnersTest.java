package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import org.junit.jupiter.api.Test;

class RequestOwnersTest {
    private static final Alias REQUEST = new Alias(Alias.Type.REQUEST, "r");
    private static final Alias SECOND = new Alias(Alias.Type.MESSAGE, "m2");

    private final RequestOwners owners = new RequestOwners();

    private static Observation claim(String request, String message) {
        return Told.of(Kind.MODEL_REQUEST, 1)
                .alias(Alias.Type.REQUEST, request)
                .alias(Alias.Type.MESSAGE, message)
                .heard();
    }

    @Test
    void a_second_message_does_not_get_the_request_of_the_first() {
        assertThat(owners.admits(claim("r", "m1"))).isTrue();
        assertThat(owners.admits(claim("r", "m2"))).isTrue();
        assertThat(owners.aliases(claim("r", "m1"))).contains(REQUEST);
        assertThat(owners.aliases(claim("r", "m2"))).containsExactly(SECOND);
        assertThat(owners.refused()).isEqualTo(1);
    }

    @Test
    void a_lesser_message_takes_the_request_away() {
        owners.admits(claim("r", "m2"));
        assertThat(owners.admits(claim("r", "m1"))).isFalse();
    }

    @Test
    void one_message_may_have_several_requests() {
        owners.admits(claim("r1", "m"));
        owners.admits(claim("r2", "m"));
        assertThat(owners.refused()).isZero();
    }

    @Test
    void a_link_cannot_join_what_an_observation_cannot() {
        owners.admits(claim("r", "m1"));
        var link = new Link(Told.CLAUDE, Kind.MODEL_REQUEST, REQUEST, SECOND);
        assertThat(owners.admits(link)).isTrue();
        assertThat(owners.refuses(link)).isTrue();
        assertThat(owners.refused()).isEqualTo(1);
    }

    @Test
    void a_claim_heard_twice_is_refused_once() {
        owners.admits(claim("r", "m1"));
        owners.admits(claim("r", "m2"));
        owners.admits(claim("r", "m2"));
        assertThat(owners.refused()).isEqualTo(1);
    }
}
