package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StayTest {
    private static final long HEAD = Duration.ofSeconds(10).toNanos();
    private static final long FAREWELL = OtlpLimits.FAREWELL.toNanos();
    private static final long FAREWELL_MAX = OtlpLimits.FAREWELL_MAX.toNanos();

    private final Stay stay = new Stay(HEAD, 0);

    @Test
    void a_first_head_has_its_time_and_no_more() {
        assertThat(stay.verdict(HEAD)).isEqualTo(Stay.Verdict.STAYS);
        assertThat(stay.verdict(HEAD + 1)).isEqualTo(Stay.Verdict.LATE);
    }

    @Test
    void a_later_head_has_its_time_from_its_first_byte() {
        stay.begun(false);
        stay.ended();
        stay.heard(5 * HEAD);
        stay.heard(6 * HEAD);
        assertThat(stay.verdict(6 * HEAD)).isEqualTo(Stay.Verdict.STAYS);
        assertThat(stay.verdict(6 * HEAD + 1)).isEqualTo(Stay.Verdict.LATE);
    }

    @Test
    void what_an_http2_client_says_between_requests_is_no_head() {
        stay.begun(true);
        stay.ended();
        stay.heard(1);
        assertThat(stay.verdict(100 * HEAD)).isEqualTo(Stay.Verdict.STAYS);
    }

    @Test
    void after_the_last_answer_it_stays_for_a_moment() {
        stay.begun(true);
        stay.ended();
        stay.parted(7);
        stay.parted(FAREWELL);
        assertThat(stay.verdict(7 + FAREWELL)).isEqualTo(Stay.Verdict.STAYS);
        assertThat(stay.verdict(8 + FAREWELL)).isEqualTo(Stay.Verdict.DONE);
    }

    @Test
    void other_requests_may_end_but_not_for_ever() {
        stay.begun(true);
        stay.begun(true);
        stay.ended();
        stay.parted(0);
        assertThat(stay.verdict(FAREWELL_MAX)).isEqualTo(Stay.Verdict.STAYS);
        assertThat(stay.verdict(FAREWELL_MAX + 1)).isEqualTo(Stay.Verdict.LATE);
        stay.ended();
        assertThat(stay.verdict(FAREWELL_MAX)).isEqualTo(Stay.Verdict.DONE);
    }

    @Test
    void its_end_is_told_once() {
        assertThat(stay.end()).isTrue();
        assertThat(stay.end()).isFalse();
    }
}
