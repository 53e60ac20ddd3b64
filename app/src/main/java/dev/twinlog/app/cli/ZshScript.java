package dev.twinlog.app.cli;

import java.util.List;
import java.util.stream.Collectors;

/// Completions for zsh from 5.0 on, by its own `_arguments`.
record ZshScript(CompletionWords words) {
    private static final String HEAD = """
            #compdef twinlog
            # zsh completion for twinlog; made by `twinlog completion zsh`

            _twinlog__ask() {
                @sessions@
            }

            _twinlog__ids() {
                local line id
                local -a ids shown
                for line in "${(@f)$(_twinlog__ask "${_twinlog_program:-twinlog}")}"; do
                    id="${line%%$'\\t'*}"
                    case $id in
                        ''|-*|*[^@safe@]*) continue ;;
                    esac
                    ids+=("$id")
                    shown+=("$id  ${line#*$'\\t'}")
                done
                (( $#ids )) && compadd -V sessions -l -d shown -a -- ids
            }

            _twinlog__values() {
                case $words[CURRENT-1] in
            @values@
                esac
            }

            """;

    private static final String TAIL = """
            if [ "$funcstack[1]" = "_twinlog" ]; then
                _twinlog "$@"
            else
                compdef _twinlog twinlog
            fi
            """;

    String text() {
        var text = new StringBuilder(HEAD.replace("@sessions@", CompletionWords.SESSIONS)
                .replace("@safe@", CompletionWords.SAFE)
                .replace("@values@", values()));
        text.append(choosing("_twinlog", CompletionWords.rootOptions(), words.specs(), ""));
        for (var called : words.called()) {
            var spec = called.spec();
            text.append(
                    spec.subcommands().isEmpty()
                            ? plain(called)
                            : choosing(
                                    function(called.path()),
                                    CompletionWords.options(spec),
                                    spec.subcommands(),
                                    called.path() + " "));
        }
        return text.append(TAIL).toString();
    }

    private static String values() {
        return CompletionWords.worded().stream()
                .map(key -> "        " + CompletionWords.quoted(key.key()) + ") compadd -- "
                        + String.join(" ", key.words()) + " ;;")
                .collect(Collectors.joining("\n"));
    }

    private static String function(String path) {
        return "_twinlog_" + path.replace(' ', '_').replace('-', '_');
    }

    /// The function of what has commands below it.
    private static String choosing(String function, List<Spec.Option> options, List<Spec> below, String path) {
        var names = below.stream()
                .map(spec -> "        " + CompletionWords.quoted(spec.name() + ":" + spec.description()))
                .collect(Collectors.joining("\n"));
        var cases = below.stream()
                .map(spec -> "            " + spec.name() + ") " + function(path + spec.name()) + " ;;")
                .collect(Collectors.joining("\n"));
        var program = path.isEmpty() ? "    local _twinlog_program=$words[1]\n" : "";
        return """
                %s() {
                    local curcontext="$curcontext" state line
                    local -a commands
                %s    commands=(
                %s
                    )
                    _arguments -C -S \\
                %s        '1: :->command' \\
                        '*:: :->arguments'
                    case $state in
                        command) _describe -t commands command commands ;;
                        arguments)
                            case $line[1] in
                %s
                            esac
                            ;;
                    esac
                }

                """.formatted(function, program, names, options(options), cases);
    }

    private static String plain(Spec.Called called) {
        var spec = called.spec();
        var arguments = new StringBuilder();
        for (int i = 0; i < spec.positionals().size(); i++) {
            var positional = spec.positionals().get(i);
            var place = positional.repeated() ? "*" : Integer.toString(i + 1);
            var optional = positional.required() || positional.repeated() ? ":" : "::";
            arguments
                    .append("        ")
                    .append(CompletionWords.quoted(
                            place + optional + positional.label() + ":" + action(positional.value())))
                    .append(" \\\n");
        }
        var all = options(CompletionWords.options(spec)) + arguments;
        return function(called.path()) + "() {\n    _arguments -S \\\n" + all.substring(0, all.length() - 3)
                + "\n}\n\n";
    }

    private static String options(List<Spec.Option> options) {
        return options.stream()
                .map(option -> "        " + CompletionWords.quoted(option(option)) + " \\\n")
                .collect(Collectors.joining());
    }

    private static String option(Spec.Option option) {
        var many = option.repeated() ? "*" : "";
        var doc = "[" + escaped(option.doc()) + "]";
        return option.label() == null
                ? many + option.name() + doc
                : many + option.name() + "=" + doc + ":" + option.label() + ":" + action(option.value());
    }

    private static String escaped(String doc) {
        return doc.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
    }

    private static String action(Completion value) {
        var known = CompletionWords.words(value);
        if (!known.isEmpty()) return "(" + String.join(" ", known) + ")";
        return switch (value) {
            case Completion.Session() -> "_twinlog__ids";
            case Completion.SettingValue() -> "_twinlog__values";
            case Completion.File() -> "_files";
            case Completion.Folder() -> "_files -/";
            case Completion.Words(var _), Completion.Setting(), Completion.Free() -> " ";
        };
    }
}
