package dev.twinlog.app;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
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
        return new Parameters().taken();
    }

    /// Whether the answer is JSON lines, and not one value.
    default boolean isLines() {
        return false;
    }

    /// Has it answered: calls the one method of {@link Answers} that is for it. Each question does this and tells its
    /// parameters by itself, since a switch over their types takes milliseconds at its first use, in each command.
    void ask(Answers answers, OutputStream out) throws Refusal, IOException;

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
            implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .agent(agent)
                    .put("project", project)
                    .time("since", since)
                    .time("until", until)
                    .put("limit", limit)
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.sessions(this, out);
        }
    }

    /// One session and its narrative.
    ///
    /// @param session the agent's own id, `agent/id`, or the beginning of an id that only one session has
    record Show(String session) implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters().put("session", session).taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.show(this, out);
        }
    }

    /// Where a text occurs, newest first.
    record Search(
            String text, @Nullable Agent agent, @Nullable Integer limit) implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("text", text)
                    .agent(agent)
                    .put("limit", limit)
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.search(this, out);
        }
    }

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
            @Nullable Long until) implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("by", by == null ? null : by.wire())
                    .put("tz", zone)
                    .time("since", since)
                    .time("until", until)
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.usage(this, out);
        }
    }

    /// How well capture works now.
    record Status() implements Question {
        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.status(this, out);
        }
    }

    /// Whether the store says what the journal says.
    record Verify() implements Question {
        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.verify(this, out);
        }
    }

    /// Catch up with the agents' files, and say when done.
    record Sync() implements Question {
        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.sync(this, out);
        }
    }

    /// Make the store anew from the journal.
    record Rebuild() implements Question {
        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.rebuild(this, out);
        }
    }

    /// Put a session's captured files back.
    ///
    /// @param to         the folder to write into, absolute
    /// @param generation null: the latest of each file
    /// @param force      whether a file that is there with other content is replaced; else all is refused
    record Restore(String session, Path to, @Nullable Generation generation, boolean force) implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("session", session)
                    .put("to", to)
                    .put("generation", generation)
                    .put("force", force ? true : null)
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.restore(this, out);
        }
    }

    /// Which prices costs are estimated from, and where each stands.
    record Prices() implements Question {
        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.prices(this, out);
        }
    }

    /// Sessions with their events, the session that began first in front; of sessions that began together, by agent
    /// and id. The answer is JSON lines, an object each; at `/rpc` a list of them.
    ///
    /// @param sessions those alone, each named as for {@link Show}; none: all that the others let through
    /// @param project as of {@link Sessions}, and so the rest
    record Export(
            List<String> sessions,
            @Nullable Agent agent,
            @Nullable String project,
            @Nullable Long since,
            @Nullable Long until)
            implements Question {
        public Export {
            sessions = List.copyOf(sessions);
        }

        /// Those of the names alone.
        public static Export of(List<String> sessions) {
            return new Export(sessions, null, null, null, null);
        }

        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("session", sessions.isEmpty() ? null : String.join(",", sessions))
                    .agent(agent)
                    .put("project", project)
                    .time("since", since)
                    .time("until", until)
                    .taken();
        }

        @Override
        public boolean isLines() {
            return true;
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.export(this, out);
        }
    }

    /// Every record of telemetry that is kept, with all its attributes.
    record Attributes() implements Question {
        @Override
        public boolean isLines() {
            return true;
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.attributes(this, out);
        }
    }

    /// Why an event is as it is: what it was taken from, what else was said, where the raw bytes lie.
    ///
    /// @param event an event's key, an older key of it, the beginning of one, or `SESSION#N`
    /// @param raw   whether the raw bytes are told too
    record Explain(String event, boolean raw) implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("event", event)
                    .put("raw", raw ? true : null)
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.explain(this, out);
        }
    }

    /// The last verdicts, the latest first.
    ///
    /// @param session  only about events of this session, named as for {@link Show}
    /// @param witness  only on what this witness said
    /// @param counters null: the log alone
    record Decisions(
            @Nullable String session,
            @Nullable Verdict verdict,
            @Nullable Witness witness,
            @Nullable Integer limit,
            @Nullable Counters counters)
            implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("session", session)
                    .put("verdict", verdict == null ? null : verdict.wire())
                    .put("witness", witness == null ? null : witness.wire())
                    .put("limit", limit)
                    .put("counters", counters == null ? null : counters.wire())
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.decisions(this, out);
        }
    }

    /// What is missing, as the ledger stands now.
    ///
    /// @param session only of this session, named as for {@link Show}
    record Gaps(@Nullable String session, @Nullable Agent agent, Gap.@Nullable Kind kind, Gap.@Nullable State state)
            implements Question {
        @Override
        public SortedMap<String, String> parameters() {
            return new Parameters()
                    .put("session", session)
                    .agent(agent)
                    .put("kind", kind == null ? null : kind.wire())
                    .put("state", state == null ? null : state.wire())
                    .taken();
        }

        @Override
        public void ask(Answers answers, OutputStream out) throws Refusal, IOException {
            answers.gaps(this, out);
        }
    }

    /// Whether the counters of verdicts are told in place of their log, or with it.
    enum Counters {
        ONLY,
        TOO;

        /// The name in questions.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
