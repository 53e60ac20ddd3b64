package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import java.util.List;

/// `twinlog completion`.
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");
    private static final Spec SPEC = new Spec(
            "completion",
            "Print a script that completes commands, options, settings and session ids.",
            List.of(),
            List.of(new Spec.Positional("SHELL", "bash, zsh or fish.").of(SHELLS)),
            List.of(
                    "",
                    "The folders must be there (mkdir -p). zsh looks in those of $fpath, before",
                    "compinit runs.",
                    "",
                    "Examples:",
                    "  twinlog completion bash > ~/.local/share/bash-completion/completions/twinlog",
                    "  twinlog completion zsh > ~/.zfunc/_twinlog",
                    "  twinlog completion fish > ~/.config/fish/completions/twinlog.fish"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Refusal {
        surroundings.terminal().out().print(script(arguments.needed("SHELL")));
        return ExitCodes.DONE;
    }

    private static String script(String shell) throws Refusal {
        var words = new CompletionWords(Cli.specs());
        return switch (shell) {
            case "bash" -> new BashScript(words).text();
            case "zsh" -> new ZshScript(words).text();
            case "fish" -> new FishScript(words).text();
            default ->
                throw new Refusal(
                        Refusal.Reason.WRONG_QUESTION,
                        "completion knows " + String.join(", ", SHELLS) + ", not '" + shell + "'");
        };
    }
}
