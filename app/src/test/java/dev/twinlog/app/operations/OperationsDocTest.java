package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The documentation of the operations is the table itself. `-Dtwinlog.docs=write` writes it anew.
class OperationsDocTest {
    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    private static final String HEAD = """
            # Operations at /rpc

            JSON-RPC 2.0 over HTTP POST at `/rpc` of the page's port, with the token as for `/api` (README). Parameters go by name; each may come as the
            JSON type that it is, or as a text. One that is unknown, missing or makes no sense is the error -32602, with a suggestion; what is not there is -32001; what
            cannot be done now or here is -32000. The message says what, where and what to do. Up to 64 requests may come as a batch, which are answered one after
            the other; what has no `id` is done, and answered by status 204 alone. `twinlog rpc METHOD [JSON]` calls a method and prints its bare
            result, `twinlog rpc --list` lists them.

            Only what the app-server itself reports on its own link changes the state of the sign-in: what is claimed here makes Twinlog ask, and nothing
            more. Why it is so, and what each operation leaves alone: [decision 28](decisions/0028-operations.md).

            The questions of the commands are methods too, with the parameters of `/api`: `status`, `sessions`, `show`, `search`, `usage`, `verify`, `explain`, `decisions`,
            `gaps`, `export`, `attributes`, `prices`, `sync`, `rebuild`, `restore`.

            """;

    private static String page() {
        var page = new StringBuilder(HEAD);
        for (var operation : Operation.values()) {
            page.append("## ").append(operation.wire()).append("\n\n").append(operation.doc());
            page.append("\n\n");
            if (!operation.parameters().isEmpty())
                page.append(parameters(operation)).append('\n');
            page.append("Result: ").append(result(operation)).append("\n\n");
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static String parameters(Operation operation) {
        var table = new StringBuilder("| parameter | type | meaning |\n|---|---|---|\n");
        for (var one : operation.parameters()) {
            table.append("| `%s` | %s%s | %s |\n"
                    .formatted(
                            one.name(),
                            one.type().wire(),
                            one.required() ? ", needed" : "",
                            one.doc().replace("|", "\\|")));
        }
        return table.toString();
    }

    private static String result(Operation operation) {
        var result = operation.result();
        return result.startsWith("`") ? result : Character.toLowerCase(result.charAt(0)) + result.substring(1);
    }

    @Test
    void every_operation_is_documented_as_it_is() throws Exception {
        if ("write".equals(System.getProperty("twinlog.docs"))) Files.writeString(PAGE, page());
        assertThat(PAGE).content().isEqualTo(page());
    }
}
