package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One Twinlog that captures while real agents run, each in a home of its own, many at once. A test takes it as a
/// parameter; there is one for the whole run.
final class AgentLane implements AutoCloseable {
    /// How long an agent or Twinlog may take for one thing: two busy cores are slow.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Homes that can be given out: Twinlog is told their folders before it starts.
    private static final int HOMES_MAX = 64;

    /// Whether agents are set up to send telemetry too, by `setup apply`.
    static final boolean TELEMETRY = Boolean.getBoolean("twinlog.telemetry");

    private final Path folder;
    private final Household household;
    private final DaemonProcess daemon;
    private final TailFeed feed;
    private final Queue<Claude> claudes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger given = new AtomicInteger();

    private AgentLane(Path folder, Household household, DaemonProcess daemon, TailFeed feed) {
        this.folder = folder;
        this.household = household;
        this.daemon = daemon;
        this.feed = feed;
    }

    private static AgentLane open() throws IOException {
        var folder = Files.createTempDirectory("twinlog-agents").toRealPath();
        var household = Household.in(folder.resolve("twinlog"));
        if (TELEMETRY) {
            household.with("TWINLOG_OTLP_HTTP_PORT", FreePort.any());
            household.with("TWINLOG_OTLP_GRPC_PORT", FreePort.any());
        }
        Files.createDirectories(household.data());
        Files.writeString(household.data().resolve("config.toml"), """
                [watch_paths]
                claude = [%s]
                codex_logs = [%s]
                """.formatted(
                        roots(folder, ".claude/projects"),
                        roots(folder, ".codex/sessions") + ", " + roots(folder, ".codex/archived_sessions")));
        var daemon = household.up();
        return new AgentLane(folder, household, daemon, TailFeed.of(household));
    }

    private static String roots(Path folder, String path) {
        return IntStream.range(0, HOMES_MAX)
                .mapToObj(number -> "\"" + folder.resolve("homes/" + number + "/home/" + path) + "\"")
                .collect(Collectors.joining(", "));
    }

    /// A home that nobody has had yet.
    AgentHome home() throws IOException {
        int number = given.getAndIncrement();
        assertThat(number).as("homes given out").isLessThan(HOMES_MAX);
        return AgentHome.in(folder.resolve("homes/" + number));
    }

    /// Claude Code in a home that nobody has had yet. Closed by the test.
    Claude claude(Script script) throws IOException {
        return claude(home(), script);
    }

    /// Claude Code in a home that was given out. Closed by the test.
    Claude claude(AgentHome home, Script script) throws IOException {
        var claude = Claude.in(home, script, () -> setUp(home, "claude"));
        claudes.add(claude);
        return claude;
    }

    /// Has Twinlog set an agent up to send telemetry, where this lane is to hear it.
    synchronized void setUp(AgentHome home, String agent) {
        if (!TELEMETRY) return;
        var said = household.at(home.home()).run("setup", "apply", agent);
        assertThat(said.code()).as(said.out() + said.err()).isZero();
    }

    Household twinlog() {
        return household;
    }

    /// What `twinlog tail` prints.
    TailFeed feed() {
        return feed;
    }

    /// The narrative of a session as it is now; a null value when there is none.
    Json shown(String session) {
        var said = household.run("show", session, "--json");
        return said.code() == 0 ? said.json() : new Json(null);
    }

    /// The row of a session in the list.
    Json row(String session) {
        return household.ask("sessions").elements().stream()
                .filter(row -> row.at("id").text().equals(session))
                .findFirst()
                .orElseThrow();
    }

    /// What must hold of all that was captured together.
    private void settled() {
        var sent = Account.sum(claudes.stream()
                .map(claude ->
                        Account.sent(claude.ledger(), ClaudeScene.CONVERSATION).tokens())
                .toList());
        var total = household.ask("usage").at("agents", "claude", "total");
        for (var name : sent.keySet())
            assertThat(total.at(name).number()).as("all " + name).isEqualTo(sent.get(name));
        var status = household.ask("status");
        assertThat(status.at("counters").names())
                .as("records of unknown types")
                .noneMatch(counter -> counter.startsWith("unknown.claude"));
        assertThat(status.at("problems").text()).as("problems").isEqualTo("[]");
        var verify = household.run("verify");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    }

    @Override
    public void close() throws IOException {
        try (daemon;
                feed) {
            settled();
            assertThat(daemon.alive())
                    .as("the daemon still runs; it said:\n" + daemon.errors())
                    .isTrue();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) Files.deleteIfExists(file);
    }

    /// Gives the lane to tests, and ends it after the last of them.
    static final class Given implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == AgentLane.class;
        }

        @Override
        public AgentLane resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(AgentLane.class))
                    .computeIfAbsent(AgentLane.class, ignored -> opened(), AgentLane.class);
        }

        private static AgentLane opened() {
            try {
                return open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
