package dev.twinlog.app.cli;

import dev.twinlog.setup.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What the scripts of all shells are made of.
///
/// @param specs of all commands
record CompletionWords(List<Spec> specs) {
    /// Prints the latest sessions, one a line: id, tab, title. It must not take long, and must not complain: who
    /// completes is in the middle of a line. What `$1` is: the program as it was called.
    static final String SESSIONS = """
            if command -v timeout >/dev/null 2>&1; then
                    timeout 2 "$1" sessions --brief --limit 200 2>/dev/null </dev/null
                else
                    "$1" sessions --brief --limit 200 2>/dev/null </dev/null
                fi""";

    /// The characters of ids that are offered, written out since ranges depend on the locale; the dash comes last.
    static final String SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private static final Spec.Option HELP = Spec.Option.flag("--help", "Show this help.");
    private static final Spec.Option VERSION = Spec.Option.flag("--version", "Show the version.");

    /// Every command and subcommand.
    List<Spec.Called> called() {
        return specs.stream().flatMap(spec -> spec.all("")).toList();
    }

    /// The options of the program itself.
    static List<Spec.Option> rootOptions() {
        return List.of(HELP, VERSION);
    }

    /// The options of a command, with those that all have.
    static List<Spec.Option> options(Spec spec) {
        return Stream.concat(spec.options().stream(), Stream.of(HELP)).toList();
    }

    /// The words that may stand where a value may, when they are known before; else none.
    static List<String> words(Completion value) {
        return switch (value) {
            case Completion.Words(var words) -> words;
            case Completion.Setting() ->
                Arrays.stream(SettingKeys.values()).map(SettingKeys::key).toList();
            case Completion.Session(),
                    Completion.SettingValue(),
                    Completion.File(),
                    Completion.Folder(),
                    Completion.Free() -> List.of();
        };
    }

    /// The settings of which words are known.
    static List<SettingKeys> worded() {
        return Arrays.stream(SettingKeys.values())
                .filter(key -> !key.words().isEmpty())
                .toList();
    }

    /// A text in single quotes, as sh, zsh and bash take it.
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
