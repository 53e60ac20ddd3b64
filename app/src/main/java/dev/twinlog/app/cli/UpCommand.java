package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Addresses;
import dev.twinlog.app.Daemon;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// `twinlog up`.
final class UpCommand implements Command {
    private static final Spec SPEC = new Spec(
            "up",
            "Capture the agents' sessions and answer questions, until Ctrl-C or SIGTERM.",
            List.of(
                    Spec.Option.of("--page-port", "PORT", "For page, /api and /rpc; 0: any free one."),
                    Spec.Option.of("--otlp-http-port", "PORT", "For OTLP over HTTP, which agents are told."),
                    Spec.Option.of("--otlp-grpc-port", "PORT", "For OTLP over gRPC, which agents are told."),
                    Spec.Option.flag("--json", "Only what is JSON: no progress on stderr.")),
            List.of(),
            List.of(
                    "",
                    "Prints `ready` and its addresses as JSON to stdout when it serves. The first import goes on",
                    "meanwhile, newest sessions first; its progress is on stderr.",
                    "",
                    "Examples:",
                    "  twinlog up",
                    "  TWINLOG_HOME=/tmp/try twinlog up --page-port 0"));

    static final String HINT =
            "leave it running, and ask `twinlog sessions` in another terminal; " + "Ctrl-C ends it and loses nothing";

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var terminal = surroundings.terminal();
        var settings = surroundings
                .settings()
                .withPorts(
                        port(arguments, "--page-port"),
                        port(arguments, "--otlp-http-port"),
                        port(arguments, "--otlp-grpc-port"));
        try (var signal = new EndOnSignal(terminal);
                var daemon = signal.ends(surroundings.wiring().daemon(surroundings.folders(), settings))) {
            ready(daemon.addresses(), terminal);
            if (arguments.has("--json")) daemon.await();
            else awaitTelling(daemon, signal, terminal);
        }
        return ExitCodes.DONE;
    }

    private static void awaitTelling(Daemon daemon, EndOnSignal signal, Terminal terminal)
            throws Refusal, InterruptedException {
        if (terminal.errShown()) terminal.say(HINT);
        try (var _ = signal.asks(new ProgressReport(daemon, terminal))) {
            daemon.await();
        }
    }

    private static @Nullable Integer port(Arguments arguments, String name) throws Refusal {
        var text = arguments.get(name);
        try {
            int port = text == null ? 0 : Integer.parseInt(text);
            if (port >= 0 && port < 1 << 16) return text == null ? null : port;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(Refusal.Reason.WRONG_QUESTION, name + " must be a port from 0 to 65535, not '" + text + "'");
    }

    private static void ready(Addresses addresses, Terminal terminal) throws IOException {
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
        terminal.out().println("ready " + line);
        terminal.out().flush();
    }

    /// Closes the daemon when the process is told to end, and only then lets it end, with 0: it was an order. One that
    /// still starts is waited for a little; then the process ends all the same, as a crash would end it.
    private static final class EndOnSignal implements AutoCloseable {
        private static final Duration START_PATIENCE = Duration.ofSeconds(5);

        private final CompletableFuture<Daemon> started = new CompletableFuture<>();
        private final Thread hook;
        private volatile @Nullable ProgressReport report;

        EndOnSignal(Terminal terminal) {
            hook = new Thread(() -> end(terminal), "end");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        /// The daemon to close.
        Daemon ends(Daemon daemon) {
            started.complete(daemon);
            return daemon;
        }

        /// The report that knows what to say at the end.
        ProgressReport asks(ProgressReport asked) {
            report = asked;
            return asked;
        }

        private void end(Terminal terminal) {
            try {
                var daemon = started.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                var asked = report;
                var parting = asked == null ? Optional.<String>empty() : asked.parting();
                daemon.close();
                parting.ifPresent(
                        text -> terminal.err().println((terminal.errShown() ? ProgressReport.ERASE_LINE : "") + text));
            } catch (TimeoutException | ExecutionException | InterruptedException e) {
                terminal.say("it had not started yet; nothing that was captured is lost");
            }
            terminal.out().flush();
            terminal.err().flush();
            Runtime.getRuntime().halt(ExitCodes.DONE);
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
