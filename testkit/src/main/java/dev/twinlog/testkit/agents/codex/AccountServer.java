package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Awaited;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The servers of ChatGPT that Codex asks about an account and its sign-in, on one port of loopback: `/backend-api` and
/// the OAuth issuer. It knows one account, [MadeUpAccount#ONE].
public final class AccountServer implements AutoCloseable {
    /// What the user types at the page of a sign-in by code.
    public static final String USER_CODE = "MADE-UP1";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Awaited<State> state = new Awaited<>(new State());

    private static final class State {
        private final List<String> asked = new ArrayList<>();
        private boolean confirmed;
        private boolean down;
    }

    private AccountServer(HttpServer server) {
        this.server = server;
    }

    /// Starts one.
    public static AccountServer start() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new AccountServer(http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /// Its address, without a path.
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What has to be in the environment of a Codex that signs in here.
    public Map<String, String> environment() {
        return Map.of(
                "CODEX_APP_SERVER_LOGIN_ISSUER",
                address().toString(),
                "CODEX_REFRESH_TOKEN_URL_OVERRIDE",
                address() + "/oauth/token");
    }

    /// What was asked so far: method and path, without the query.
    public List<String> asked() {
        return state.read(of -> List.copyOf(of.asked));
    }

    /// Waits until something was asked whose path contains this.
    public void awaitAsked(String part, Duration within) throws InterruptedException, TimeoutException {
        state.await(
                within,
                of -> of.asked.stream().anyMatch(one -> one.contains(part)) ? true : null,
                () -> part + " asked of the account server; it was asked " + asked());
    }

    /// The user types the code in: the sign-in by code that waits succeeds.
    public void confirmCode() {
        state.change(of -> of.confirmed = true);
    }

    /// Whether it answers nothing but 503 from now on.
    public void down(boolean down) {
        state.change(of -> of.down = down);
    }

    /// What the user's browser does at the end of a sign-in: it follows the issuer back to Codex.
    ///
    /// @param authUrl as `account/login/start` told it
    /// @return the status of the page that the user sees last
    public int confirmInBrowser(URI authUrl) throws IOException, InterruptedException {
        var query = query(authUrl);
        var back = query.getOrDefault("redirect_uri", "") + "?code=made-up&state=" + query.getOrDefault("state", "");
        try (var browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            return browser.send(
                            HttpRequest.newBuilder(URI.create(back)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Map<String, String> query(URI uri) {
        var values = new java.util.TreeMap<String, String>();
        Arrays.stream(uri.getRawQuery().split("&")).forEach(pair -> {
            int end = pair.indexOf('=');
            values.put(pair.substring(0, end), URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
        });
        return values;
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            http.getRequestBody().readAllBytes();
            var path = http.getRequestURI().getPath();
            state.change(of -> of.asked.add(http.getRequestMethod() + " " + path));
            if (state.read(of -> of.down)) answer(http, 503, object("detail", "not now"));
            else answer(http, path);
        }
    }

    private void answer(HttpExchange http, String path) throws IOException {
        if (path.endsWith("/accounts/check")) answer(http, 200, accounts());
        else if (path.endsWith("/wham/usage")) answer(http, 200, usage());
        else if (path.endsWith("/deviceauth/usercode")) answer(http, 200, userCode());
        else if (path.endsWith("/deviceauth/token")) answerCode(http);
        else if (path.endsWith("/oauth/token")) answer(http, 200, MadeUpAccount.ONE.tokens());
        else answer(http, 404, object("detail", "not found"));
    }

    /// Until the user has typed the code in it is unknown.
    private void answerCode(HttpExchange http) throws IOException {
        if (state.read(of -> of.confirmed))
            answer(http, 200, object("authorization_code", "made-up", "code_challenge", "x", "code_verifier", "y"));
        else answer(http, 403, object("error", object("code", "deviceauth_authorization_unknown")));
    }

    private static Map<String, @Nullable Object> accounts() {
        var account = object(
                "id",
                MadeUpAccount.ONE.id(),
                "account_id",
                MadeUpAccount.ONE.id(),
                "account_user_id",
                MadeUpAccount.ONE.userId(),
                "name",
                "Made up",
                "plan_type",
                MadeUpAccount.ONE.plan(),
                "structure",
                "personal",
                "is_default",
                true,
                "is_deactivated",
                false,
                "account_user_role",
                "account-owner",
                "workspace_backend_origin",
                "https://chatgpt.com",
                "account_routing_override",
                "NO_CONSTRAINT",
                "profile_picture_url",
                null);
        return object(
                "items", List.of(account),
                "accounts", List.of(account),
                "default_account_id", MadeUpAccount.ONE.id(),
                "account_ordering", List.of(MadeUpAccount.ONE.id()));
    }

    private static Map<String, @Nullable Object> usage() {
        var window = object(
                "used_percent", 7,
                "limit_window_seconds", 18000,
                "reset_after_seconds", 1000,
                "reset_at", Instant.now().getEpochSecond() + 1000);
        var limit = object("allowed", true, "limit_reached", false, "primary_window", window, "secondary_window", null);
        return object("plan_type", MadeUpAccount.ONE.plan(), "rate_limit", limit, "credits", null);
    }

    private static Map<String, @Nullable Object> userCode() {
        return object(
                "device_auth_id",
                "made-up",
                "user_code",
                USER_CODE,
                "interval",
                "1",
                "expires_at",
                Instant.now().plus(Duration.ofMinutes(10)).toString());
    }

    private static void answer(HttpExchange http, int status, Map<String, @Nullable Object> value) throws IOException {
        var bytes = Json.write(value).getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
