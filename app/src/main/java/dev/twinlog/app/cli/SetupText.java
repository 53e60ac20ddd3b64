package dev.twinlog.app.cli;

import dev.twinlog.app.cli.SetupCommand.Verb;
import dev.twinlog.app.cli.Terminal.Style;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.agents.Setup.Action;
import dev.twinlog.setup.agents.Setup.Outcome;
import java.util.List;

/// What set-up does or would do, for people. What was refused is said on stderr.
final class SetupText {
    private final Terminal terminal;
    private final Verb verb;

    private final String options;

    /// @param options of the command line, as they are to be repeated
    SetupText(Terminal terminal, Verb verb, String options) {
        this.terminal = terminal;
        this.verb = verb;
        this.options = options;
    }

    void show(List<Outcome> outcomes) {
        for (var outcome : outcomes) show(outcome);
        var written = outcomes.stream().filter(one -> isWritten(one.action())).toList();
        if (!written.isEmpty()) terminal.out().println(next(written, outcomes));
        else if (verb == Verb.UNDO && outcomes.stream().allMatch(one -> one.action() == Action.NOTHING))
            terminal.out().println("There is nothing to undo.");
    }

    private String next(List<Outcome> written, List<Outcome> all) {
        return switch (verb) {
            case PLAN -> "`twinlog setup apply" + names(written, all) + options + "` writes it.";
            case APPLY ->
                "Agents that run go on as they were: start them anew. `twinlog doctor` tells whether telemetry arrives,"
                        + " `twinlog setup undo` takes it back.";
            case UNDO -> "Agents that run go on as they were: start them anew.";
        };
    }

    /// The agent that a plan is for, unless that is all there are.
    private static String names(List<Outcome> written, List<Outcome> all) {
        boolean refused = all.stream().anyMatch(one -> one.action() == Action.REFUSED);
        return all.size() > 1 && !refused
                ? ""
                : " " + written.getFirst().agent().wire();
    }

    private static boolean isWritten(Action action) {
        return switch (action) {
            case CREATE, MODIFY, DELETE -> true;
            case NOTHING, REFUSED -> false;
        };
    }

    private void show(Outcome outcome) {
        var out = terminal.out();
        if (outcome.action() == Action.REFUSED) {
            outcome.objections().forEach(why -> terminal.say(why.words()));
            return;
        }
        out.println(terminal.styled(Style.STRONG, name(outcome.agent())) + ": "
                + Cells.line(outcome.file() + " " + words(outcome.action())));
        outcome.diff().forEach(line -> out.println(styled(Cells.clean(line))));
        var backup = outcome.backup();
        if (backup != null) out.println("  a copy of the file from before: " + Cells.line(backup.toString()));
        for (var note : outcome.notes())
            for (var line : Cells.wrapped(note, terminal.room(2))) out.println("  " + line);
    }

    private static String name(Agent agent) {
        return switch (agent) {
            case CLAUDE -> "Claude Code";
            case CODEX -> "Codex";
        };
    }

    private String words(Action action) {
        boolean done = verb != Verb.PLAN;
        return switch (action) {
            case CREATE -> done ? "is made" : "would be made";
            case MODIFY -> done ? "is changed" : "would be changed";
            case DELETE -> done ? "is deleted, as it was not there before" : "would be deleted";
            case NOTHING, REFUSED -> verb == Verb.UNDO ? "has nothing of Twinlog's" : "says already what it should";
        };
    }

    private String styled(String line) {
        var style = line.startsWith("+")
                ? Style.CALLED
                : line.startsWith("-") ? Style.BAD : line.startsWith("@") ? Style.FAINT : Style.PLAIN;
        return terminal.styled(style, line);
    }
}
