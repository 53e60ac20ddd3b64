package dev.twinlog.testkit.agents;

import java.util.List;

/// How the server meets one request.
public sealed interface Attempt {
    /// A whole answer.
    record Answer(List<Say> says) implements Attempt {
        public Answer {
            says = List.copyOf(says);
        }
    }

    /// The beginning of an answer, and then the connection breaks.
    record Cut(List<Say> says) implements Attempt {
        public Cut {
            says = List.copyOf(says);
        }
    }

    /// An error.
    ///
    /// @param status the HTTP status
    /// @param type the kind, in the words of the agent's API
    /// @param retryAfter seconds for the header of this name; 0 for none
    record Refusal(int status, String type, String message, int retryAfter) implements Attempt {}

    /// A whole answer.
    static Attempt answer(Say... says) {
        return new Answer(List.of(says));
    }

    /// The beginning of an answer, and then the connection breaks.
    static Attempt cut(Say... says) {
        return new Cut(List.of(says));
    }

    /// An error that asks for no certain delay.
    static Attempt refusal(int status, String type, String message) {
        return new Refusal(status, type, message, 0);
    }
}
