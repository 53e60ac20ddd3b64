package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Addresses;
import dev.twinlog.app.Daemon;
import java.io.IOException;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Capture the agents' sessions and answer questions, until Ctrl-C or SIGTERM.",
        footer = {
            "",
            "Prints `ready` and its addresses as JSON to stdout when it serves. The first import goes on meanwhile,",
            "newest sessions first; its progress is on stderr.",
            "",
            "Examples:",
            "  twinlog up",
            "  TWINLOG_HOME=/tmp/try twinlog up --page-port 0"
        })
final class UpCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--page-port", paramLabel = "PORT", description = "For page, /api and /rpc; 0: any free one.")
    private @Nullable Integer pagePort;

    @Option(names = "--otlp-http-port", paramLabel = "PORT", description = "For OTLP over HTTP; 0: any free one.")
    private @Nullable Integer otlpHttpPort;

    @Option(names = "--otlp-grpc-port", paramLabel = "PORT", description = "For OTLP over gRPC; 0: any free one.")
    private @Nullable Integer otlpGrpcPort;

    @Option(names = "--json", description = "Only what is JSON: no progress on stderr.")
    private boolean json;

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        var settings = surroundings.settings().withPorts(pagePort, otlpHttpPort, otlpGrpcPort);
        try (var daemon = surroundings.wiring().daemon(surroundings.folders(), settings);
                var _ = new EndOnSignal(daemon, surroundings.terminal())) {
            ready(daemon.addresses());
            try (var _ = json ? null : new ProgressReport(daemon, surroundings.terminal())) {
                daemon.await();
            }
        }
        return ExitCodes.DONE;
    }

    private void ready(Addresses addresses) throws IOException {
        var line = new StringWriter();
        try (var json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("addresses");
            json.writeStringField("page", addresses.page());
            json.writeStringField("otlpHttp", addresses.otlpHttp());
            json.writeStringField("otlpGrpc", addresses.otlpGrpc());
            json.writeEndObject();
            json.writeNumberField("pid", ProcessHandle.current().pid());
            json.writeEndObject();
        }
        surroundings.terminal().out().println("ready " + line);
        surroundings.terminal().out().flush();
    }

    /// Closes the daemon when the process is told to end, and only then lets it end, with 0: it was an order.
    private static final class EndOnSignal implements AutoCloseable {
        private final Thread hook;

        EndOnSignal(Daemon daemon, Terminal terminal) {
            hook = new Thread(
                    () -> {
                        daemon.close();
                        terminal.out().flush();
                        terminal.err().flush();
                        Runtime.getRuntime().halt(ExitCodes.DONE);
                    },
                    "end");
            Runtime.getRuntime().addShutdownHook(hook);
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
