package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.ThreadWatch.Question;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static Question of(String message, UnaryOperator<String> redact) {
        var request = (Incoming.ServerRequest) Messages.parse(message.getBytes(StandardCharsets.UTF_8));
        return Approvals.of(request, redact, 5);
    }

    private static Question of(String message) {
        return of(message, UnaryOperator.identity());
    }

    @Test
    void what_codex_asks_before_a_command() {
        var asked =
                of("{\"method\":\"item/commandExecution/requestApproval\",\"id\":0,\"params\":{\"kind\":\"command\","
                        + "\"threadId\":\"t\",\"turnId\":\"u\",\"itemId\":\"call_1\",\"reason\":\"lab: need to write a file\","
                        + "\"command\":\"/bin/bash -lc 'touch approved_file.txt'\",\"cwd\":\"/w\"}}");
        assertThat(asked)
                .isEqualTo(new Question(
                        "0",
                        "item/commandExecution/requestApproval",
                        "t",
                        "call_1",
                        "/bin/bash -lc 'touch approved_file.txt' · lab: need to write a file",
                        5));
    }

    @Test
    void the_older_form_names_a_conversation_a_call_and_words() {
        var asked = of("{\"method\":\"execCommandApproval\",\"id\":\"x\",\"params\":{\"conversationId\":\"t\","
                + "\"callId\":\"c\",\"command\":[\"rm\",\"-rf\",\"x\"],\"cwd\":\"/w\"}}");
        assertThat(asked).isEqualTo(new Question("\"x\"", "execCommandApproval", "t", "c", "rm -rf x", 5));
    }

    @Test
    void questions_to_the_user_are_shown() {
        assertThat(
                        of("{\"method\":\"item/tool/requestUserInput\",\"id\":1,\"params\":{\"threadId\":\"t\",\"itemId\":\"i\","
                                        + "\"questions\":[{\"id\":\"a\",\"question\":\"Which?\"},{\"question\":\"Why?\"},{}]}}")
                                .summary())
                .isEqualTo("Which? Why?");
    }

    @Test
    void what_belongs_to_no_thread_is_none() {
        assertThat(of("{\"method\":\"attestation/generate\",\"id\":1,\"params\":{}}"))
                .isNull();
        assertThat(of("{\"method\":\"attestation/generate\",\"id\":1}")).isNull();
        assertThat(of("{\"method\":\"x\",\"id\":1,\"params\":{\"threadId\":null}}"))
                .isNull();
    }

    @Test
    void secrets_are_taken_out_before_the_summary_is_cut_and_control_characters_are_not_shown() {
        var message = "{\"method\":\"m\",\"id\":1,\"params\":{\"threadId\":\"t\",\"command\":\"%s\"}}";
        var asked = of(
                message.formatted("\\u001b[31m" + "x".repeat(500) + "secret-value"),
                text -> text.replace("secret-value", "⟦redacted⟧"));
        assertThat(asked.summary())
                .hasSize(Approvals.SUMMARY_CHARACTERS_MAX)
                .startsWith(" [31mxxx")
                .endsWith("⟦redac…")
                .doesNotContain("secret");
        var emoji = of(message.formatted("\uD83D\uDE00".repeat(400)));
        assertThat(emoji.summary()).hasSizeLessThanOrEqualTo(512).endsWith("\uD83D\uDE00…");
    }
}
