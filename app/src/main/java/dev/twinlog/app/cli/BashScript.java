package dev.twinlog.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Completions for bash from 3.2 on, without the package bash-completion. picocli's generator is not used, since it
/// knows no words that are asked for while completing, and no fish: docs/decisions/0014-taking-out.md.
record BashScript(CompletionWords words) {
    /// Walks over the words before the cursor: which command they call, whether an option waits for its value, and
    /// how many arguments without a name there are. `=` stands alone, since bash breaks words there.
    private static final String WALK = """
            # bash completion for twinlog; made by `twinlog completion bash`
            _twinlog_sessions() {
                @sessions@
            }

            # Adds the lines of stdin that begin with $1, each as one word: nothing in them is split or expanded.
            _twinlog_lines() {
                local line
                while IFS= read -r line; do
                    [[ -n "$line" && "$line" == "$1"* ]] && COMPREPLY+=("$line")
                done
            }

            # Ids of sessions from the lines of stdin. They come from others' files: one that is more than letters,
            # digits, dots, dashes and underscores is not offered.
            _twinlog_ids() {
                local line id
                while IFS= read -r line; do
                    id="${line%%$'\\t'*}"
                    case "$id" in
                        '' | -* | *[!@safe@]*) continue ;;
                    esac
                    printf '%q\\n' "$id"
                done
            }

            _twinlog() {
                local cur="${COMP_WORDS[COMP_CWORD]}" path="" waiting="" arguments=0 last="" word i kind
                local IFS=$' \\t\\n'
                [ "$cur" = "=" ] && cur=""
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word="${COMP_WORDS[i]}"
                    if [ "$word" = "=" ]; then
                        continue
                    elif [ -n "$waiting" ]; then
                        waiting=""
                    elif [ "${word#-}" != "$word" ]; then
                        case "$path $word" in
            @waiting@
                        esac
                    else
                        case "$path/$word" in
            @paths@
                            *) arguments=$((arguments + 1)) last="$word" ;;
                        esac
                    fi
                done
                COMPREPLY=()
                if [ -n "$waiting" ]; then
                    kind="$waiting"
                elif [ "${cur#-}" != "$cur" ]; then
                    case "$path" in
            @options@
                    esac
                    [ -z "$path" ] && [ "$arguments" -gt 0 ] && kind=free
                else
                    case "$path $arguments" in
            @arguments@
                        *) kind=free ;;
                    esac
                fi
                if [ "$kind" = value ]; then
                    case "$last" in
            @values@
                    esac
                fi
                case "$kind" in
                    words:*) _twinlog_lines "$cur" < <(printf '%s\\n' ${kind#words:}) ;;
                    session) _twinlog_lines "$cur" < <(_twinlog_sessions "${COMP_WORDS[0]}" | _twinlog_ids) ;;
                    file)
                        compopt -o filenames 2>/dev/null
                        _twinlog_lines "" < <(compgen -f -- "$cur")
                        ;;
                    folder)
                        compopt -o filenames 2>/dev/null
                        _twinlog_lines "" < <(compgen -d -- "$cur")
                        ;;
                esac
            }

            complete -F _twinlog twinlog
            """;

    private static final String INDENT = " ".repeat(16);

    String text() {
        return WALK.replace("@sessions@", CompletionWords.SESSIONS)
                .replace("@safe@", CompletionWords.SAFE)
                .replace("@waiting@", waiting())
                .replace("@paths@", paths())
                .replace("@options@", options())
                .replace("@values@", values())
                .replace("@arguments@", arguments());
    }

    private static String values() {
        return CompletionWords.worded().stream()
                .map(key -> entry(key.key(), "kind=" + list(key.words())))
                .collect(Collectors.joining("\n"));
    }

    private String waiting() {
        return words.called().stream()
                .flatMap(called -> called.spec().options().stream()
                        .filter(option -> option.label() != null)
                        .map(option -> entry(called.path() + " " + option.name(), "waiting=" + kind(option.value()))))
                .collect(Collectors.joining("\n"));
    }

    private String paths() {
        return words.called().stream()
                .map(called -> {
                    int last = called.path().lastIndexOf(' ');
                    var before = last < 0 ? "" : called.path().substring(0, last);
                    return entry(
                            before + "/" + called.spec().name(),
                            "path=" + CompletionWords.quoted(called.path()) + " arguments=0");
                })
                .collect(Collectors.joining("\n"));
    }

    private String options() {
        var root = entry("", "kind=" + list(names(CompletionWords.rootOptions())));
        return words.called().stream()
                .map(called -> entry(called.path(), "kind=" + list(names(CompletionWords.options(called.spec())))))
                .collect(Collectors.joining("\n", root + "\n", ""));
    }

    private static List<String> names(List<Spec.Option> options) {
        return options.stream().map(Spec.Option::name).toList();
    }

    private String arguments() {
        var root = entry(
                " 0", "kind=" + list(words.specs().stream().map(Spec::name).toList()));
        return words.called().stream()
                .flatMap(called -> {
                    var spec = called.spec();
                    if (!spec.subcommands().isEmpty()) {
                        var below = spec.subcommands().stream().map(Spec::name).toList();
                        return Stream.of(entry(called.path() + " 0", "kind=" + list(below)));
                    }
                    return IntStream.range(0, spec.positionals().size())
                            .mapToObj(i -> argument(
                                    called.path(), i, spec.positionals().get(i)));
                })
                .collect(Collectors.joining("\n", root + "\n", ""));
    }

    private static String argument(String path, int index, Spec.Positional positional) {
        var action = "kind=" + kind(positional.value());
        return positional.repeated()
                ? INDENT + CompletionWords.quoted(path) + "\\ [" + index + "-9]*) " + action + " ;;"
                : entry(path + " " + index, action);
    }

    private static String entry(String pattern, String action) {
        return INDENT + CompletionWords.quoted(pattern) + ") " + action + " ;;";
    }

    private static String kind(Completion value) {
        var known = CompletionWords.words(value);
        if (!known.isEmpty()) return list(known);
        return switch (value) {
            case Completion.Session() -> "session";
            case Completion.SettingValue() -> "value";
            case Completion.File() -> "file";
            case Completion.Folder() -> "folder";
            case Completion.Words(var _), Completion.Setting(), Completion.Free() -> "free";
        };
    }

    private static String list(List<String> words) {
        return CompletionWords.quoted("words:" + String.join(" ", words));
    }
}
