package dev.twinlog.app.process;

import static dev.twinlog.testkit.agents.Attempt.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import dev.twinlog.testkit.agents.codex.SignIn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The user's server dies in mid-turn: nothing that was heard is lost, and Twinlog goes on.
@Tag("agents")
@Tag("stream")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealServerDeathTest {
    private static final Script SCRIPT = Script.empty()
            .with("before", answer(new Say.Words("All well.")))
            .with(
                    "cut",
                    // the first words of a turn may be said before anybody can have subscribed to it
                    answer(
                            new Say.HeldWords("I look ", "subscribed", "first."),
                            new Say.Call("exec_command", Json.object("cmd", "echo looked"))),
                    answer(new Say.HeldWords("This will be ", "cut", "never whole.")));

    @Test
    void what_was_said_until_then_is_kept_as_incomplete() throws Exception {
        try (var scene = StreamScene.of(SCRIPT, SignIn.CHATGPT, "auto");
                var terminal = scene.codex().terminal("begin [S:before]")) {
            terminal.awaitScreen(screen -> screen.contains("All well."), StreamScene.PATIENCE);
            scene.twinlog().up();
            scene.twinlog().awaitHybrid("shared");
            var thread = scene.thread("[S:before]");
            StreamScene.ask(terminal, "more [S:cut]");
            scene.model().gates().awaitReached("subscribed", StreamScene.PATIENCE);
            scene.awaitHeard(thread);
            scene.model().gates().open("subscribed");
            scene.model().gates().awaitReached("cut", StreamScene.PATIENCE);
            try (var ear = LiveEar.of(scene.twinlog().daemon(), "")) {
                while (!ear.next("live").data().contains("This will be")) {
                    // other pieces
                }
            }
            OwnProcesses.kill(scene.servers());

            scene.twinlog().awaitMode("HYBRID_ACTIVE", null);
            var sidecar = scene.twinlog().sidecar();
            assertThat(sidecar.at("restarts", "total").number())
                    .as("the end of a server of the user's is not spent")
                    .isZero();
            scene.awaitShown(thread, told -> {
                assertThat(told.texts("prompt")).containsExactly("begin [S:before]", "more [S:cut]");
                assertThat(told.texts("message")).contains("All well.");
                var cut = told.only("message", "incomplete");
                assertThat(Account.field(cut, "text")).startsWith("This will be");
                assertThat(cut.at("fields", "text", "witness").text()).isEqualTo("stream");
            });
            assertThat(scene.twinlog().household().run("verify").code()).isZero();
            assertThat(scene.twinlog().transitions()).contains("HYBRID_ACTIVE>DEGRADED_STREAMING");
        }
    }
}
