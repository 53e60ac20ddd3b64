package dev.twinlog.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, in a checkout of nothing but a POM and a source, with a Java and a Maven that are shell
/// scripts:
/// they write down that they were called.
@Tag("slow")
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private static final String JAVA_25 = "25.0.1";

    @TempDir
    Path folder;

    private Path checkout;
    private Path tools;
    private Path called;
    private final Map<String, String> environment = new HashMap<>();

    /// @param code its exit code
    /// @param said stdout and stderr
    private record Ended(int code, String said) {}

    @BeforeEach
    void a_checkout_with_a_space_in_its_name() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        tools = Files.createDirectories(folder.resolve("tools"));
        called = folder.resolve("called");
        Files.copy(Path.of("..", "twinlog"), checkout.resolve("twinlog"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(checkout.resolve("app/src/main"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.writeString(checkout.resolve("app/pom.xml"), "<project/>");
        Files.writeString(checkout.resolve("app/src/main/Main.java"), "class Main {}");
        script(
                tools.resolve("mvn"),
                "echo mvn >>\"$CALLED\"; mkdir -p app/target; sleep \"${MVN_SECONDS:-0}\"",
                "[ -z \"${MVN_FAILS:-}\" ] || exit 1",
                "echo jar >app/target/twinlog.jar");
        environment.put("PATH", tools + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("CALLED", called.toString());
        environment.put("TWINLOG_JAVA", java(JAVA_25).toString());
    }

    /// The home of a Java that says that it was started, and with what.
    private Path java(String version) throws IOException {
        var home = Files.createDirectories(folder.resolve("java-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"us\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(
                home.resolve("bin/java"),
                "case \"$*\" in *warm-up*)",
                "  for a; do case $a in -XX:ArchiveClassesAtExit=*) echo rehearsal >>\"$CALLED\";",
                "    echo archive >\"${a#*=}\";; esac; done; exit;; esac",
                "echo \"java $$ home=${0%/bin/java}\"; for a; do echo \"<$a>\"; done");
        script(home.resolve("bin/javac"), "true");
        return home;
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path launcher, String... words) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ended end(Process process) throws Exception {
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private Ended run(String... words) throws Exception {
        return end(start(checkout.resolve("twinlog"), words));
    }

    private List<String> called() throws IOException {
        return Files.exists(called) ? Files.readAllLines(called) : List.of();
    }

    private static void touch(Path file, long secondsFromNow) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
    }

    @Test
    void the_first_start_builds_and_rehearses_and_the_next_does_neither() throws Exception {
        assertThat(run("usage").code()).isZero();
        assertThat(run("usage").code()).isZero();
        assertThat(called()).containsExactly("mvn", "rehearsal");
    }

    @Test
    void words_reach_the_program_as_they_were_given_and_its_process_is_the_launchers() throws Exception {
        var process = start(checkout.resolve("twinlog"), "search", "two  words", "");
        var ended = end(process);
        assertThat(ended.said()).contains("java " + process.pid() + " ", "<search>\n<two  words>\n<>\n");
    }

    @Test
    void java_takes_all_options_and_says_nothing_of_its_own_on_stdout() throws Exception {
        for (var command : List.of("up", "sync", "rebuild", "verify", "usage")) {
            var words = run(command)
                    .said()
                    .lines()
                    .filter(word -> word.startsWith("<-"))
                    .toList();
            var line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            for (var word : words.subList(0, words.indexOf("<-jar>"))) line.add(word.substring(1, word.length() - 1));
            line.add("-version");
            var process = new ProcessBuilder(line).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s%s", command, out, err).isZero();
            assertThat(out).as(command).isEmpty();
            assertThat(err).as(command).contains("version").doesNotContainIgnoringCase("warning");
        }
    }

    @Test
    void a_newer_source_is_built_and_a_newer_jar_is_rehearsed_again() throws Exception {
        run("usage");
        touch(checkout.resolve("app/src/main/Main.java"), 5);
        run("usage");
        assertThat(called()).startsWith("mvn", "rehearsal", "mvn");
        touch(checkout.resolve("app/target/twinlog.jar"), 10);
        Files.delete(called);
        run("usage");
        assertThat(called()).contains("rehearsal");
    }

    @Test
    void a_deleted_source_is_built() throws Exception {
        run("usage");
        Files.delete(checkout.resolve("app/src/main/Main.java"));
        touch(checkout.resolve("app/src/main"), 5);
        run("usage");
        assertThat(called()).filteredOn("mvn"::equals).hasSize(2);
    }

    @Test
    void a_failed_build_is_said_and_tried_again_at_the_next_start() throws Exception {
        environment.put("MVN_FAILS", "1");
        var failed = run("usage");
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.said()).contains("the build failed");
        environment.remove("MVN_FAILS");
        assertThat(run("usage").code()).isZero();
    }

    @Test
    void starts_that_come_together_build_once() throws Exception {
        environment.put("MVN_SECONDS", "1");
        var starts = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) starts.add(start(checkout.resolve("twinlog"), "usage"));
        for (var each : starts) assertThat(end(each).code()).isZero();
        assertThat(called()).filteredOn("mvn"::equals).hasSize(1);
    }

    @Test
    void the_lock_of_a_builder_that_was_killed_is_taken_over() throws Exception {
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(checkout.resolve("target/building"));
        Files.writeString(checkout.resolve("target/building/pid"), gone.pid() + "\n");
        assertThat(run("usage").code()).isZero();
    }

    @Test
    void the_chosen_java_must_be_new_enough() throws Exception {
        environment.put("TWINLOG_JAVA", java("21.0.2").toString());
        var refused = run("usage");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.said()).contains("TWINLOG_JAVA=", "no Java 25 or newer");
    }

    @Test
    void a_java_that_is_too_old_is_passed_over_for_the_next() throws Exception {
        environment.remove("TWINLOG_JAVA");
        environment.put("JAVA_HOME", java("17.0.9").toString());
        Files.move(
                java("25.0.9"), Files.createDirectories(folder.resolve(".jdks")).resolve("jdk"));
        assertThat(run("usage").said()).doesNotContain("java-17");
    }

    @Test
    void a_bundled_runtime_comes_first() throws Exception {
        Files.move(java("26"), checkout.resolve("runtime"));
        assertThat(run("usage").said()).contains("home=" + checkout.resolve("runtime"));
    }

    @Test
    void a_link_to_the_launcher_starts_the_same_checkout() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a checkout/twinlog"));
        assertThat(end(start(link, "usage")).said()).contains("<" + checkout.resolve("app/target/twinlog.jar") + ">");
    }

    @Test
    void missing_maven_is_named_with_what_to_do() throws Exception {
        Files.delete(tools.resolve("mvn"));
        environment.put("PATH", without("mvn").toString());
        var ended = run("usage");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.said()).contains("Maven is needed", "apt install maven");
    }

    /// A folder with the system's commands but one.
    private Path without(String missing) throws IOException {
        var path = Files.createDirectories(folder.resolve("path"));
        for (var name :
                List.of("sh", "find", "head", "mkdir", "cat", "rm", "mv", "touch", "sleep", "readlink", "stty")) {
            for (var at : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(at + name)) && !name.equals(missing) && !Files.exists(path.resolve(name)))
                    Files.createSymbolicLink(path.resolve(name), Path.of(at + name));
            }
        }
        return path;
    }

    @Test
    void kept_native_libraries_are_named_to_the_program_only_while_they_fit_the_jar() throws Exception {
        run("usage");
        var kept = Files.createDirectories(checkout.resolve("app/target/twinlog-" + JAVA_25 + ".native"));
        for (var name : List.of(NativeLibraries.SQLITE, NativeLibraries.ZSTD)) {
            Files.writeString(kept.resolve(name), "library");
            touch(kept.resolve(name), 5);
        }
        assertThat(run("usage").said()).contains("-DZstdNativePath=" + kept.resolve("zstd"));
        touch(checkout.resolve("app/target/twinlog.jar"), 20);
        assertThat(run("usage").said()).doesNotContain("-DZstdNativePath");
    }
}
