package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Shelf.LONG;
import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import org.junit.jupiter.api.Test;

class SessionSummaryTest {
    private final Shelf shelf = new Shelf();

    private static Told call(long at, String id) {
        return Told.of(Kind.TOOL_CALL, at).alias(Alias.Type.ITEM, id).put(FieldGroup.INPUT, "input", "ls " + id);
    }

    @Test
    void a_summary_is_the_same_when_long_texts_are_away() {
        var state = shelf.state(
                prompt(1, "task_notification", "t")
                        .put(FieldGroup.ABOUT, "note", LONG)
                        .heard(),
                prompt(2, "human", "first line\n" + LONG).heard(),
                Told.of(Kind.MODEL_REQUEST, 3)
                        .alias(Alias.Type.MESSAGE, "m")
                        .put(FieldGroup.ABOUT, "messageId", "m")
                        .put(FieldGroup.ABOUT, "model", "opus")
                        .put(FieldGroup.ABOUT, "error", LONG)
                        .heard());
        var before = state.summary(null);
        shelf.store(state);
        assertThat(state.summary(null)).isEqualTo(before);
        assertThat(before.prompts()).isEqualTo(1);
        assertThat(before.messages()).isEqualTo(1);
        assertThat(before.title()).isEqualTo("first line");
        assertThat(before.model()).isEqualTo("opus");
    }

    private static Told prompt(long at, String source, String text) {
        return Told.of(Kind.PROMPT, at)
                .alias(Alias.Type.RECORD, source)
                .put(FieldGroup.ABOUT, "source", source)
                .put(FieldGroup.INPUT, "text", text);
    }

    @Test
    void a_title_that_is_cut_says_so() {
        var fits = "x".repeat(SessionSummary.TITLE_LENGTH_MAX);
        assertThat(title(fits)).isEqualTo(fits);
        assertThat(title(fits + "y")).isEqualTo("x".repeat(SessionSummary.TITLE_LENGTH_MAX - 1) + "…");
        assertThat(title("x" + "😀".repeat(60))).isEqualTo("x" + "😀".repeat(49) + "…");
    }

    private String title(String prompt) {
        return String.valueOf(
                shelf.state(prompt(1, "human", prompt).heard()).summary(null).title());
    }

    @Test
    void a_subagents_prompt_is_no_persons() {
        var state = shelf.state(prompt(1, "human", "count").agent("agent").heard());
        assertThat(state.summary(null).prompts()).isZero();
    }

    @Test
    void what_another_session_owns_does_not_count() {
        var state =
                shelf.state(prompt(1, "human", "hello").heard(), call(2, "a").heard());
        state.events().forEach(event -> event.give(CODEX));
        assertThat(state.summary(null).prompts()).isZero();
        assertThat(state.summary(null).toolCalls()).isZero();
    }
}
