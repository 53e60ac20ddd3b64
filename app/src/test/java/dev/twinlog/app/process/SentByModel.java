package dev.twinlog.app.process;

import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Ledger;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a model sent to one thread, as far as it was sent whole.
///
/// @param requests tokens by the id of the response
/// @param messages in order
/// @param thoughts in order
/// @param calls    names by call id
record SentByModel(
        SortedMap<String, Map<String, Long>> requests,
        List<String> messages,
        List<String> thoughts,
        SortedMap<String, String> calls) {
    static SentByModel to(String thread, Ledger ledger, ResponsesApi api) {
        var sent = new SentByModel(new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        for (var exchange : ledger.all(one -> one.state() == Exchange.State.COMPLETE
                && api.asker(one).thread().equals(thread))) sent.add(exchange);
        return sent;
    }

    /// The sums of all tokens.
    SortedMap<String, Long> tokens() {
        var sums = new TreeMap<String, Long>();
        for (var request : requests.values()) request.forEach((name, count) -> sums.merge(name, count, Long::sum));
        return sums;
    }

    private void add(Exchange exchange) {
        requests.put(String.valueOf(exchange.responseId()), exchange.tokens());
        for (var piece : exchange.sent())
            switch (piece) {
                case Exchange.Sent.Words(var text) -> messages.add(text);
                case Exchange.Sent.Thought(var text) -> thoughts.add(text);
                case Exchange.Sent.Call(var id, var tool, var _) ->
                    calls.put(id, tool.substring(tool.indexOf('/') + 1));
            }
    }
}
