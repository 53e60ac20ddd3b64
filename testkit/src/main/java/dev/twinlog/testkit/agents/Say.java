package dev.twinlog.testkit.agents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of what a model is told to answer, in the order in which it streams.
public sealed interface Say {
    /// Thinking, sent only to an agent that asked for it.
    record Think(String text) implements Say {}

    /// Words to the user.
    record Words(String text) implements Say {}

    /// A tool that the agent is to run. Its id is made by the server.
    record Call(String tool, Map<String, @Nullable Object> input) implements Say {}

    /// Words to the user of which the test holds back the end ([Gates#open]).
    ///
    /// @param gate its name
    record HeldWords(String before, String gate, String after) implements Say {}
}
