package dev.twinlog.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "twinlog",
        description = "Records what coding agents (Claude Code, OpenAI Codex) did on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "`twinlog up` captures and answers; the other commands ask it, or read the store when it is not running.",
            "Each has --help, and those that answer have --json.",
            "",
            "Ends with 0 done, 1 a check said no, 2 wrong usage, 3 could not be done (the reason is on stderr)."
        })
final class TwinlogCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec");
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? `twinlog --help` lists them");
    }
}
