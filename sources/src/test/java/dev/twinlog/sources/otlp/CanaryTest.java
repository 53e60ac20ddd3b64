package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.otlp.OtlpRequest.Token;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final Canary canary = new Canary(new Random(1));

    @Test
    void it_is_sent_at_the_start_and_each_thirty_seconds() {
        assertThat(canary.begin(0)).isTrue();
        assertThat(canary.begin(0)).isFalse();
        canary.answered(null);
        assertThat(canary.begin(29 * SECOND)).isFalse();
        assertThat(canary.begin(30 * SECOND)).isTrue();
    }

    @Test
    void it_works_since_the_first_was_settled() {
        assertThat(canary.state()).isInstanceOf(CanaryState.Unknown.class);
        canary.begin(0);
        canary.sent(100);
        canary.look(100, SECOND, 1000);
        assertThat(canary.state()).isInstanceOf(CanaryState.Unknown.class);
        canary.look(101, SECOND, 1000);
        canary.look(101, 2 * SECOND, 2000);
        assertThat(canary.state()).isEqualTo(new CanaryState.Working(1000));
    }

    @Test
    void one_that_has_not_arrived_after_thirty_five_seconds_fails_and_says_why() {
        canary.begin(0);
        canary.answered("port 4318 answered: HTTP/1.1 503");
        canary.begin(30 * SECOND);
        canary.look(0, 35 * SECOND - 1, 34_999);
        assertThat(canary.state()).isInstanceOf(CanaryState.Unknown.class);
        canary.look(0, 35 * SECOND, 35_000);
        canary.look(0, 36 * SECOND, 36_000);
        assertThat(canary.state()).isEqualTo(new CanaryState.Failing(35_000, "port 4318 answered: HTTP/1.1 503"));
    }

    @Test
    void one_that_is_kept_but_not_settled_fails_and_works_again_when_it_is() {
        canary.begin(0);
        canary.sent(100);
        canary.answered(null);
        canary.look(100, 35 * SECOND, 35_000);
        assertThat(canary.state())
                .isInstanceOfSatisfying(
                        CanaryState.Failing.class,
                        failing -> assertThat(failing.reason()).contains("not settled"));
        canary.look(200, 36 * SECOND, 36_000);
        assertThat(canary.state()).isEqualTo(new CanaryState.Working(36_000));
    }

    @Test
    void when_something_has_changed_the_next_goes_at_once() {
        canary.begin(0);
        canary.answered("refused");
        canary.hurry();
        assertThat(canary.begin(SECOND)).isTrue();
    }

    @Test
    void it_goes_through_the_real_door_and_is_counted_nowhere() throws Exception {
        try (var scene = Scene.open()) {
            scene.receiver.beat();
            Awaitility.await().until(() -> scene.kept.all().size() == 1 && scene.kept.allForced());
            assertThat(scene.kept.all().getFirst().request().token()).isEqualTo(Token.CANARY);
            assertThat(scene.counts().requests()).isZero();
            scene.settled.set(scene.kept.end());
            scene.receiver.beat();
            assertThat(scene.receiver.health().canary()).isEqualTo(new CanaryState.Working(Scene.NOW.toEpochMilli()));
        }
    }

    @Test
    void who_only_looks_like_it_is_an_ordinary_client() throws Exception {
        try (var scene = Scene.open()) {
            var faked = new Canary(new Random(2));
            var answer = scene.post("/v1/logs", faked.body(0), Canary.HEADER + ": " + faked.nonce());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(scene.kept.all().getFirst().request().token()).isEqualTo(Token.ABSENT);
            assertThat(scene.counts().requests()).isEqualTo(1);
            scene.settled.set(scene.kept.end());
            scene.receiver.beat();
            assertThat(scene.receiver.health().canary()).isInstanceOf(CanaryState.Unknown.class);
        }
    }

    @Test
    void a_token_that_is_required_is_not_required_of_it() throws Exception {
        try (var scene = Scene.openWithTokenRequired()) {
            scene.receiver.beat();
            Awaitility.await().until(() -> scene.kept.all().size() == 1);
        }
    }
}
