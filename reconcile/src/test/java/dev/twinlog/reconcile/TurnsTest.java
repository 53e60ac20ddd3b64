package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.RecordSeen;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns claude = new Turns(Agent.CLAUDE);
    private final Turns codex = new Turns(Agent.CODEX);

    private static RecordSeen codexTurn(String id, long at) {
        return Told.record(Told.CODEX, at, 0, at, id, true);
    }

    private static CanonicalOrder at(long at) {
        return new CanonicalOrder(at, at, 0, 0);
    }

    @Test
    void the_last_of_several_prompts_keeps_the_id_that_all_open() {
        var first = claude.open(Told.opener(1, 0, 10, "p")).turn();
        var second = claude.open(Told.opener(2, 1, 20, "p"));
        assertThat(second.rival()).isSameAs(first);
        assertThat(first.name()).isEqualTo("record-1");
        assertThat(second.turn().name()).isEqualTo("p");
        assertThat(claude.named("p")).isSameAs(second.turn());
    }

    @Test
    void an_earlier_prompt_heard_later_does_not_take_the_id() {
        var second = claude.open(Told.opener(2, 1, 20, "p")).turn();
        var first = claude.open(Told.opener(1, 0, 10, "p"));
        assertThat(first.turn().name()).isEqualTo("record-1");
        assertThat(claude.named("p")).isSameAs(second);
    }

    @Test
    void an_id_that_two_prompts_open_is_not_trusted() {
        claude.open(Told.opener(1, 0, 10, "p"));
        assertThat(claude.trusts("p")).isTrue();
        claude.open(Told.opener(2, 1, 20, "p"));
        assertThat(claude.trusts("p")).isFalse();
    }

    @Test
    void codex_tells_a_turn_once() {
        var turn = codex.open(codexTurn("a", 10));
        var again = codex.open(codexTurn("a", 20));
        assertThat(again.turn()).isSameAs(turn.turn());
        assertThat(again.rival()).isNull();
    }

    @Test
    void the_running_turn_is_the_last_that_opened() {
        var a = codex.open(codexTurn("a", 10)).turn();
        var b = codex.open(codexTurn("b", 20)).turn();
        assertThat(codex.running(at(9), Asker.COUNT)).isNull();
        assertThat(codex.running(at(10), Asker.COUNT)).isSameAs(a);
        assertThat(codex.running(at(19), Asker.COUNT)).isSameAs(a);
        assertThat(codex.running(at(25), Asker.COUNT)).isSameAs(b);
    }

    @Test
    void an_opening_before_what_was_counted_changes_counts() {
        codex.open(codexTurn("a", 10));
        codex.running(at(30), Asker.COUNT);
        assertThat(codex.changesCounts(codexTurn("b", 20))).isTrue();
        assertThat(codex.changesCounts(codexTurn("b", 40))).isFalse();
    }

    @Test
    void a_place_is_spelled_with_the_name_that_its_turn_has_now() {
        var turn = claude.open(Told.opener(1, 0, 10, "p")).turn();
        var place = claude.place(turn, "prompt#1");
        assertThat(claude.spell(place)).isEqualTo("p/prompt#1");
        claude.open(Told.opener(2, 1, 20, "p"));
        assertThat(claude.spell(place)).isEqualTo("record-1/prompt#1");
    }

    @Test
    void a_family_of_numbers_is_no_place_in_a_turn() {
        assertThat(claude.spell("10/2/3#1")).isEqualTo("10/2/3#1");
    }

    /// What an agent writes is text like any other, and ends no settling.
    @Test
    void an_id_that_begins_like_a_number_stays_as_it_is() {
        claude.named("p");
        for (var id : new String[] {"\0x", "\0", "\0/x", "\0" + "1", "\0" + "99999999999", "\0-1"})
            assertThat(claude.spell(id)).isEqualTo(id);
        assertThat(claude.spell(claude.place(claude.named("p"), "prompt#1"))).isEqualTo("p/prompt#1");
    }

    @Test
    void a_turn_of_codex_has_the_id_that_was_told() {
        var book = new TurnBook(Agent.CODEX);
        book.turns().named("a");
        var told = new Alias(Alias.Type.TURN, "\0" + "0");
        assertThat(book.nameOf(told)).isEqualTo("\0" + "0");
    }
}
