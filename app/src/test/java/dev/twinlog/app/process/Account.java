package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What was answered, as either side tells it: the model server, which knows what it sent, and Twinlog, which only
/// saw what the agent wrote.
///
/// @param answers by request id what was in it
record Account(SortedMap<String, Answer> answers) {
    /// The names of what Claude Code's answers cost.
    static final List<String> TOKENS = List.of("inputTokens", "outputTokens", "cacheReadTokens", "cacheCreationTokens");

    /// One answer.
    ///
    /// @param pieces in the order of its blocks: what each is, and its words; of a tool call its id, name and input
    record Answer(String responseId, List<String> pieces, SortedMap<String, Long> tokens) {}

    /// What the server sent whole to requests that fit.
    static Account sent(Ledger ledger, Predicate<Exchange> fits) {
        var answers = new TreeMap<String, Answer>();
        for (var each : ledger.all(fits.and(one -> one.state() == Exchange.State.COMPLETE)))
            answers.put(
                    each.requestId(),
                    new Answer(
                            String.valueOf(each.responseId()),
                            each.sent().stream().map(Account::piece).toList(),
                            each.tokens()));
        return new Account(answers);
    }

    private static String piece(Exchange.Sent piece) {
        return switch (piece) {
            case Exchange.Sent.Thought(var text) -> "reasoning " + text;
            case Exchange.Sent.Words(var text) -> "message " + text;
            case Exchange.Sent.Call(var id, var tool, var input) ->
                "tool_call " + id + " " + tool + " " + Json.write(input);
        };
    }

    /// What Twinlog tells of a session, without what was copied into it.
    static Account told(Json shown) {
        assertOnce(shown);
        var answers = new TreeMap<String, Answer>();
        for (var request : events(shown, "model_request")) {
            if (isCopy(request)
                    || isAuxiliary(request)
                    || request.at("fields", "outputTokens").value() == null) continue;
            var response = field(request, "messageId");
            answers.put(field(request, "requestId"), new Answer(response, pieces(shown, response), tokens(request)));
        }
        return new Account(answers);
    }

    /// Whether Claude Code made it for itself: only telemetry tells of it.
    private static boolean isAuxiliary(Json request) {
        return List.of("compact", "generate_session_title").contains(field(request, "querySource"));
    }

    /// Whether it happened in another session, from which this one was forked.
    static boolean isCopy(Json event) {
        return event.at("copied").isTrue();
    }

    private static List<String> pieces(Json shown, String response) {
        var pieces = new ArrayList<String>();
        for (var event : shown.at("events").elements()) {
            if (isCopy(event) || !field(event, "messageId").equals(response)) continue;
            var kind = event.at("kind").text();
            if (kind.equals("reasoning") || kind.equals("message")) pieces.add(kind + " " + field(event, "text"));
            if (kind.equals("tool_call")) {
                var id = event.at("key").text();
                pieces.add(kind + " " + id.substring(id.lastIndexOf('/') + 1) + " " + field(event, "name") + " "
                        + field(event, "input"));
            }
        }
        return pieces;
    }

    private static SortedMap<String, Long> tokens(Json request) {
        var tokens = new TreeMap<String, Long>();
        for (var name : TOKENS)
            tokens.put(name, request.at("fields", name, "value").number());
        return tokens;
    }

    /// The events of a kind, in their order.
    static List<Json> events(Json shown, String kind) {
        return shown.at("events").elements().stream()
                .filter(event -> event.at("kind").text().equals(kind))
                .toList();
    }

    /// A field's value, `null` when it is not told.
    static String field(Json event, String name) {
        return event.at("fields", name, "value").text();
    }

    /// No event stands there twice.
    static void assertOnce(Json shown) {
        assertThat(shown.at("events").elements().stream()
                        .map(event -> event.at("key").text()))
                .doesNotHaveDuplicates();
    }

    /// The sums of all tokens.
    SortedMap<String, Long> tokens() {
        return sum(answers.values().stream().map(Answer::tokens).toList());
    }

    /// The sums of counts of the same name.
    static SortedMap<String, Long> sum(Collection<SortedMap<String, Long>> all) {
        var sums = new TreeMap<String, Long>();
        for (var each : all) for (var one : each.entrySet()) sums.merge(one.getKey(), one.getValue(), Long::sum);
        return sums;
    }

    /// This session's tokens as `usage` tells them: `total`, or the share of `subagents`.
    static SortedMap<String, Long> usage(
            AgentLane lane, String agent, String share, String session, Collection<String> names) {
        var rows = lane.twinlog().ask("usage", "--by", "session").at("sessions");
        var tokens = new TreeMap<String, Long>();
        for (var row : rows.elements()) {
            if (!row.at("session").text().contains(session)) continue;
            for (var name : names)
                tokens.put(name, row.at("agents", agent, share, name).number());
        }
        return tokens;
    }
}
