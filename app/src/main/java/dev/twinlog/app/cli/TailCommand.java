package dev.twinlog.app.cli;

import dev.twinlog.app.Feed;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.Agent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `twinlog tail`.
final class TailCommand implements Command {
    private static final String SESSION = "SESSION";
    private static final int LINES_USUAL = 10;

    private static final Spec SPEC = new Spec(
            "tail",
            "Show what happens while it happens, in all sessions or in one.",
            List.of(
                    Spec.Option.of("--lines", "N", "Begin with the last N events; 0: none. Default: 10."),
                    Spec.Option.choice(
                            "--agent", "AGENT", List.of("claude", "codex"), "Only of this agent: claude or codex."),
                    Spec.Option.of("--project", "TEXT", "Only where the project's path contains this."),
                    Spec.Option.flag("--no-live", "Show only what is settled, and not what is being produced."),
                    Spec.Option.flag("--json", "Print each event as JSON, one a line.")),
            List.of(Spec.Positional.optional(
                    SESSION, "Only this session; an id as `twinlog sessions` lists it, or its beginning.")),
            List.of(
                    "",
                    "Ctrl-C ends it. When the daemon ends, it waits until there is one again, and goes on where",
                    "it was.",
                    "",
                    "  >  prompt     •  message    ~  reasoning    →  tool called    ✓ ✗  its result",
                    "  #  request    ·  turn       !  notice     ?  waits for you",
                    "",
                    "What Codex is producing grows in the last line, until what is settled takes its place. Where stdout",
                    "is no terminal its pieces are lines of their own, marked …, and with --json \"provisional\": true.",
                    "",
                    "Examples:",
                    "  twinlog tail",
                    "  twinlog tail --project twinlog --lines 0",
                    "  twinlog tail 0198c0de --json | jq .kind"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    /// @param agent   its name as sessions begin with it, or null
    /// @param project a part of the path, or null
    /// @param live    whether what is being produced is shown too
    record Wanted(
            @Nullable String session,
            int lines,
            @Nullable String agent,
            @Nullable String project,
            boolean live,
            boolean json) {}

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var wanted = new Wanted(
                arguments.get(SESSION),
                lines(arguments.get("--lines")),
                agent(arguments.get("--agent")),
                arguments.get("--project"),
                !arguments.has("--no-live"),
                arguments.has("--json"));
        try (var end = new EndQuietly(surroundings.terminal())) {
            if (!surroundings.terminal().outShown()) ReaderGone.watch(end::now);
            new Tailing(surroundings, wanted).follow();
        }
        return ExitCodes.DONE;
    }

    private static int lines(@Nullable String text) throws Refusal {
        if (text == null) return LINES_USUAL;
        try {
            int lines = Integer.parseInt(text);
            if (lines >= 0 && lines <= Feed.Follow.LAST_MAX) return lines;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(
                Refusal.Reason.WRONG_QUESTION,
                "--lines must be a number from 0 to " + Feed.Follow.LAST_MAX + ", not '" + text + "'");
    }

    private static @Nullable String agent(@Nullable String text) throws Refusal {
        try {
            return text == null ? null : Agent.ofWire(text).wire();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Reason.WRONG_QUESTION, "--agent: " + e.getMessage(), e);
        }
    }

    /// Ctrl-C and the end of the reader are how this command is meant to end.
    private static final class EndQuietly implements AutoCloseable {
        private final Thread hook;
        private final Terminal terminal;

        EndQuietly(Terminal terminal) {
            this.terminal = terminal;
            hook = new Thread(this::now, "end");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        void now() {
            terminal.err().flush();
            Runtime.getRuntime().halt(ExitCodes.DONE);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process is ending: the hook is at work
            }
        }
    }
}
