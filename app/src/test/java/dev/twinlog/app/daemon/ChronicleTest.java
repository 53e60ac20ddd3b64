package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Control;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import dev.twinlog.reconcile.chronicle.SidecarLog;
import dev.twinlog.sources.appserver.SidecarMemory;
import dev.twinlog.testkit.store.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    private static final Control DEGRADED =
            Controls.of(Controls.MODE, 5, Map.of("from", "", "to", "DEGRADED_STREAMING", "reason", "stream: starting"));
    private static final Control STARTED =
            Controls.of(SidecarLog.STARTED, 6, Map.of("generation", "7", "link", "spawn", "pid", "42"));
    private static final Control LOOPS = Controls.of(SidecarLog.STATE, 7, Map.of("state", "crash_loop"));
    private static final List<Control> FACTS = List.of(DEGRADED, STARTED, LOOPS);

    private final InMemoryStore store = new InMemoryStore();

    private static void take(Chronicle chronicle) {
        for (int i = 0; i < FACTS.size(); i++) chronicle.take(FACTS.get(i), 100 * (i + 1L));
    }

    @Test
    void what_the_facts_tell_is_known_after_a_restart() {
        var chronicle = new Chronicle(store);
        take(chronicle);
        chronicle.note();
        var told = Chronicle.in(store.reader());
        assertThat(told.modes().kept())
                .containsExactly(new ModeTransition(5, null, CaptureMode.DEGRADED_STREAMING, "stream: starting"));
        assertThat(told.memory()).isEqualTo(new SidecarMemory(7, true));
    }

    @Test
    void facts_taken_again_after_a_crash_are_not_counted_twice() {
        var chronicle = new Chronicle(store);
        take(chronicle);
        chronicle.note();
        var before = Chronicle.in(store.reader());
        var again = new Chronicle(store);
        take(again);
        again.note();
        assertThat(Chronicle.in(store.reader())).isEqualTo(before);
    }

    @Test
    void a_note_that_cannot_be_read_is_forgotten() {
        store.note("chronicle", "gone\nwrong");
        assertThat(Chronicle.in(store.reader())).isEqualTo(Chronicle.Told.NOTHING);
        assertThat(new Chronicle(store)).isNotNull();
    }
}
