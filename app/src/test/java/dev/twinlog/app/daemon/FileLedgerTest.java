package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Control;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Outages;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.testkit.store.Batches;
import dev.twinlog.testkit.store.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a file that shrank or vanished means for the ledger of its session.
final class FileLedgerTest {
    private static final SessionId SESSION = new SessionId(Agent.CLAUDE, "s");
    private static final long KEY = 0xFEDC_BA98_7654_3210L;

    private final InMemoryStore store = new InMemoryStore();
    private final FileLedger ledger = new FileLedger(store);
    private long position;

    private static FileRow file(long captured) {
        return Batches.file(KEY, SESSION, "p/s.jsonl", captured);
    }

    private static Control vanished(long captured, long size) {
        return Controls.of(
                Controls.FILE_VANISHED, 7, Map.of("captured", Long.toString(captured), "size", Long.toString(size)));
    }

    private static Control shrank(long captured, long known) {
        return Controls.of(
                Controls.FILE_SHRANK, 7, Map.of("captured", Long.toString(captured), "known", Long.toString(known)));
    }

    private List<Gap> gaps(long captured) {
        return ledger.ledgers(List.of(), Outages.NONE, _ -> file(captured)).getOrDefault(SESSION, List.of());
    }

    private Gap onlyGap(long captured) {
        assertThat(gaps(captured)).hasSize(1);
        return gaps(captured).getFirst();
    }

    /// What was told is stored, and the ledger begins anew, as after a commit.
    private void commit(long captured) {
        var batch = Batches.at(++position)
                .session(Batches.session(SESSION, null, 1, 2))
                .gaps(SESSION, gaps(captured));
        store.commit(batch.build());
        ledger.clear();
    }

    @Test
    void a_file_that_vanished_whole_is_explained() {
        ledger.tell(vanished(100, 100), file(100));
        var gap = onlyGap(100);
        assertThat(gap.kind()).isEqualTo(Gap.Kind.FILE_VANISHED);
        assertThat(gap.state()).isEqualTo(Gap.State.EXPLAINED);
        assertThat(gap.evidence()).isEqualTo("p/s.jsonl is no longer there; the 100 bytes that it had are captured");
        assertThat(gap.since()).isEqualTo(7);
    }

    @Test
    void a_file_that_vanished_with_bytes_unread_is_open_and_names_them() {
        ledger.tell(vanished(100, 250), file(100));
        var gap = onlyGap(100);
        assertThat(gap.state()).isEqualTo(Gap.State.OPEN);
        assertThat(gap.evidence())
                .isEqualTo("p/s.jsonl is no longer there; its bytes from 100 to 250 were never captured");
    }

    @Test
    void a_file_that_was_packed_is_explained_whatever_was_read_of_it() {
        var packed = Controls.of(
                Controls.FILE_VANISHED, 7, Map.of("captured", "1", "size", "9", "replacedBy", "p/s.jsonl.zst"));
        ledger.tell(packed, file(1));
        assertThat(onlyGap(1).state()).isEqualTo(Gap.State.EXPLAINED);
        assertThat(onlyGap(1).evidence()).contains("it is now p/s.jsonl.zst");
    }

    @Test
    void a_file_that_shrank_is_open_only_when_bytes_were_never_read() {
        ledger.tell(shrank(100, 100), file(100));
        assertThat(onlyGap(100).state()).isEqualTo(Gap.State.EXPLAINED);
        ledger.clear();
        ledger.tell(shrank(100, 180), file(100));
        assertThat(onlyGap(100).state()).isEqualTo(Gap.State.OPEN);
        assertThat(onlyGap(100).evidence()).contains("became shorter", "from 100 to 180");
    }

    @Test
    void an_open_gap_heals_once_every_missing_byte_is_captured() {
        ledger.tell(vanished(100, 250), file(100));
        commit(100);
        ledger.tell(shrank(10, 10), file(10)); // another fact has the ledger looked at again
        assertThat(gaps(249)).extracting(Gap::state).contains(Gap.State.OPEN);
        assertThat(gaps(250)).extracting(Gap::state).containsExactly(Gap.State.HEALED, Gap.State.EXPLAINED);
        commit(250);
        ledger.tell(shrank(10, 10), file(10));
        assertThat(gaps(0))
                .as("healed is healed, whatever becomes of the file later")
                .extracting(Gap::state)
                .contains(Gap.State.HEALED);
    }

    @Test
    void the_same_fact_told_again_is_one_gap() {
        ledger.tell(vanished(100, 100), file(100));
        ledger.tell(vanished(100, 100), file(100));
        commit(100);
        ledger.tell(vanished(100, 100), file(100));
        assertThat(gaps(100)).hasSize(1);
    }

    @Test
    void gaps_of_another_kind_are_kept_as_they_are() {
        var hole = new Gap(SESSION, Gap.Kind.ORDINAL_HOLE, "1-2", Gap.State.OPEN, 3, "no line 1");
        store.commit(Batches.at(++position)
                .session(Batches.session(SESSION, null, 1, 2))
                .gaps(SESSION, List.of(hole))
                .build());
        ledger.tell(vanished(100, 100), file(100));
        assertThat(gaps(100)).hasSize(2).contains(hole);
    }

    @Test
    void a_fact_with_no_numbers_is_taken_as_none_missing() {
        ledger.tell(Controls.of(Controls.FILE_VANISHED, 7, Map.of("captured", "many")), file(5));
        assertThat(onlyGap(5).state()).isEqualTo(Gap.State.EXPLAINED);
    }

    @Test
    void what_was_told_is_forgotten_once_it_is_committed() {
        ledger.tell(vanished(100, 100), file(100));
        ledger.clear();
        assertThat(ledger.ledgers(List.of(), Outages.NONE, _ -> file(100))).isEmpty();
    }
}
