package dev.twinlog.app.process;

import static dev.twinlog.testkit.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.codex.FakeAppServer;
import dev.twinlog.testkit.agents.codex.FakeCodex;
import dev.twinlog.testkit.agents.codex.FakeCodex.Account;
import dev.twinlog.testkit.agents.codex.FakeCodex.Conduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The machine on which the runbook is followed: a daemon, and a Codex that misbehaves as the page supposes.
final class RunbookWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Household household;
    private final FakeCodex codex;
    private @Nullable DaemonProcess daemon;

    RunbookWorld(Path folder) throws IOException {
        codex = FakeCodex.in(folder.resolve("bin"));
        codex.on(
                "account/login/start",
                _ -> object(
                        "result",
                        object(
                                "type",
                                "chatgpt",
                                "loginId",
                                "fake-login",
                                "authUrl",
                                "https://auth.openai.com/oauth/authorize?client_id=fake")));
        codex.on("account/logout", _ -> {
            codex.account(Account.SIGNED_OUT);
            return object("result", object());
        });
        household = Household.in(folder)
                .with("COLUMNS", "100")
                .with("PATH", "/usr/bin:/bin")
                .with("TWINLOG_SIDECAR_BINARY", codex.program().toString())
                .with("TWINLOG_STREAM_ENABLED", "on");
    }

    /// Has happen what a scene says.
    void play(String scene) throws Exception {
        switch (scene) {
            case "all is well" -> {
                up();
                awaitMode("HYBRID_ACTIVE");
                awaitSidecar(status -> status.at("state").text().equals("running"));
                await().atMost(PATIENCE)
                        .until(() -> household
                                .ask("status")
                                .at("baseline", "otlp", "works")
                                .isTrue());
            }
            case "the daemon has ended" -> down();
            case "the stream is heard" -> awaitMode("HYBRID_ACTIVE");
            case "capturing is switched off" -> {
                household.run("config", "set", "ingest.auto_ingest_enabled", "false");
                awaitMode("FAILURE");
            }
            case "signed in with an API key" -> account(Account.API_KEY, "unsupported");
            case "nobody is signed in" -> account(Account.SIGNED_OUT, "needs_login");
            case "not executable" -> {
                household.run("stream", "stop");
                permissions("rw-r--r--");
                household.run("stream", "start");
                awaitSidecar(status -> status.at("reason").text().equals("not_executable"));
            }
            case "executable again" -> permissions("rwxr-xr-x");
            case "frozen" -> {
                Runtime.getRuntime()
                        .exec(new String[] {
                            "kill", "-STOP", "" + app().process().pid()
                        })
                        .waitFor();
                awaitSidecar(status -> status.at("reason").text().equals("silent"));
            }
            case "ends at once, again and again" -> {
                codex.conduct(Conduct.EXITS);
                app().process().destroyForcibly();
                awaitSidecar(status -> status.at("state").text().equals("crash_loop"));
            }
            case "starts again" -> codex.conduct(Conduct.SERVES);
            default -> throw new AssertionError("there is no scene '" + scene + "'");
        }
    }

    private FakeAppServer app() {
        return codex.starts().getLast();
    }

    private void permissions(String mode) throws IOException {
        Files.setPosixFilePermissions(codex.program(), PosixFilePermissions.fromString(mode));
    }

    private void account(Account account, String state) {
        codex.account(account);
        household.run("rpc", "codex_app_server_account_read");
        awaitSidecar(status -> status.at("auth", "state").text().equals(state));
    }

    private void awaitSidecar(Predicate<Json> wanted) {
        await().atMost(PATIENCE).until(() -> wanted.test(household.ask("stream", "status")));
    }

    private void awaitMode(String mode) {
        await().atMost(PATIENCE)
                .until(() -> household.ask("status").at("captureMode").text().equals(mode));
    }

    private String up() throws IOException {
        daemon = household.up();
        return "ready " + Json.write(daemon.ready().value()) + "\n";
    }

    private void down() throws Exception {
        assertThat(Objects.requireNonNull(daemon).terminate()).isZero();
        daemon = null;
    }

    /// Does what the page says, and returns what was printed.
    Said follow(RunbookPage.Order order) throws Exception {
        var words = order.words().toArray(String[]::new);
        if (order.words().equals(java.util.List.of("up"))) return new Said(0, up(), "");
        if (order.words().equals(java.util.List.of("stream", "login"))) return signIn(words);
        return household.run(words);
    }

    /// The command waits for a person, who signs in once the URL is shown.
    private Said signIn(String... words) throws Exception {
        var process = household.starting(words);
        var out = new StringBuilder();
        try (var reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(line).append('\n');
                if (line.contains("Ctrl-C")) signedIn();
            }
            return new Said(
                    process.waitFor(),
                    out.toString(),
                    new String(process.getErrorStream().readAllBytes()));
        } finally {
            process.destroyForcibly();
        }
    }

    private void signedIn() {
        codex.account(Account.CHATGPT);
        app().tell("account/login/completed", object("loginId", "fake-login", "success", true, "error", null));
        app().tell("account/updated", object("authMode", "chatgpt", "planType", "plus"));
    }

    String log() {
        return daemon == null ? "" : daemon.errors();
    }

    @Override
    public void close() throws IOException {
        try (codex) {
            if (daemon != null) daemon.close();
        }
    }
}
