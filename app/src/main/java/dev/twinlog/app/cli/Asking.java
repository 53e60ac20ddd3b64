package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that asks one question and shows the answer: as it is with `--json`, else as text for people.
abstract class Asking implements Callable<Integer> {
    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final Surroundings surroundings;
    private final String name;

    Asking(Surroundings surroundings, String name) {
        this.surroundings = surroundings;
        this.name = name;
    }

    /// The parameters that were given, as {@link Questions} names them.
    ///
    /// @throws Refusal with `WRONG_QUESTION` when one makes no sense
    abstract void parameters(Given given) throws Refusal;

    /// Shows the answer at which the parser stands, and says how the command ends.
    abstract int show(JsonParser answer, Terminal terminal) throws IOException;

    /// How the command ends when the answer is printed as it is.
    int exitCode(byte[] answer) throws IOException {
        return ExitCodes.DONE;
    }

    /// Whether {@link #exitCode} must see the answer. Such an answer is short.
    boolean decides() {
        return false;
    }

    @Override
    public final Integer call() throws Exception {
        var given = new Given(surroundings.terminal());
        parameters(given);
        var question = Questions.parse(name, given.parameters);
        try (var answers = surroundings.answersFor(question)) {
            return json ? printed(answers, question) : shown(answers, question);
        }
    }

    private int printed(Answers answers, Question question) throws Refusal, IOException {
        var out = surroundings.terminal().out();
        if (!decides()) {
            answers.answer(question, out);
            out.println();
            return ExitCodes.DONE;
        }
        var bytes = new java.io.ByteArrayOutputStream();
        answers.answer(question, bytes);
        bytes.writeTo(out);
        out.println();
        return exitCode(bytes.toByteArray());
    }

    private int shown(Answers answers, Question question) throws Refusal, IOException {
        try (var flow = new AnswerFlow(answers, question);
                var parser = new JsonFactory().createParser(flow.in())) {
            if (parser.nextToken() == null) flow.rethrow();
            int code = show(parser, surroundings.terminal());
            flow.rethrow();
            return code;
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
        Given time(String name, @Nullable String text, java.time.ZoneId zone) throws Refusal {
            if (text == null) return this;
            return put(name, java.time.Instant.ofEpochMilli(Moments.of(text, terminal.clock(), zone)));
        }

        java.time.ZoneId zone() {
            return terminal.zone();
        }
    }
}
