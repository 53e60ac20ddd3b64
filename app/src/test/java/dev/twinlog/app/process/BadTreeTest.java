package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents' folders in which not everything can be read: `status` names what and where, the rest is captured,
/// and what is mended is captured too.
@Tag("slow")
class BadTreeTest {
    private static final String ONE = "11111111-2222-4333-8444-555555555555";
    private static final String OTHER = "99999999-2222-4333-8444-555555555555";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Root reads everything unless it gives this up; another user need not.
    private static final List<String> LIKE_ANY_USER = List.of(
            "setpriv",
            "--inh-caps=-dac_override,-dac_read_search",
            "--bounding-set=-dac_override,-dac_read_search",
            "--");

    @TempDir
    Path folder;

    private Household household;

    @BeforeEach
    void settle() throws Exception {
        household = Household.in(folder);
        household.append(ONE, prompt(ONE, 1, "question"), answer(ONE, 1, "answer"));
    }

    private DaemonProcess upLikeAnyUser() throws Exception {
        return household.upBy(launcher());
    }

    /// @param otlpHttp the port for telemetry over HTTP
    private DaemonProcess upLikeAnyUser(String otlpHttp) throws Exception {
        household.with("TWINLOG_OTLP_HTTP_PORT", otlpHttp);
        return upLikeAnyUser();
    }

    /// Runs a command that may not do what only root may.
    static Said likeAnyUser(Household household, String... words) throws Exception {
        return household.processBy(launcher(), words);
    }

    private static List<String> launcher() {
        if (!"root".equals(System.getProperty("user.name"))) return List.of();
        if (!Files.isExecutable(Path.of("/usr/bin/setpriv")))
            System.err.println("*** NOT RUN: root can read everything, and there is no setpriv to give that up");
        assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
        return LIKE_ANY_USER;
    }

    private static void permit(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private long output() {
        return household
                .ask("usage")
                .at("agents", "claude", "total", "outputTokens")
                .number();
    }

    private String problems() {
        return household.ask("status").at("problems").text();
    }

    @Test
    void an_unreadable_file_is_named_and_captured_once_it_can_be_read() throws Exception {
        var secret = household.append(OTHER, answer(OTHER, 1, "secret"));
        permit(secret, "---------");
        try (var daemon = upLikeAnyUser()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(problems()).contains(secret + ":", "right to read this file"));
            assertThat(output()).isEqualTo(10);
            assertThat(household
                            .ask("status")
                            .at("baseline", "transcript", "lagBytes")
                            .number())
                    .isZero();
            permit(secret, "rw-------");
            await().atMost(PATIENCE).until(() -> output() == 20);
            assertThat(problems()).doesNotContain(secret.toString());
            assertThat(daemon.alive()).isTrue();
        }
    }

    @Test
    void an_unreadable_folder_is_named_and_captured_once_it_can_be_listed() throws Exception {
        var project = Files.createDirectories(household.home().resolve(".claude/projects/-secret"));
        Files.writeString(project.resolve(OTHER + ".jsonl"), answer(OTHER, 1, "secret") + "\n");
        permit(project, "---------");
        try (var daemon = upLikeAnyUser()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(problems()).contains(project + ":", "right to list this folder"));
            household.append(ONE, answer(ONE, 2, "goes on"));
            assertThat(output()).isEqualTo(20);
            permit(project, "rwx------");
            await().atMost(PATIENCE).until(() -> output() == 30);
            assertThat(problems()).doesNotContain(project.toString());
            assertThat(daemon.alive()).isTrue();
        } finally {
            permit(project, "rwx------");
        }
    }

    /// With the port of telemetry taken, so that no other witness keeps the baseline up.
    @Test
    void an_unreadable_root_is_a_failure_that_names_it() throws Exception {
        var root = household.home().resolve(".claude/projects");
        permit(root, "---------");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var daemon = upLikeAnyUser(Integer.toString(taken.getLocalPort()))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    household.ask("status").at("reasons").text())
                            .contains("unreadable: " + root));
            assertThat(household.ask("status").at("captureMode").text()).isEqualTo("FAILURE");
            permit(root, "rwx------");
            await().atMost(PATIENCE).until(() -> output() == 10);
            await().atMost(PATIENCE)
                    .until(() ->
                            household.ask("status").at("captureMode").text().equals("OTEL_ONLY"));
            assertThat(daemon.alive()).isTrue();
        } finally {
            permit(root, "rwx------");
        }
    }

    @Test
    void what_is_no_transcript_is_named_and_holds_nothing_up() throws Exception {
        var project = household.transcript(ONE).getParent();
        var named = Files.createDirectory(project.resolve("x.jsonl"));
        Files.writeString(named.resolve("inside.jsonl"), "{}\n");
        var pipe = project.resolve("pipe.jsonl");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(project.resolve("loop"), project);
        var circle = Files.createSymbolicLink(project.resolve("circle.jsonl"), project.resolve("circle.jsonl"));
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve(OTHER + ".jsonl"), answer(OTHER, 1, "outside") + "\n");
        var leaving = Files.createSymbolicLink(project.resolve("leaving"), outside);
        var file = Files.createSymbolicLink(project.resolve(OTHER + ".jsonl"), outside.resolve(OTHER + ".jsonl"));
        try (var daemon = household.up()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(problems())
                            .contains(
                                    named + ": is a folder",
                                    pipe + ": is a pipe",
                                    circle.toString(),
                                    leaving + ": leads out",
                                    file + ": leads out")
                            .doesNotContain(project.resolve("loop").toString()));
            household.append(ONE, answer(ONE, 2, "goes on"));
            assertThat(output()).isEqualTo(20);
            var status = household.ask("status");
            assertThat(status.at("captureMode").text()).isEqualTo("OTEL_ONLY");
            assertThat(status.at("baseline", "transcript", "lagBytes").number()).isZero();
            for (var bad : List.of(named.resolve("inside.jsonl"), named, pipe, circle, leaving, file))
                Files.delete(bad);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(problems()).isEqualTo("[]"));
            assertThat(daemon.terminate()).isZero();
        }
    }
}
