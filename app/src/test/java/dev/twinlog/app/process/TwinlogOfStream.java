package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.codex.AccountServer;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A Twinlog that hears the stream of one home: its settings, its daemon, and what operators ask of it. The daemon can
/// be started and ended as often as a test likes.
final class TwinlogOfStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Household household;
    private @Nullable DaemonProcess daemon;

    private TwinlogOfStream(Household household) {
        this.household = household;
    }

    /// Writes the settings; starts nothing.
    ///
    /// @param folder   holds `home`, the user's, and gets `data`
    /// @param link     as the setting `sidecar.link` has it
    /// @param accounts to which a sign-in may lead, or null
    static TwinlogOfStream in(Path folder, String link, Path binary, @Nullable AccountServer accounts)
            throws IOException {
        // the hash of Codex, 300 MB, takes ten times as long without
        var household =
                Household.in(folder).with("TWINLOG_STREAM_ENABLED", "on").compiledWhole();
        Files.createDirectories(household.data());
        var twinlog = new TwinlogOfStream(household);
        Files.writeString(twinlog.config(), """
                [sidecar]
                link = "%s"
                binary = "%s"
                env = [%s]
                login_hosts = [%s]
                """.formatted(
                        link,
                        binary,
                        environment(accounts == null ? Map.of() : accounts.environment()),
                        accounts == null ? "" : "\"" + accounts.address() + "\""));
        return twinlog;
    }

    private static String environment(Map<String, String> variables) {
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .map(each -> "\"" + each.getKey() + "=" + each.getValue() + "\"")
                        .collect(Collectors.joining(", "));
    }

    /// Its settings.
    Path config() {
        return household.data().resolve("config.toml");
    }

    Household household() {
        return household;
    }

    /// Another Twinlog of the same home, that hears no stream and has data of its own.
    Household alone(Path data) {
        return new Household(household.home(), data).with("TWINLOG_STREAM_ENABLED", "off");
    }

    /// Starts the daemon and waits until it is ready.
    DaemonProcess up() throws IOException {
        assertThat(daemon == null || !daemon.alive()).as("no daemon runs").isTrue();
        return daemon = household.up();
    }

    DaemonProcess daemon() {
        return Optional.ofNullable(daemon).orElseThrow();
    }

    /// Ends the daemon in good order.
    void down() throws InterruptedException {
        assertThat(daemon().terminate()).as(daemon().errors()).isZero();
    }

    /// Has an operation of `/rpc` done, which must succeed.
    Json rpc(String method) {
        return household.run("rpc", method).json();
    }

    Json rpc(String method, Map<String, @Nullable Object> params) {
        return household.run("rpc", method, Json.write(params)).json();
    }

    /// What an operation is refused with.
    String refusal(String method, Map<String, @Nullable Object> params) {
        var said = household.run("rpc", method, Json.write(params));
        assertThat(said.code()).as(said.out()).isEqualTo(3);
        return said.err();
    }

    Json sidecar() {
        return rpc("get_codex_app_server_status");
    }

    Json status() {
        return household.ask("status");
    }

    /// The narrative of a session as it is now; a null value when there is none.
    Json shown(String session) {
        var said = household.run("show", session, "--json");
        return said.code() == 0 ? said.json() : new Json(null);
    }

    /// Waits until the sidecar's status is as wanted, and returns it.
    Json awaitSidecar(String what, Predicate<Json> wanted) {
        return awaited(what, this::sidecar, wanted);
    }

    /// Waits for the mode with its reason; of an open gate there is none.
    Json awaitMode(String mode, @Nullable String reason) {
        return awaited(
                mode + " " + reason,
                this::status,
                status -> status.at("captureMode").text().equals(mode)
                        && status.at("stream", "reason").text().equals(String.valueOf(reason)));
    }

    /// Waits until the stream is heard.
    ///
    /// @param reach `shared` or `own_child`
    Json awaitHybrid(String reach) {
        return awaited(
                "HYBRID_ACTIVE " + reach,
                this::status,
                status -> status.at("captureMode").text().equals("HYBRID_ACTIVE")
                        && status.at("stream", "gate").text().equals("open")
                        && status.at("stream", "reach").text().equals(reach));
    }

    /// Waits until a counter of the status is as wanted.
    void awaitCounter(String name, long wanted) {
        awaited(name, this::status, status -> status.at("counters", name).number() == wanted);
    }

    private Json awaited(String what, java.util.concurrent.Callable<Json> question, Predicate<Json> wanted) {
        var last = new Json[] {new Json(null)};
        try {
            await(what)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> {
                        last[0] = question.call();
                        return wanted.test(last[0]);
                    });
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    what + " did not come; last was " + Json.write(last[0].value()) + "\nthe sidecar is "
                            + Json.write(sidecar().value()) + "\nthe daemon said\n" + daemon().errors(),
                    e);
        }
        return last[0];
    }

    /// The changes of the capture mode, oldest first: `FROM>TO`.
    List<String> transitions() {
        return status().at("transitions").elements().reversed().stream()
                .map(one -> one.at("from").text() + ">" + one.at("to").text())
                .toList();
    }

    /// The process of its own app-server.
    ProcessHandle child() {
        long pid =
                awaitSidecar("a child", one -> one.at("pid").there()).at("pid").number();
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
    }

    /// Kills its own app-server, as it is now, and waits until Twinlog has noticed.
    ///
    /// @return the sidecar's status then
    Json killChild() {
        var before = sidecar();
        long spent = before.at("restarts", "total").number();
        OwnProcesses.kill(child());
        return awaitSidecar("an end noticed", now -> now.at("restarts", "total").number() > spent);
    }

    /// The first line of the body, and the status, of a path that needs no token.
    String probe(String path) throws Exception {
        var page = URI.create(daemon().ready().at("addresses", "page").text());
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            var answer = http.send(
                    java.net.http.HttpRequest.newBuilder(page.resolve(path)).build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        }
    }

    @Override
    public void close() throws IOException {
        if (daemon == null) return;
        var children = OwnProcesses.appServers(household.home()).stream()
                .filter(one -> !OwnProcesses.told(one).contains("--listen"))
                .toList();
        daemon.close();
        OwnProcesses.kill(children);
    }
}
