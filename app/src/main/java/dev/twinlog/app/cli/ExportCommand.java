package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `twinlog export`.
final class ExportCommand implements Command {
    private static final String MARKDOWN = "markdown";
    private static final String JSON_LINES = "jsonl";
    private static final List<String> FORMATS = List.of(JSON_LINES, MARKDOWN);

    /// What says where an export goes.
    private static final List<String> OUTPUT = List.of("--to", "--force");

    /// What chooses among all sessions.
    private static final List<String> FILTERS = List.of("--agent", "--project", "--since", "--until");

    private static final Spec SPEC = new Spec(
            "export",
            "Take sessions out: as JSON lines, or one session as Markdown.",
            List.of(
                    Spec.Option.choice("--format", "FORMAT", FORMATS, "jsonl (usual), or markdown for one session."),
                    Spec.Option.of("--session", "SESSION", "Only this session; may be given more than once.")
                            .many(),
                    Spec.Option.choice("--agent", "NAME", Agents.NAMES, "Only those of claude, or of codex."),
                    Spec.Option.of("--project", "TEXT", "Only those whose folder has this in its path."),
                    Spec.Option.of("--since", "TIME", "Only those active at or after, as for `sessions`."),
                    Spec.Option.of("--until", "TIME", "Only those that began before."),
                    Spec.Option.of("--to", "FILE", "Write this file, for you alone to read; stdout without it."),
                    Spec.Option.flag("--force", "Replace the file of --to if it is there."),
                    Spec.Option.flag("--full", "In Markdown: show tools' input and output whole."),
                    Spec.Option.flag("--raw-attributes", "Not sessions, but every stored OTLP record.")),
            List.of(Spec.Positional.optional(
                            "SESSION", "The sessions' ids, as `twinlog sessions` lists them; all without.")
                    .many()),
            List.of(
                    "",
                    "JSON lines: of each session a line {\"type\":\"session\",…} as `sessions --json` tells it, then a line",
                    "{\"type\":\"event\",\"session\":…} for each event as `show --json` tells it. The session that began first comes",
                    "first. Secrets are as in the store: taken out.",
                    "",
                    "--raw-attributes: each record of telemetry once, in the order in which they came, with all its attributes.",
                    "",
                    "Examples:",
                    "  twinlog export --since 30d --to sessions.jsonl",
                    "  twinlog export --agent codex | jq -c 'select(.kind==\"prompt\")'",
                    "  twinlog export --format markdown 0198c0de-0000-7000-8000-000000000000 --to session.md"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        if (arguments.has("--raw-attributes")) return attributes(arguments, surroundings);
        var sessions = new ArrayList<>(arguments.all("SESSION"));
        sessions.addAll(arguments.all("--session"));
        check(arguments, sessions);
        var terminal = surroundings.terminal();
        var question = question(arguments, sessions, terminal);
        export(question, arguments, surroundings, (answers, sink) -> {
            write(answers, question, arguments, sink, terminal);
        });
        return ExitCodes.DONE;
    }

    /// Asks for what is exported, and writes it.
    @FunctionalInterface
    private interface Writing {
        void write(Answers answers, Sink sink) throws Refusal, IOException;
    }

    /// Exports to the file of `--to`, or to stdout.
    private static void export(Question question, Arguments arguments, Surroundings surroundings, Writing writing)
            throws Exception {
        var terminal = surroundings.terminal();
        var to = arguments.get("--to");
        if (to != null) {
            terminal.out().println(Cells.line(written(to, question, arguments, surroundings, writing)));
            return;
        }
        try (var answers = surroundings.answersFor(question);
                var waiting = new WaitingLine(terminal, "export")) {
            var sink = new Sink(waiting.before(terminal.out()), terminal);
            writing.write(answers, sink);
            sink.flush();
        }
    }

    private static int attributes(Arguments arguments, Surroundings surroundings) throws Exception {
        for (var other : SPEC.options())
            if (arguments.has(other.name())
                    && !other.name().equals("--raw-attributes")
                    && !OUTPUT.contains(other.name()))
                throw wrong("--raw-attributes takes " + String.join(", ", OUTPUT) + " beside it, not " + other.name());
        if (!arguments.all("SESSION").isEmpty()) throw wrong("--raw-attributes is of all sessions: give none");
        checkForce(arguments);
        var question = new Question.Attributes();
        export(question, arguments, surroundings, (answers, sink) -> answers.attributes(question, sink));
        return ExitCodes.DONE;
    }

    /// Writes the file, and says what it is.
    private static String written(
            String to, Question question, Arguments arguments, Surroundings surroundings, Writing writing)
            throws Exception {
        try (var file = NewFile.at(to, arguments.has("--force"));
                var answers = surroundings.answersFor(question);
                var _ = new WaitingLine(surroundings.terminal(), "export")) {
            var sink = new Sink(file.out(), null);
            writing.write(answers, sink);
            sink.flush();
            file.keep();
            return file.path() + ": " + sink.told();
        }
    }

    private static void check(Arguments arguments, List<String> sessions) throws Refusal {
        var format = arguments.has("--format") ? arguments.needed("--format") : JSON_LINES;
        if (!FORMATS.contains(format))
            throw wrong("--format must be one of " + String.join(", ", FORMATS) + ", not '" + format + "'");
        boolean filtered = FILTERS.stream().anyMatch(arguments::has);
        if (format.equals(MARKDOWN) && (sessions.size() != 1 || filtered))
            throw wrong("--format markdown takes one session: twinlog export --format markdown SESSION");
        if (!format.equals(MARKDOWN) && arguments.has("--full"))
            throw wrong("--full is for --format markdown; JSON lines are always whole");
        if (!sessions.isEmpty() && filtered)
            throw wrong("give sessions by their ids, or choose them by " + String.join(", ", FILTERS) + ", not both");
        checkForce(arguments);
        for (var session : sessions) {
            if (session.isBlank() || session.contains(",")) throw wrong("'" + session + "' is no id of a session");
        }
    }

    private static void checkForce(Arguments arguments) throws Refusal {
        if (arguments.has("--force") && !arguments.has("--to")) throw wrong("--force is for the file of --to");
    }

    private static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }

    private static Question.Export question(Arguments arguments, List<String> sessions, Terminal terminal)
            throws Refusal {
        var given = new Asking.Given(terminal)
                .put("session", sessions.isEmpty() ? null : String.join(",", sessions))
                .put("agent", arguments.get("--agent"))
                .put("project", arguments.get("--project"))
                .time("since", arguments.get("--since"), terminal.zone())
                .time("until", arguments.get("--until"), terminal.zone());
        return (Question.Export) Questions.parse("export", given.parameters());
    }

    private static void write(
            Answers answers, Question.Export question, Arguments arguments, Sink sink, Terminal terminal)
            throws Refusal, IOException {
        if (MARKDOWN.equals(arguments.get("--format"))) {
            markdown(answers, question.sessions().getFirst(), arguments.has("--full"), sink);
        } else if (question.sessions().isEmpty()) {
            each(answers, question, sink, terminal);
        } else {
            answers.export(question, sink);
        }
    }

    /// Twice through the session: what it used in all stands at its head.
    private static void markdown(Answers answers, String session, boolean full, Sink sink) throws Refusal, IOException {
        var sums = new TokenSums();
        NarrativeReading.read(answers, session, sums);
        var text = new MarkdownText(sink, full, sums);
        NarrativeReading.read(answers, session, text);
    }

    /// A question for each session: a reader who takes hours over it holds neither the store nor a connection.
    private static void each(Answers answers, Question.Export question, Sink sink, Terminal terminal)
            throws Refusal, IOException {
        var wanted = sessions(answers, question);
        if (wanted.isEmpty()) terminal.say("no session is such, so nothing is exported: `twinlog sessions` lists them");
        for (var session : wanted) {
            if (sink.closed()) return;
            try {
                answers.export(Question.Export.of(List.of(session)), sink);
            } catch (Refusal refusal) {
                if (refusal.reason() != Refusal.Reason.NOT_FOUND) throw refusal; // else it was let go of meanwhile
            }
        }
    }

    /// `agent/id` of the sessions that are wanted, in the order of the answer to the whole question.
    private static List<String> sessions(Answers answers, Question.Export question) throws Refusal, IOException {
        var bytes = new ByteArrayOutputStream();
        answers.sessions(
                new Question.Sessions(question.agent(), question.project(), question.since(), question.until(), null),
                bytes);
        record Begun(String at, String id) {}
        var begun = new ArrayList<Begun>();
        try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                if (JsonTree.read(json) instanceof Map<?, ?> session)
                    begun.add(new Begun(
                            Words.text(session.get("startedAt")), session.get("agent") + "/" + session.get("id")));
            }
        }
        begun.sort(Comparator.comparing(Begun::at).thenComparing(Begun::id));
        return begun.stream().map(Begun::id).toList();
    }

    /// Where an export goes; counts what goes by.
    private static final class Sink extends OutputStream {
        private final OutputStream out;
        private final @Nullable Terminal terminal;
        private long bytes;
        private long lines;

        /// @param terminal whose stdout it is; null: a file
        Sink(OutputStream out, @Nullable Terminal terminal) {
            this.out = out;
            this.terminal = terminal;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int from, int count) throws IOException {
            out.write(piece, from, count);
            bytes += count;
            for (int i = from; i < from + count; i++) if (piece[i] == '\n') lines++;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /// Whether nobody reads any more. A stream of a terminal keeps it to itself.
        boolean closed() {
            return terminal != null && terminal.out().checkError();
        }

        String told() {
            return Words.number(lines) + " lines, " + Words.size(bytes);
        }
    }
}
