package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Operation;
import dev.twinlog.app.operations.Parameter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `twinlog rpc`: calls a method at `/rpc` of the running daemon.
final class RpcCommand implements Command {
    private static final String METHOD = "METHOD";
    private static final String JSON = "JSON";
    private static final String LIST = "--list";

    private static final Spec SPEC = new Spec(
            "rpc",
            "Call a method of the running daemon, and print its bare result as JSON.",
            List.of(Spec.Option.flag(LIST, "List the operators' methods with their parameters, and call none.")),
            List.of(
                    Spec.Positional.optional(METHOD, "The method's name.").of(methods()),
                    Spec.Positional.optional(JSON, "Its parameters, a JSON object; none without.")),
            List.of(
                    "",
                    "Ends with 3 when the call is answered with an error, which is printed on stderr as JSON:",
                    "{\"code\", \"message\"}.",
                    "",
                    "Examples:",
                    "  twinlog rpc get_codex_app_server_status",
                    "  twinlog rpc codex_app_server_set_stream_kill_switch '{\"enabled\":true}'",
                    "  twinlog rpc --list"));

    private static List<String> methods() {
        var operations = Arrays.stream(Operation.values()).map(Operation::wire);
        return Stream.concat(operations, Questions.NAMES.stream()).toList();
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var terminal = surroundings.terminal();
        if (arguments.has(LIST)) {
            list(terminal);
            return ExitCodes.DONE;
        }
        var method = arguments.get(METHOD);
        if (method == null) throw wrong("which method? `twinlog rpc --list` lists them");
        var params = params(arguments.get(JSON));
        try {
            var out = terminal.out();
            surroundings.rpc().call(method, params, RpcClient.AS_LONG_AS_IT_TAKES, out);
            out.println();
            return ExitCodes.DONE;
        } catch (RpcError e) {
            terminal.err().println(e.json());
            return ExitCodes.NOT_DONE;
        }
    }

    private static String params(@Nullable String text) throws Refusal {
        if (text == null) return "{}";
        try (var json = new JsonFactory().createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                json.skipChildren();
                if (json.nextToken() == null) return text;
            }
        } catch (IOException e) {
            throw wrong(JSON + " must be an object with the parameters, as '{\"enabled\": true}': " + said(e));
        }
        throw wrong(JSON + " must be an object with the parameters, as '{\"enabled\": true}'");
    }

    private static String said(IOException e) {
        var message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }

    private static void list(Terminal terminal) {
        for (var operation : Operation.values()) {
            terminal.out().println(terminal.styled(Terminal.Style.STRONG, operation.wire()) + takes(operation));
            for (var line : Cells.broken(operation.doc(), terminal.room(2)))
                terminal.out().println("  " + line);
        }
        terminal.out().println();
        for (var line : Cells.broken(
                "The questions of the other commands are methods too: " + String.join(", ", Questions.NAMES)
                        + ". docs/operations.md tells parameters and results.",
                terminal.room(0))) terminal.out().println(line);
    }

    /// The names of the parameters; settings are too many.
    private static String takes(Operation operation) {
        var parameters = operation.parameters();
        if (parameters.isEmpty()) return "";
        if (operation == Operation.SET_INGEST_CONFIG) return " {SETTING, …}";
        return parameters.stream().map(RpcCommand::shown).collect(Collectors.joining(", ", " {", "}"));
    }

    private static String shown(Parameter parameter) {
        return parameter.required() ? parameter.name() : "[" + parameter.name() + "]";
    }
}
