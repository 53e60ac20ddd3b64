package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.RecordSeen;
import org.junit.jupiter.api.Test;

class RecordTreeTest {
    private final Turns turns = new Turns(Agent.CLAUDE);
    private final RecordTree tree = new RecordTree(turns);

    private void open(RecordSeen record) {
        var opened = turns.open(record);
        if (opened.rival() != null) tree.distrust();
        tree.add(record, opened.turn());
    }

    private String turnOf(long record) {
        var turn = tree.turnOf(record, Asker.COUNT);
        return turn == null ? "none" : turn.name();
    }

    @Test
    void a_record_belongs_to_its_nearest_prompt() {
        open(Told.opener(1, 0, 10, "p"));
        tree.add(Told.record(2, 1, 11), null);
        open(Told.opener(3, 2, 20, "q"));
        tree.add(Told.record(4, 3, 21), null);
        assertThat(turnOf(2)).isEqualTo("p");
        assertThat(turnOf(4)).isEqualTo("q");
    }

    @Test
    void a_missing_parent_tells_who_asked() {
        tree.add(Told.record(2, 1, 11), null);
        assertThat(turnOf(2)).isEqualTo("none");
        assertThat(tree.add(Told.record(1, 0, 10), null)).containsExactly(Asker.COUNT);
    }

    @Test
    void a_loop_of_parents_names_no_turn() {
        tree.add(Told.record(1, 2, 10), null);
        tree.add(Told.record(2, 1, 11), null);
        assertThat(turnOf(1)).isEqualTo("none");
    }

    @Test
    void an_id_that_is_trusted_names_the_turn() {
        open(Told.opener(1, 0, 10, "p"));
        tree.add(Told.record(Told.CLAUDE, 5, 0, 12, "p", false), null);
        assertThat(turnOf(5)).isEqualTo("p");
    }

    @Test
    void an_id_that_several_prompts_open_is_believed_only_without_an_ancestor() {
        open(Told.opener(1, 0, 10, "p"));
        tree.add(Told.record(Told.CLAUDE, 2, 1, 11, "p", false), null);
        assertThat(turnOf(2)).isEqualTo("p");
        open(Told.opener(3, 2, 20, "p"));
        tree.add(Told.record(Told.CLAUDE, 9, 0, 30, "p", false), null);
        assertThat(turnOf(2)).isEqualTo("record-1");
        assertThat(turnOf(9)).isEqualTo("p");
    }

    @Test
    void of_several_tellings_of_one_record_the_first_counts() {
        tree.add(Told.record(2, 1, 11), null);
        assertThat(tree.standing(Told.record(2, 1, 11))).isEqualTo(RecordTree.Standing.KNOWN);
        assertThat(tree.standing(Told.record(2, 7, 12))).isEqualTo(RecordTree.Standing.KNOWN);
        assertThat(tree.standing(Told.record(2, 7, 10))).isEqualTo(RecordTree.Standing.TOLD_BEFORE);
        assertThat(tree.standing(Told.record(3, 7, 10))).isEqualTo(RecordTree.Standing.NEW);
    }

    @Test
    void the_same_record_at_another_place_of_a_file_is_known() {
        tree.add(Told.record(2, 1, 11), null);
        var moved = new RecordSeen(Told.CLAUDE, 2, 1, 11, 3, null, false, false, -1, 2, null);
        assertThat(tree.standing(moved)).isEqualTo(RecordTree.Standing.KNOWN);
    }
}
