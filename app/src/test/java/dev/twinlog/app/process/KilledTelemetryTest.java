package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Raw telemetry that is let go of by a process which is killed again and again: nothing that was settled is lost,
/// nothing is settled twice, and in the end no raw request is left.
@Tag("slow")
class KilledTelemetryTest extends RawTelemetryScene {
    private static final boolean LONG = Boolean.getBoolean("twinlog.long");
    private static final int KILLS = LONG ? 20 : 5;
    private static final long SEED = Long.getLong("twinlog.seed", 5);
    private static final int SESSIONS = 400;
    private static final int EACH = 4;

    /// Each request tells of two sessions.
    private void fill() throws Exception {
        var requests = new ArrayList<List<String>>();
        for (int round = 0; round < EACH; round++)
            for (int session = 0; session < SESSIONS; session += 2)
                requests.add(List.of(
                        request("s" + session, LONG_AGO + round, round),
                        request("s" + (session + 1), LONG_AGO + round, round)));
        journal(Duration.ZERO, requests);
    }

    @Test
    void letting_go_killed_anywhere_loses_nothing_that_was_settled() throws Exception {
        fill();
        assertThat(household.process("sync").code()).isZero();
        tells(SESSIONS * EACH, 2L * SESSIONS * EACH);
        var digest = verify().at("digest").text();
        household.with("TWINLOG_RAW_KEEP", "none");
        var dice = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) kill(dice.nextInt(SESSIONS / 2));
        assertThat(household.process("sync").code()).isZero();
        assertThat(requests()).as("seed %d", SEED).doesNotContain("session.id");
        tells(SESSIONS * EACH, 2L * SESSIONS * EACH);
        var verify = verify();
        assertThat(verify.at("digest").text()).as("seed %d", SEED).isEqualTo(digest);
        assertThat(list(verify, "sealed")).hasSize(SESSIONS);
        household.with("TWINLOG_RAW_KEEP", "all");
        assertThat(household.process("rebuild").code()).isZero();
        tells(SESSIONS * EACH, 2L * SESSIONS * EACH);
        assertThat(verify().at("digest").text()).as("seed %d", SEED).isEqualTo(digest);
    }

    /// Lets it work until some more of what it does can be seen, or all is done.
    private void kill(int most) throws Exception {
        try (var daemon = household.up()) {
            long facts = facts() + most;
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> facts() >= Math.min(facts, SESSIONS));
            daemon.kill();
        }
    }

    private long facts() {
        return household
                .ask("status")
                .at("counters", "raw.expired_telemetry_sessions")
                .number();
    }
}
