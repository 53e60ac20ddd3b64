package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Outage;
import dev.twinlog.model.Outage.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private final OutageLog log = new OutageLog();

    private List<Outage> all() {
        return log.outages().all();
    }

    private void begun(long at) {
        log.started(at);
        log.up("http", at + 1);
        log.up("grpc", at + 2);
    }

    @Test
    void before_a_door_was_open_nothing_is_an_outage() {
        log.sign(5);
        log.down("http", "port_taken", 6);
        begun(100);
        assertThat(all()).isEmpty();
    }

    @Test
    void a_killed_twinlog_was_away_from_its_last_sign_of_life_until_a_door_was_open() {
        begun(100);
        log.sign(5000);
        begun(9000);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 5000, 9001, "", "killed", 0));
    }

    @Test
    void an_ordered_end_says_so_once_and_not_for_each_door() {
        begun(100);
        log.down("http", "stopped", 4000);
        log.down("grpc", "stopped", 4001);
        log.stopped(4002);
        begun(9000);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 4002, 9001, "", "stopped", 0));
    }

    @Test
    void a_door_that_is_shut_is_an_outage_until_it_is_open() {
        begun(100);
        log.down("grpc", "port_taken", 4000);
        log.down("grpc", "port_taken", 9000);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 4000, Outage.GOES_ON, "grpc", "port_taken", 0));
        log.up("grpc", 20_000);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 4000, 20_000, "grpc", "port_taken", 0));
    }

    @Test
    void an_end_without_a_start_that_opened_a_door_goes_on() {
        begun(100);
        log.sign(5000);
        log.started(9000);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 5000, Outage.GOES_ON, "", "killed", 0));
        log.sign(9500);
        log.started(20_000);
        log.up("http", 20_001);
        assertThat(all()).containsExactly(new Outage(Kind.DOWN, 5000, 20_001, "", "killed", 0));
    }

    @Test
    void refused_requests_are_outages_of_their_door() {
        log.refused("http", "overloaded", 3, 1000, 1900);
        log.refused("http", "overloaded", 4, 2000, 2900);
        log.refused("http", "unauthorized", 1, 2000, 2000);
        assertThat(all())
                .containsExactly(
                        new Outage(Kind.REFUSED, 1000, 2900, "http", "overloaded", 7),
                        new Outage(Kind.REFUSED, 2000, 2000, "http", "unauthorized", 1));
    }

    @Test
    void what_is_known_outlives_its_text() {
        begun(100);
        log.refused("http", "two words\nand a line", 3, 1000, 1900);
        log.down("grpc", "port_taken", 4000);
        log.sign(5000);
        var again = OutageLog.of(log.text());
        assertThat(again.text()).isEqualTo(log.text());
        assertThat(again.outages().all()).isEqualTo(all());
        log.started(9000);
        again.started(9000);
        assertThat(again.outages().all()).isEqualTo(all()).isNotEmpty();
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException().isThrownBy(() -> OutageLog.of("nonsense"));
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> OutageLog.of("over DOWN 1"));
    }

    @Test
    void of_too_many_outages_the_oldest_are_forgotten() {
        begun(100);
        for (int i = 0; i <= OutageLog.OUTAGES_MAX; i++)
            log.refused("http", "overloaded", 1, 1_000_000L * (i + 1), 1_000_000L * (i + 1));
        assertThat(all()).hasSize(OutageLog.OUTAGES_MAX).noneMatch(outage -> outage.from() == 1_000_000L);
    }
}
