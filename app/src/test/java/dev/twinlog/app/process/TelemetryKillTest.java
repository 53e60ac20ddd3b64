package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Telemetry that was acknowledged is never lost and never settled twice, wherever the daemon is killed under load.
/// More kills with `-Dtwinlog.long=true`; `-Dtwinlog.seed=N` for others.
@Tag("slow")
class TelemetryKillTest {
    private static final boolean LONG = Boolean.getBoolean("twinlog.long");
    private static final int KILLS = LONG ? 20 : 5;
    private static final int CLIENTS = 6;
    private static final long SEED = Long.getLong("twinlog.seed", 4);
    /// Requests that are acknowledged between two kills, at most.
    private static final int REQUESTS_MOST = 120;

    @TempDir
    Path folder;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_is_settled_twice() throws Exception {
        var port = FreePort.any();
        var household = Household.in(folder).with("TWINLOG_OTLP_HTTP_PORT", port);
        var ending = new CountDownLatch(1);
        var clients = new ArrayList<TelemetryClient>();
        for (int i = 0; i < CLIENTS; i++) clients.add(new TelemetryClient(Integer.parseInt(port), "s" + i, ending));
        var threads = clients.stream().map(Thread.ofVirtual()::start).toList();
        killing(household, clients);
        try (var daemon = household.up()) {
            awaitAcknowledged(clients, acknowledged(clients) + 20);
            ending.countDown();
            for (var thread : threads) thread.join();
            var kept = exported(household);
            for (var client : clients) {
                var ids = kept.getOrDefault(client.session(), Set.of());
                assertThat(ids).as("seed %d, %s", SEED, client.session()).containsAll(client.acknowledged());
            }
            assertSettledOnce(household, kept);
            assertThat(daemon.terminate()).isZero();
        }
        assertThat(household.process("rebuild").code()).isZero();
        assertSettledOnce(household, exported(household));
    }

    private static void killing(Household household, List<TelemetryClient> clients) throws Exception {
        var dice = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            try (var daemon = household.up()) {
                int more = 1 + dice.nextInt(REQUESTS_MOST);
                awaitAcknowledged(clients, acknowledged(clients) + more * TelemetryClient.RECORDS);
                daemon.kill();
            }
        }
    }

    private static int acknowledged(List<TelemetryClient> clients) {
        return clients.stream().mapToInt(client -> client.acknowledged().size()).sum();
    }

    private static void awaitAcknowledged(List<TelemetryClient> clients, int enough) {
        org.awaitility.Awaitility.await()
                .pollInterval(2, TimeUnit.MILLISECONDS)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> acknowledged(clients) >= enough);
    }

    /// The request ids in the journal by session; one that is told twice fails.
    private static Map<String, Set<String>> exported(Household household) {
        var said = household.run("export", "--raw-attributes");
        assertThat(said.code()).as(said.err()).isZero();
        var kept = new HashMap<String, Set<String>>();
        said.out().lines().map(Json::read).forEach(record -> {
            var attributes = record.at("attributes");
            var id = attributes.at("request_id").text();
            assertThat(kept.computeIfAbsent(attributes.at("session.id").text(), session -> new HashSet<>())
                            .add(id))
                    .as("%s is told once", id)
                    .isTrue();
        });
        return kept;
    }

    private static void assertSettledOnce(Household household, Map<String, Set<String>> kept) {
        int requests = kept.values().stream().mapToInt(Set::size).sum();
        var total = household.ask("usage").at("agents", "claude", "total");
        assertThat(total.at("requests").number()).isEqualTo(requests);
        assertThat(total.at("inputTokens").number()).isEqualTo(requests);
        assertThat(total.at("outputTokens").number()).isEqualTo(2L * requests);
    }
}
