package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.Trust.Finding;
import dev.twinlog.sources.appserver.Trust.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final String SCRIPT = "#!/bin/sh\necho codex-cli 0.169.0\necho asked >>%s\n";
    private static final String PLATFORM =
            System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
    private static final String TRIPLE =
            (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64") + "-unknown-linux-musl";

    @TempDir
    Path folder;

    private Path asked;

    @BeforeEach
    void note() {
        asked = folder.resolve("asked");
    }

    private Path program(String path) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, SCRIPT.formatted(asked));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Trust trust(@Nullable Path binary, @Nullable String pin, String path) throws IOException {
        var environment = new TreeMap<>(java.util.Map.of("PATH", path));
        return new Trust(binary, pin, environment, folder.resolve("home"), folder);
    }

    private Finding look(@Nullable Path binary) throws Exception {
        return trust(binary, null, "").look();
    }

    private static Program found(Finding finding) {
        return ((Finding.Found) finding).program();
    }

    @Test
    void the_one_of_the_settings_is_found_with_its_version_and_hash() throws Exception {
        var file = program("bin/my codex");
        var program = found(look(file));
        var hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(SCRIPT.formatted(asked).getBytes(StandardCharsets.UTF_8)));
        assertThat(program.path()).isEqualTo(file.toRealPath());
        assertThat(program.version()).isEqualTo("0.169.0");
        assertThat(program.sha256()).isEqualTo(hash);
        assertThat(program.health())
                .isEqualTo(new SidecarHealth.Binary(file.toRealPath().toString(), "0.169.0", hash));
    }

    @Test
    void the_first_of_path_that_can_be_executed_is_taken_as_a_shell_would() throws Exception {
        var notExecutable = program("a/codex");
        Files.setPosixFilePermissions(notExecutable, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createDirectories(folder.resolve("b/codex"));
        Files.createDirectory(folder.resolve("c"));
        Files.createSymbolicLink(folder.resolve("c/codex"), folder.resolve("nowhere"));
        var right = program("d/codex");
        program("e/codex");
        var path = "relative::" + folder.resolve("a") + ":" + folder.resolve("b") + ":" + folder.resolve("c") + ":"
                + folder.resolve("d") + ":" + folder.resolve("e");
        assertThat(found(trust(null, null, path).look()).path()).isEqualTo(right.toRealPath());
    }

    @Test
    void the_usual_folders_of_npm_are_looked_into_the_newest_node_first() throws Exception {
        program("home/.nvm/versions/node/v9.11.2/bin/codex");
        var newest = program("home/.nvm/versions/node/v22.3.0/bin/codex");
        program("home/.nvm/versions/node/v22.1.9/bin/codex");
        assertThat(found(look(null)).path()).isEqualTo(newest.toRealPath());
        var global = program("home/.npm-global/bin/codex");
        assertThat(found(look(null)).path()).isEqualTo(global.toRealPath());
    }

    @Test
    void beneath_the_launcher_of_npm_the_native_program_is_found_nested_beside_and_inside() throws Exception {
        for (var layout : new String[] {
            "/g%d/@openai/codex/node_modules/@openai/codex-" + PLATFORM + "/vendor/" + TRIPLE + "/bin/codex",
            "/g%d/node_modules/@openai/codex-" + PLATFORM + "/vendor/" + TRIPLE + "/bin/codex",
            "/g%d/@openai/codex/vendor/" + TRIPLE + "/codex/codex",
        }) {
            int n = layout.length();
            var launcher = program("lib/g" + n + "/@openai/codex/bin/codex.js");
            if (layout.startsWith("/g%d/node_modules")) {
                launcher = program("lib/g" + n + "/node_modules/@openai/codex/bin/codex.js");
            }
            var native_ = program("lib" + layout.formatted(n));
            Files.createDirectories(folder.resolve("bin" + n));
            Files.createSymbolicLink(folder.resolve("bin" + n + "/codex"), launcher);
            var finding =
                    trust(null, null, folder.resolve("bin" + n).toString()).look();
            assertThat(found(finding).path()).isEqualTo(native_.toRealPath());
        }
    }

    @Test
    void a_launcher_without_its_program_is_missing_and_what_to_do_is_said() throws Exception {
        var launcher = program("lib/@openai/codex/bin/codex.js");
        program("lib/@openai/codex/vendor/riscv-unknown-linux-musl/bin/codex");
        assertThat(look(launcher))
                .isInstanceOfSatisfying(
                        Finding.Missing.class,
                        missing -> assertThat(missing.why())
                                .contains(launcher.toString(), "@openai/codex-" + PLATFORM, "npm i -g @openai/codex"));
    }

    @Test
    void one_that_is_not_there_is_missing_and_where_was_looked_is_said() throws Exception {
        assertThat(((Finding.Missing) look(folder.resolve("none"))).why())
                .contains("sidecar.binary", folder.resolve("none").toString());
        var search = new ProgramSearch(null, "", folder);
        assertThat(search.words()).contains("PATH", "npm i -g @openai/codex", "sidecar.binary");
    }

    @Test
    void one_that_is_no_regular_file_or_not_executable_is_said_to_be_so() throws Exception {
        var file = program("codex");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(look(file))
                .isEqualTo(new Finding.NotExecutable(
                        file.toRealPath(), file.toRealPath() + " is not executable: chmod u+x " + file.toRealPath()));
        assertThat(((Finding.NotExecutable) look(folder)).why()).contains("is no regular file");
    }

    @Test
    void one_that_others_may_write_to_or_replace_is_not_trusted_and_not_run() throws Exception {
        var file = program("bin/codex");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(((Finding.Untrusted) look(file)).why()).contains("writable by others", "sidecar.binary");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(((Finding.Untrusted) look(file)).why()).contains("the folder", "writable by others");
        assertThat(asked).doesNotExist();
    }

    @Test
    void a_link_in_a_folder_of_others_is_not_followed() throws Exception {
        var file = program("bin/codex");
        var open = Files.createDirectory(folder.resolve("open"));
        Files.createSymbolicLink(open.resolve("codex"), file);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(((Finding.Untrusted) look(open.resolve("codex"))).why()).contains(open.toString());
    }

    @Test
    void only_the_user_and_root_own_what_is_trusted() throws Exception {
        var file = program("bin/codex");
        int owner = Ownership.of(folder).user();
        assertThat(new Ownership(owner).distrust(file)).isNull();
        if (owner == 0) Files.setAttribute(file, "unix:uid", 4711);
        assertThat(new Ownership(owner + 1).distrust(file)).contains("owned by user");
    }

    @Test
    void another_one_than_the_pinned_is_not_trusted() throws Exception {
        var file = program("codex");
        var right = found(look(file)).sha256();
        assertThat(trust(file, right.toUpperCase(java.util.Locale.ROOT), "").look())
                .isInstanceOf(Finding.Found.class);
        Files.writeString(file, "# more\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(((Finding.Untrusted) trust(file, right, "").look()).why())
                .contains("SHA-256", "not the pinned " + right);
        assertThat(Files.readAllLines(asked))
                .as("runs, to be asked for the version")
                .hasSize(2);
    }

    @Test
    void it_is_read_and_asked_once_as_long_as_it_is_the_same_file() throws Exception {
        var file = program("codex");
        var trust = trust(file, null, "");
        var first = found(trust.look());
        assertThat(trust.look()).isEqualTo(new Finding.Found(first));
        assertThat(Files.readAllLines(asked)).hasSize(1);
        assertThat(trust.unchanged(first)).isTrue();
        var other = program("other");
        Files.writeString(other, "# more\n", java.nio.file.StandardOpenOption.APPEND);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(trust.unchanged(first)).isFalse();
        assertThat(found(trust.look()).sha256()).isNotEqualTo(first.sha256());
        assertThat(Files.readAllLines(asked)).hasSize(2);
        Files.delete(file);
        assertThat(trust.unchanged(first)).isFalse();
    }

    @Test
    void one_that_does_not_tell_its_version_is_found_all_the_same() throws Exception {
        var file = program("codex");
        Files.writeString(file, "#!/bin/sh\necho hello; exit 1\n");
        assertThat(found(look(file)).version()).isNull();
        Files.writeString(file, "#!/bin/sh\ntrap '' TERM; while :; do sleep 1; done\n");
        var question = new VersionQuestion(new TreeMap<>(java.util.Map.of("PATH", "/usr/bin:/bin")), folder);
        assertThat(question.ask(file, Duration.ofMillis(50))).isNull();
    }
}
