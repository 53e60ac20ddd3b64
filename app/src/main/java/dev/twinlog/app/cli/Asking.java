package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.SettingsProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A command that asks one question and shows the answer: as it is with `--json`, else as text for people.
abstract class Asking implements Command {
    private static final String JSON = "--json";

    /// Leaves the closing of its source to who opened it.
    private static final JsonFactory STREAM =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    /// A grammar with `--json` beside the command's own options.
    static Spec asking(
            String name,
            String description,
            List<Spec.Option> options,
            List<Spec.Positional> positionals,
            String... footer) {
        var all = new ArrayList<>(options);
        all.add(Spec.Option.flag(JSON, "Print the answer as JSON."));
        return new Spec(name, description, all, positionals, List.of(footer));
    }

    /// Puts the arguments into parameters, as {@link Questions} names them.
    ///
    /// @throws Refusal with `WRONG_QUESTION` when one makes no sense
    abstract void parameters(Arguments arguments, Given given) throws Refusal;

    /// Shows the answer at which the parser stands, and says how the command ends.
    abstract int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException;

    /// The same, for one that looks at more than the answer.
    int show(JsonParser answer, Terminal terminal, Arguments arguments, Surroundings surroundings)
            throws SettingsProblem, IOException {
        return show(answer, terminal, arguments);
    }

    /// Shows an answer on a terminal.
    @FunctionalInterface
    private interface Showing {
        int show(JsonParser answer, Terminal terminal) throws SettingsProblem, IOException;
    }

    /// Says what else people should know, below the answer.
    void after(Answers answers, Terminal terminal, Arguments arguments) throws Refusal, IOException {}

    /// How the command ends when the answer is printed as it is.
    int exitCode(byte[] answer) throws IOException {
        return ExitCodes.DONE;
    }

    /// Whether {@link #exitCode} must see the answer. Such an answer is short.
    boolean decides() {
        return false;
    }

    @Override
    public final int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var terminal = surroundings.terminal();
        var given = new Given(terminal);
        parameters(arguments, given);
        var question = Questions.parse(spec().name(), given.parameters);
        try (var waiting = new WaitingLine(terminal, spec().name());
                var answers = surroundings.answersFor(question)) {
            if (arguments.has(JSON)) return printed(answers, question, terminal, waiting);
            Showing showing = (answer, where) -> show(answer, where, arguments, surroundings);
            int code = shown(answers, question, showing, waiting);
            after(answers, terminal, arguments);
            return code;
        }
    }

    private int printed(Answers answers, Question question, Terminal terminal, WaitingLine waiting)
            throws Refusal, IOException {
        var out = terminal.out();
        if (!decides()) {
            answers.answer(question, waiting.before(out));
            out.println();
            return ExitCodes.DONE;
        }
        var bytes = new ByteArrayOutputStream();
        answers.answer(question, bytes);
        waiting.close();
        bytes.writeTo(out);
        out.println();
        return exitCode(bytes.toByteArray());
    }

    private static int shown(Answers answers, Question question, Showing showing, WaitingLine waiting)
            throws Refusal, SettingsProblem, IOException {
        try (var flow = new AnswerFlow(answers, question);
                var parser = STREAM.createParser(flow.in())) {
            return shown(flow, parser, showing, waiting);
        }
    }

    /// An answer that is cut short fails in the parser; why it was cut short, the writer knows.
    private static int shown(AnswerFlow flow, JsonParser parser, Showing showing, WaitingLine waiting)
            throws Refusal, SettingsProblem, IOException {
        try {
            if (parser.nextToken() == null) flow.rethrow();
            int code = shown(parser, waiting.before(), showing);
            waiting.close();
            flow.rethrow();
            return code;
        } catch (IOException e) {
            flow.rethrow();
            throw e;
        }
    }

    private static int shown(JsonParser parser, Terminal terminal, Showing showing)
            throws SettingsProblem, IOException {
        try {
            return showing.show(parser, terminal);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /// Parameters on their way into a question.
    static final class Given {
        private final Map<String, String> parameters = new TreeMap<>();
        private final Terminal terminal;

        Given(Terminal terminal) {
            this.terminal = terminal;
        }

        Given put(String name, @Nullable Object value) {
            if (value != null) parameters.put(name, value.toString());
            return this;
        }

        /// A time as people write it; a bare date begins in the zone.
        Given time(String name, @Nullable String text, TimeZone zone) throws Refusal {
            if (text == null) return this;
            return put(name, Instant.ofEpochMilli(Moments.of(text, terminal.clock(), zone)));
        }

        /// What was put, by name.
        Map<String, String> parameters() {
            return parameters;
        }

        Terminal terminal() {
            return terminal;
        }

        TimeZone zone() {
            return terminal.zone();
        }
    }
}
