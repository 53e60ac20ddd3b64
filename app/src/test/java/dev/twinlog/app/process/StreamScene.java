package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.AccountServer;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ControlProxy;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import dev.twinlog.testkit.agents.codex.SignIn;
import dev.twinlog.testkit.agents.codex.TerminalCodex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A user's home with the real Codex, signed in at account servers of ours, and a Twinlog that hears its stream.
final class StreamScene implements AutoCloseable {
    /// How long Codex or Twinlog may take for one thing: two busy cores are slow.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;
    private final ModelServer model;
    private final AccountServer accounts;
    private final CodexHome codex;
    private final TwinlogOfStream twinlog;

    private StreamScene(
            Path folder, ModelServer model, AccountServer accounts, CodexHome codex, TwinlogOfStream twinlog) {
        this.folder = folder;
        this.model = model;
        this.accounts = accounts;
        this.codex = codex;
        this.twinlog = twinlog;
    }

    /// Makes both, and starts neither.
    ///
    /// @param link  as the setting `sidecar.link` has it
    static StreamScene of(Script script, SignIn signIn, String link) throws IOException {
        // short: the path of a socket has at most 107 bytes
        var folder = Files.createTempDirectory("stream").toRealPath();
        var model = ModelServer.start(script, new ResponsesApi());
        var accounts = AccountServer.start();
        var program = InstalledAgents.ofThisRun().codex();
        var codex = CodexHome.in(AgentHome.in(folder), program, model.address(), accounts, signIn);
        var twinlog = TwinlogOfStream.in(folder, link, program, accounts);
        return new StreamScene(folder, model, accounts, codex, twinlog);
    }

    ModelServer model() {
        return model;
    }

    AccountServer accounts() {
        return accounts;
    }

    CodexHome codex() {
        return codex;
    }

    TwinlogOfStream twinlog() {
        return twinlog;
    }

    /// Has a recording proxy stand at the control socket as soon as the server is there.
    ControlProxy proxy() {
        return await("the control socket")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> ControlProxy.inFrontOf(codex.controlSocket()), proxy -> true);
    }

    /// Types a prompt into a terminal and has it sent.
    static void ask(TerminalCodex terminal, String prompt) throws Exception {
        terminal.type(prompt);
        terminal.awaitScreen(screen -> screen.contains(prompt), PATIENCE);
        terminal.type(TerminalCodex.ENTER);
    }

    /// The thread of the only rollout that has this in it.
    String thread(String marker) {
        var found = new String[1];
        await("a rollout with " + marker).atMost(PATIENCE).pollInterval(POLL).untilAsserted(() -> {
            var with =
                    rollouts().stream().filter(file -> contains(file, marker)).toList();
            assertThat(with).hasSize(1);
            found[0] = with.getFirst().getFileName().toString().replaceFirst("\\.jsonl$", "");
        });
        return found[0].substring(found[0].length() - "00000000-0000-0000-0000-000000000000".length());
    }

    private List<Path> rollouts() throws IOException {
        var sessions = codex.folder().resolve("sessions");
        if (!Files.exists(sessions)) return List.of();
        try (var files = Files.walk(sessions)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /// What a Twinlog tells of a thread that reads the rollout alone.
    Json withoutStream(String thread) {
        var alone = twinlog.alone(folder.resolve("alone"));
        assertThat(alone.run("sync").code()).isZero();
        return alone.ask("show", thread);
    }

    /// Waits until a thread's items are streamed to Twinlog.
    void awaitHeard(String thread) {
        twinlog.awaitSidecar(
                "the thread heard",
                now -> now.at("threads").list().stream()
                        .anyMatch(one -> one.at("id").text().equals(thread)
                                && one.at("heard").isTrue()));
    }

    /// Waits until the narrative of a thread fits.
    Json awaitShown(String thread, Consumer<CodexNarrative> fits) {
        await("the narrative of " + thread)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> fits.accept(CodexNarrative.of(twinlog.shown(thread))));
        return twinlog.shown(thread);
    }

    /// The shared servers of this home, by their processes.
    List<ProcessHandle> servers() {
        return OwnProcesses.appServers(codex.agent().home()).stream()
                .filter(one -> OwnProcesses.told(one).contains("--listen"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        @Nullable Throwable failure = null;
        try {
            twinlog.close();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        TerminalCodex.endServers(codex);
        model.close();
        accounts.close();
        delete(folder);
        if (failure instanceof Error error) throw error;
        if (failure instanceof RuntimeException error) throw error;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) Files.deleteIfExists(file);
    }
}
