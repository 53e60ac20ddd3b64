package dev.twinlog.testkit.agents;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One request, and what the server knows that it sent for it.
///
/// @param number counts requests from 1
/// @param requestId as its header says
/// @param responseId the answer's own id; of a refused one null
/// @param place which answer of the script it was
/// @param sent what was sent so far, in order
/// @param tokens the usage that the answer tells at its end, by Twinlog's names (`outputTokens`, …)
public record Exchange(
        int number,
        String requestId,
        @Nullable String responseId,
        Script.Place place,
        List<Sent> sent,
        SortedMap<String, Long> tokens,
        State state) {
    public Exchange {
        sent = List.copyOf(sent);
        tokens = new TreeMap<>(tokens);
    }

    /// How far an answer got.
    public enum State {
        /// It is on its way, or waits at a gate; also for ever, when the agent was ended meanwhile.
        STREAMING,
        COMPLETE,
        /// The server broke the connection.
        CUT,
        REFUSED,
        /// The agent went away.
        ABANDONED
    }

    /// A piece that was sent whole.
    public sealed interface Sent {
        /// Thinking.
        record Thought(String text) implements Sent {}

        /// Words to the user.
        record Words(String text) implements Sent {}

        /// A tool call.
        record Call(String id, String tool, Map<String, @Nullable Object> input) implements Sent {}
    }

    /// Its words to the user, one element a piece.
    public List<String> words() {
        return sent.stream()
                .filter(Sent.Words.class::isInstance)
                .map(each -> ((Sent.Words) each).text())
                .toList();
    }

    /// Its tool calls.
    public List<Sent.Call> calls() {
        return sent.stream()
                .filter(Sent.Call.class::isInstance)
                .map(Sent.Call.class::cast)
                .toList();
    }

    /// Whether it is an answer to this marker.
    public boolean of(String marker) {
        return place.marker().equals(marker);
    }

    /// How many tokens of this name its usage tells. Fails when it tells none.
    public long tokens(String name) {
        var count = tokens.get(name);
        if (count == null) throw new IllegalArgumentException("no " + name + " in " + tokens);
        return count;
    }

    Exchange withSent(Sent piece) {
        var more = Stream.concat(sent.stream(), Stream.of(piece)).toList();
        return new Exchange(number, requestId, responseId, place, more, tokens, state);
    }

    Exchange with(State to) {
        return new Exchange(number, requestId, responseId, place, sent, tokens, to);
    }
}
