package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.AnthropicApi;
import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Say;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// What tests with the real Claude Code share: scripts in a few words, and what must hold after each run.
@Tag("agents")
@ExtendWith(AgentLane.Given.class)
abstract class ClaudeScene {
    /// Requests that the agent makes for itself do not reach its transcripts.
    static final Predicate<Exchange> CONVERSATION =
            each -> !each.of(AnthropicApi.COMPACTION) && !each.of(AnthropicApi.TITLE);

    final AgentLane lane;

    ClaudeScene(AgentLane lane) {
        this.lane = lane;
    }

    static Attempt answer(Say... says) {
        return Attempt.answer(says);
    }

    static Say words(String text) {
        return new Say.Words(text);
    }

    /// Words of which the second half waits at the gate `end`.
    static Say heldWords(String text) {
        int half = text.length() / 2;
        return new Say.HeldWords(text.substring(0, half), "end", text.substring(half));
    }

    static Say bash(String command) {
        return new Say.Call("Bash", Json.object("command", command, "description", "A command to try"));
    }

    static Say call(String tool, @Nullable Object... input) {
        return new Say.Call(tool, Json.object(input));
    }

    /// Has a subagent do what `[S:inner]` says.
    static Say delegate() {
        return call(
                "Agent",
                "description",
                "Count files",
                "prompt",
                "[S:inner] Count the files.",
                "subagent_type",
                "general-purpose");
    }

    /// While the agent waits for its last words: what came before is told already.
    void toldMeanwhile(Claude claude, AgentProcess run, String session, Predicate<Json> event) throws Exception {
        claude.model().gates().awaitReached("end", AgentLane.PATIENCE);
        told(session, event);
        assertThat(run.alive()).as("the agent still runs: " + run.told()).isTrue();
        claude.model().gates().open("end");
    }

    /// An event of a kind and status whose field has this value.
    static Predicate<Json> event(String kind, String status, String field, String value) {
        return event -> event.at("kind").text().equals(kind)
                && event.at("status").text().equals(status)
                && Account.field(event, field).equals(value);
    }

    /// Waits until `twinlog tail` tells such an event.
    Json told(String session, Predicate<Json> event) throws Exception {
        return lane.feed().await(session, event, AgentLane.PATIENCE);
    }

    /// Twinlog tells of a session exactly what the server knows that it sent to requests that fit, and its tokens.
    Json settled(Claude claude, String session, Predicate<Exchange> fits) {
        var sent = Account.sent(claude.ledger(), CONVERSATION.and(fits));
        await(session)
                .atMost(AgentLane.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> assertThat(Account.told(lane.shown(session))).isEqualTo(sent));
        assertThat(Account.usage(lane, "claude", "total", session, Account.TOKENS))
                .isEqualTo(sent.tokens());
        assertTailed(session);
        var shown = lane.shown(session);
        assertThat(shown.at("session", "version").text()).isEqualTo(claude.version());
        return shown;
    }

    /// `twinlog tail` has told of a session what `twinlog show` tells, each event as it is now. Of two witnesses the
    /// first may have told an event under a key that the second gave a better one: the older key was told too.
    private void assertTailed(String session) {
        await(session)
                .atMost(AgentLane.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    var told = assertThat(lane.feed().latest(session));
                    var shown = TailFeed.latest(lane.shown(session));
                    if (AgentLane.TELEMETRY) told.containsAllEntriesOf(shown);
                    else told.isEqualTo(shown);
                });
    }

    Json settled(Claude claude, String session) {
        return settled(claude, session, each -> true);
    }

    /// The tool calls by the names of their tools, with status.
    static List<Map.Entry<String, String>> calls(Json shown) {
        return Account.events(shown, "tool_call").stream()
                .map(call ->
                        Map.entry(Account.field(call, "name"), call.at("status").text()))
                .toList();
    }

    /// The texts of prompts that people wrote.
    static List<String> prompts(Json shown) {
        return Account.events(shown, "prompt").stream()
                .filter(prompt -> Account.field(prompt, "source").equals("human"))
                .map(prompt -> Account.field(prompt, "text"))
                .toList();
    }

    /// The statuses of the turns, in their order.
    static List<String> turns(Json shown) {
        return Account.events(shown, "turn").stream()
                .map(turn -> turn.at("status").text())
                .toList();
    }

    /// The notices of a subtype.
    static List<Json> notices(Json shown, String subtype) {
        return Account.events(shown, "notice").stream()
                .filter(notice -> Account.field(notice, "subtype").equals(subtype))
                .toList();
    }

    /// Nothing was ever missing of a session.
    void assertNoGap(String session) {
        assertThat(gaps(session)).as("gaps").isEmpty();
        assertThat(lane.row(session).at("openGaps").number()).as("open gaps").isZero();
    }

    /// The ledger of a session: what is missing, and what was and is healed or explained.
    List<Json> gaps(String session) {
        return lane.twinlog()
                .ask("gaps", "--session", session, "--state", "all")
                .elements();
    }
}
