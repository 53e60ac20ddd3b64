package dev.twinlog.app.cli;

import java.util.List;
import java.util.stream.Collectors;

/// Completions for fish from 3.0 on.
record FishScript(CompletionWords words) {
    private static final String HEAD = """
            # fish completion for twinlog; made by `twinlog completion fish`
            function __twinlog_sessions
                set -l program (commandline -opc)[1]
                if command -q timeout
                    timeout 2 $program sessions --brief --limit 200 2>/dev/null </dev/null
                else
                    $program sessions --brief --limit 200 2>/dev/null </dev/null
                end | string match -r -- '^[A-Za-z0-9._][A-Za-z0-9._-]*(?:\\t.*)?$'
            end

            # Whether the words before the cursor call this command, with so many arguments (or any number).
            function __twinlog_at
                set -l path ""
                set -l waiting 0
                set -l arguments 0
                for word in (commandline -opc)[2..-1]
                    if test $waiting -eq 1
                        set waiting 0
                    else if string match -q -- '-*' $word
                        switch "$path $word"
                            case @waiting@
                                set waiting 1
                        end
                    else
                        switch "$path/$word"
            @paths@
                            case '*'
                                set arguments (math $arguments + 1)
                        end
                    end
                end
                test "$path" = "$argv[1]"
                or return 1
                test (count $argv) -eq 1
                and return 0
                test $waiting -eq 0
                or return 1
                test $arguments -eq $argv[2]
                or test (count $argv) -eq 3 -a $arguments -gt $argv[2]
            end

            function __twinlog_values
                switch (commandline -opc)[-1]
            @values@
                end
            end

            complete -c twinlog -f
            """;

    String text() {
        var lines = new StringBuilder(
                HEAD.replace("@waiting@", waiting()).replace("@paths@", paths()).replace("@values@", values()));
        for (var spec : words.specs()) lines.append(command("", spec));
        for (var option : CompletionWords.rootOptions()) lines.append(option("", " 0", option));
        for (var called : words.called()) {
            for (var below : called.spec().subcommands()) lines.append(command(called.path(), below));
            for (var option : CompletionWords.options(called.spec())) lines.append(option(called.path(), "", option));
            if (called.spec().subcommands().isEmpty()) lines.append(arguments(called));
        }
        return lines.toString();
    }

    private static String values() {
        return CompletionWords.worded().stream()
                .map(key -> "        case " + quoted(key.key()) + "\n            printf '%s\\n' "
                        + String.join(" ", key.words()))
                .collect(Collectors.joining("\n"));
    }

    private String waiting() {
        return words.called().stream()
                .flatMap(called -> called.spec().options().stream()
                        .filter(option -> option.label() != null)
                        .map(option -> quoted(called.path() + " " + option.name())))
                .collect(Collectors.joining(" "));
    }

    private String paths() {
        return words.called().stream()
                .map(called -> {
                    int last = called.path().lastIndexOf(' ');
                    var before = last < 0 ? "" : called.path().substring(0, last);
                    var indent = " ".repeat(16);
                    return indent + "case "
                            + quoted(before + "/" + called.spec().name()) + "\n" + indent + "    set path "
                            + quoted(called.path()) + "\n" + indent + "    set arguments 0";
                })
                .collect(Collectors.joining("\n"));
    }

    private static String command(String path, Spec spec) {
        return "complete -c twinlog -n " + at(path, " 0") + " -a " + quoted(spec.name()) + " -d "
                + quoted(spec.description()) + "\n";
    }

    private static String option(String path, String arguments, Spec.Option option) {
        var value = option.label() == null ? "" : " -r" + offered(option.value());
        return "complete -c twinlog -n " + at(path, arguments) + " -l "
                + option.name().substring(2) + value + " -d " + quoted(option.doc()) + "\n";
    }

    private static String arguments(Spec.Called called) {
        var lines = new StringBuilder();
        var positionals = called.spec().positionals();
        for (int i = 0; i < positionals.size(); i++) {
            var offered = offered(positionals.get(i).value());
            if (offered.isEmpty()) continue;
            var many = positionals.get(i).repeated() ? " more" : "";
            lines.append("complete -c twinlog -n " + at(called.path(), " " + i + many) + offered + "\n");
        }
        return lines.toString();
    }

    private static String at(String path, String arguments) {
        return quoted("__twinlog_at \"" + path + "\"" + arguments);
    }

    private static String offered(Completion value) {
        List<String> known = CompletionWords.words(value);
        if (!known.isEmpty()) return " -x -a " + quoted(String.join(" ", known));
        return switch (value) {
            case Completion.Session() -> " -x -k -a '(__twinlog_sessions)'";
            case Completion.SettingValue() -> " -x -a '(__twinlog_values)'";
            case Completion.File() -> " -F";
            case Completion.Folder() -> " -x -a '(__fish_complete_directories)'";
            case Completion.Words(var _), Completion.Setting(), Completion.Free() -> "";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
