package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Feed;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.PageToken;
import dev.twinlog.sources.otlp.QuietLoops;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The server of page, `/api` and `/rpc` on loopback.
public final class PageServer implements AutoCloseable {
    /// How many ports are tried when the wanted one is taken.
    static final int PORTS_TRIED = 100;

    private final Server server;
    private final ExecutorService threads;

    private PageServer(Server server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// What the server serves.
    ///
    /// @param answers of `/api`, and of the questions at `/rpc`
    /// @param methods of `/rpc` beside the questions; one of the same name takes a question's place
    /// @param ready   whether the daemon can answer, for `/readyz`
    /// @param importing percent of the import that goes on, so that answers are partial; empty: they are whole
    /// @param feed    of `/api/live`
    /// @param metrics of `/metrics`
    public record Served(
            Answers answers,
            Map<String, RpcMethod> methods,
            BooleanSupplier ready,
            Supplier<OptionalLong> importing,
            Feed feed,
            MetricsText metrics) {
        public Served {
            methods = Map.copyOf(methods);
        }

        /// Without a feed and metrics.
        public Served(
                Answers answers,
                Map<String, RpcMethod> methods,
                BooleanSupplier ready,
                Supplier<OptionalLong> importing) {
            this(answers, methods, ready, importing, Feed.NONE, MetricsText.NONE);
        }
    }

    /// Starts on the wanted port, or on the next free one; 0: any free one.
    ///
    /// @throws Refusal when no port near the wanted one is free
    public static PageServer start(int wantedPort, PageToken token, Served served) throws Refusal {
        for (int port = wantedPort; port < wantedPort + PORTS_TRIED && port < 1 << 16; port++) {
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            var server = server(port, token, served, new Answering(threads));
            try {
                server.start().join();
                return new PageServer(server, threads);
            } catch (CompletionException e) {
                threads.close();
                server.close();
                if (!isTaken(e)) throw refusal("port " + port + " cannot be used: " + e.getCause(), e);
            }
        }
        throw refusal("no free port from " + wantedPort + " on: set page-port in config.toml, or --page-port 0", null);
    }

    private static boolean isTaken(CompletionException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) return true;
        }
        return false;
    }

    private static Refusal refusal(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return cause == null
                ? new Refusal(Refusal.Reason.UNABLE, message)
                : new Refusal(Refusal.Reason.UNABLE, message, cause);
    }

    private static Server server(int port, PageToken token, Served served, Answering answering) {
        var server = limited(Server.builder())
                .localPort(port, SessionProtocol.HTTP)
                .service("/healthz", bare(() -> true))
                .service("/readyz", bare(served.ready))
                .service("/rpc", new Rpc(methods(served), answering))
                .service("/metrics", new MetricsApi(served.metrics, answering))
                .service("/", PageServer::page);
        for (var name : Questions.READING) {
            var path = name.equals("show") ? "/api/show/{*session}" : "/api/" + name;
            server.service(path, new Api(name, served.answers, answering, served.importing));
        }
        server.service("/api/live", new LiveApi(served.feed, answering));
        return server.decorator(new Guard(token)).build();
    }

    private static ServerBuilder limited(ServerBuilder server) {
        return server.maxRequestLength(Limits.BODY_BYTES_MAX)
                .http1MaxInitialLineLength(Limits.REQUEST_LINE_BYTES_MAX)
                .http1MaxHeaderSize(Limits.HEADER_BYTES_MAX)
                .http2MaxHeaderListSize(Limits.HEADER_BYTES_MAX)
                .http2MaxStreamsPerConnection(Limits.STREAMS_MAX)
                .maxNumConnections(Limits.CONNECTIONS_MAX)
                .idleTimeout(Limits.IDLE)
                .requestTimeout(Limits.REQUEST)
                .connectionDrainDuration(Duration.ZERO)
                .workerGroup(QuietLoops.serving("page", Limits.GRACE), true)
                .bossGroupFactory(_ -> QuietLoops.accepting("page-accept", Limits.GRACE))
                .gracefulShutdownTimeout(Duration.ZERO, Limits.GRACE)
                .disableServerHeader()
                .disableDateHeader();
    }

    private static Map<String, RpcMethod> methods(Served served) {
        var methods = new TreeMap<String, RpcMethod>();
        for (var name : Questions.NAMES) {
            methods.put(name, (params, out) -> answer(served.answers, Questions.parse(name, params), out));
        }
        methods.putAll(served.methods);
        return methods;
    }

    /// The result of a call is one JSON value, so lines become a list.
    private static void answer(Answers answers, Question question, OutputStream out) throws Refusal, IOException {
        if (!question.isLines()) {
            answers.answer(question, out);
            return;
        }
        var list = new LinesAsList(out);
        answers.answer(question, list);
        list.end();
    }

    private static HttpService bare(BooleanSupplier good) {
        return (_, _) -> good.getAsBoolean()
                ? Replies.text(HttpStatus.OK, "ok\n")
                : Replies.text(HttpStatus.SERVICE_UNAVAILABLE, "not ready\n");
    }

    /// The first URL carries the token, and trades it for a cookie, so that it stays neither in the address
    /// bar nor in the
    /// history's titles.
    private static HttpResponse page(ServiceRequestContext context, HttpRequest request) {
        var token = context.queryParam("token");
        if (token == null)
            return Replies.text(HttpStatus.OK, "Twinlog is running. `twinlog --help` says what to ask it.\n");
        int port = context.localAddress().getPort();
        var cookie = Guard.cookieName(port) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
        return HttpResponse.of(Replies.head(HttpStatus.SEE_OTHER, MediaType.PLAIN_TEXT_UTF_8)
                .add(HttpHeaderNames.LOCATION, "/")
                .add(HttpHeaderNames.SET_COOKIE, cookie)
                .build());
    }

    /// The port on 127.0.0.1.
    public int port() {
        return server.activeLocalPort();
    }

    /// Stops taking requests, gives those under way a moment, and frees the port.
    @Override
    public void close() {
        server.stop().join();
        threads.shutdownNow();
        threads.close();
    }
}
