package dev.twinlog.app;

import dev.twinlog.model.Agent;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Something that a door can ask. Each case is one method of {@link Answers}, and one name at `/rpc` and
/// `/api`.
public sealed interface Question {
    /// The name at `/rpc` and `/api`.
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// The parameters as texts, from which {@link Questions#parse} makes an equal question. Absent ones are
    /// left out.
    default SortedMap<String, String> parameters() {
        return Questions.parameters(this);
    }

    /// Which sessions there are, newest first.
    ///
    /// @param project a part of the project's path; null: any
    /// @param since   sessions that end at or after this, epoch milliseconds
    /// @param until   sessions that begin before this, epoch milliseconds
    record Sessions(
            @Nullable Agent agent,
            @Nullable String project,
            @Nullable Long since,
            @Nullable Long until,
            @Nullable Integer limit)
            implements Question {}

    /// One session and its narrative.
    ///
    /// @param session the agent's own id, `agent/id`, or the beginning of an id that only one session has
    record Show(String session) implements Question {}

    /// Where a text occurs, newest first.
    record Search(
            String text, @Nullable Agent agent, @Nullable Integer limit) implements Question {}

    /// How many tokens were used.
    ///
    /// @param by    null: the plain answer, totals and days
    /// @param zone  in which days begin, by its name; a name and not rules, since a command that only asks should
    ///              not load the rules of all zones
    /// @param since epoch milliseconds, inclusive
    /// @param until epoch milliseconds, exclusive
    record Usage(
            @Nullable By by,
            String zone,
            @Nullable Long since,
            @Nullable Long until) implements Question {}

    /// How well capture works now.
    record Status() implements Question {}

    /// Whether the store says what the journal says.
    record Verify() implements Question {}

    /// Catch up with the agents' files, and say when done.
    record Sync() implements Question {}

    /// Make the store anew from the journal.
    record Rebuild() implements Question {}

    /// Put a session's captured files back.
    ///
    /// @param to         the folder to write into, absolute
    /// @param generation null: the latest of each file
    record Restore(String session, Path to, @Nullable Generation generation) implements Question {}

    /// How usage is divided.
    enum By {
        DAY,
        MODEL,
        PROJECT,
        SESSION,
        AGENT;

        /// The name in questions and answers.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Which generations of a file to restore: one by number, counted from 1 by age, or every one.
    ///
    /// @param number 0: all of them
    record Generation(int number) {
        /// Every generation.
        public static final Generation ALL = new Generation(0);

        public Generation {
            if (number < 0) throw new IllegalArgumentException("generations are counted from 1");
        }

        /// `all`, or the number.
        @Override
        public String toString() {
            return number == 0 ? "all" : Integer.toString(number);
        }
    }
}
