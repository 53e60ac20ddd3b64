package dev.twinlog.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.doctor.Circumstances.LastHeard;
import dev.twinlog.app.doctor.Circumstances.Scope;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T21:18:56.968Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() {
        environment.put("HOME", home.toString());
        environment.put("TWINLOG_HOME", home.resolve("t").toString());
    }

    private Circumstances circumstances(@Nullable Map<?, ?> status) throws Exception {
        return circumstances(status, null);
    }

    private Circumstances circumstances(@Nullable Map<?, ?> status, @Nullable Map<?, ?> stored) throws Exception {
        var folders = Folders.of(environment, "Linux");
        var settings = Settings.read(folders, Map.of("TWINLOG_OTLP_HTTP_PORT", "1"));
        return new Examination(
                        folders,
                        settings,
                        environment,
                        home.resolve("etc"),
                        home.resolve("proc"),
                        List.of(home.resolve("p")))
                .circumstances(status != null, status, stored, CLOCK);
    }

    private Path write(String file, String text) throws Exception {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    @Test
    void what_the_status_tells_is_read() throws Exception {
        var status = Map.of(
                "addresses", Map.of("otlpHttp", "http://127.0.0.1:4444"),
                "baseline", Map.of("otlp", Map.of("reason", "why")),
                "counters",
                        Map.of("otlp.http.refused.slow", 2L, "otlp.grpc.refused.slow", 1L, "otlp.http.requests", 9L),
                "lastHeard",
                        Map.of(
                                "claude",
                                Map.of(
                                        "transcript", "2026-11-20T21:00:00.000Z",
                                        "otlp", "odd",
                                        "newestRecord", "2026-11-20T21:00:01.000Z")));
        var facts = circumstances(status);
        assertThat(facts.door()).isEqualTo(new Circumstances.Door(true, true, "why", 1, 4444, null));
        long at = Instant.parse("2026-11-20T21:00:00Z").toEpochMilli();
        assertThat(facts.agents().getFirst().heard()).isEqualTo(new LastHeard(at, null, null));
        assertThat(facts.newest()).isEqualTo(at + 1000);
        assertThat(facts.refused()).isEqualTo(Map.of("slow", 3L));
        assertThat(circumstances(null, status).agents().getFirst().heard()).isEqualTo(new LastHeard(at, null, null));
        assertThat(circumstances(null, status).refused()).isEmpty();
        assertThat(circumstances(null, status).door().answering()).isFalse();
        assertThat(circumstances(Map.of()).door().open()).isNull();
        assertThat(circumstances(null).door().running()).isFalse();
    }

    @Test
    void all_places_of_settings_are_looked_at() throws Exception {
        var off = "{\"env\":{\"OTEL_LOGS_EXPORTER\":\"none\"}}";
        write("etc/managed-settings.json", "{}");
        var dropIn = write("etc/managed-settings.d/10.json", off);
        var local = write("p/.claude/settings.local.json", off);
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
        assertThat(circumstances(null).agents().getFirst().stronger())
                .extracting(other -> other.scope() + " " + other.place())
                .containsExactly(
                        Scope.MANAGED + " " + dropIn,
                        Scope.PROJECT + " " + local,
                        Scope.ENVIRONMENT + " the environment");
        environment.remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        environment.put("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "grpc");
        assertThat(circumstances(null)
                        .agents()
                        .getFirst()
                        .stronger()
                        .getLast()
                        .told()
                        .own())
                .isEqualTo(Map.of("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "grpc"));
        assertThat(circumstances(null).agents().getLast().stronger()).isEmpty();
    }

    @Test
    void programs_folders_and_rights_are_found() throws Exception {
        var program = write("bin/codex", "");
        environment.put("PATH", "/nowhere::" + home.resolve("bin"));
        assertThat(circumstances(null).agents().getLast().binary()).isNull();
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertThat(circumstances(null).agents().getLast().binary()).isEqualTo(program);
        assertThat(circumstances(null).agents().getLast().isThere()).isFalse();
        write(".codex/config.toml", "otel.exporter = \"none\"");
        assertThat(circumstances(null).agents().getLast().isThere()).isTrue();
        assertThat(circumstances(null).agents().getLast().told().bases()).isEqualTo(Map.of("logs", "none"));
        assertThat(circumstances(null).exposed()).isEmpty();
        var data = Files.createDirectory(
                home.resolve("t"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var token = OtlpToken.of(data, new SecureRandom()).reveal();
        assertThat(circumstances(null).token()).isEqualTo(token);
        assertThat(circumstances(null).exposed()).isEmpty();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(circumstances(null).exposed()).containsExactly(data + " (rwxr-x---)");
        assertThat(circumstances(null).disk().folder()).isEqualTo(data);
    }
}
