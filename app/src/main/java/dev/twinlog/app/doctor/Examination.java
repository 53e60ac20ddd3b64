package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Circumstances.AgentFacts;
import dev.twinlog.app.doctor.Circumstances.Disk;
import dev.twinlog.app.doctor.Circumstances.Door;
import dev.twinlog.app.doctor.Circumstances.LastHeard;
import dev.twinlog.app.doctor.Circumstances.Other;
import dev.twinlog.app.doctor.Circumstances.Scope;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.agents.ClaudeVariables;
import dev.twinlog.setup.agents.Setup;
import dev.twinlog.setup.agents.Telemetry;
import dev.twinlog.sources.otlp.PortHolder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gathers the facts: looks at files, the environment and the daemon's status, and judges nothing. What
/// cannot be looked at is left out.
///
/// @param managed  the folder with an administrator's settings of Claude Code
/// @param proc     where Linux tells of processes
/// @param projects folders in which the agents work
public record Examination(
        Folders folders,
        Settings settings,
        Map<String, String> environment,
        Path managed,
        Path proc,
        Collection<Path> projects) {
    private static final Pattern REFUSED = Pattern.compile("otlp\\.(?:http|grpc)\\.refused\\.(\\w+)");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    /// @param running whether a daemon holds the data folder
    /// @param status  the daemon's answer to `status`, as plain maps; null: it does not answer
    /// @param stored  what the store answers to `status` where no daemon does
    /// @throws IOException when the token cannot be read
    public Circumstances circumstances(
            boolean running, @Nullable Map<?, ?> status, @Nullable Map<?, ?> stored, Clock clock) throws IOException {
        var told = status != null ? status : stored;
        var lastHeard = told == null ? Map.of() : inner(told, "lastHeard");
        var agents = new ArrayList<AgentFacts>();
        for (var agent : Agent.values()) agents.add(agent(agent, inner(lastHeard, agent.wire()), clock));
        var newest = Arrays.stream(Agent.values())
                .map(agent -> moment(inner(lastHeard, agent.wire()).get("newestRecord")))
                .filter(Objects::nonNull)
                .max(Long::compare);
        return new Circumstances(
                clock.millis(),
                door(running, status),
                agents,
                OtlpToken.read(folders.data()).map(OtlpToken::reveal).orElse(null),
                disk(),
                exposed(),
                newest.orElse(null),
                refused(status));
    }

    /// What both doors have refused.
    private static SortedMap<String, Long> refused(@Nullable Map<?, ?> status) {
        var refused = new TreeMap<String, Long>();
        if (status == null) return refused;
        inner(status, "counters").forEach((name, count) -> {
            var counter = REFUSED.matcher(String.valueOf(name));
            if (counter.matches() && count instanceof Long requests && requests > 0)
                refused.merge(counter.group(1), requests, Long::sum);
        });
        return refused;
    }

    private Door door(boolean running, @Nullable Map<?, ?> status) {
        int wanted = settings.otlpHttpPort();
        var open = status == null ? null : port(inner(status, "addresses").get("otlpHttp"));
        var reason =
                status == null ? null : inner(inner(status, "baseline"), "otlp").get("reason");
        var holder = open == null && wanted > 0 ? holder(wanted) : null;
        return new Door(running, status != null, reason instanceof String text ? text : null, wanted, open, holder);
    }

    private @Nullable String holder(int port) {
        return PortHolder.of(proc, port).map(PortHolder::toString).orElse(null);
    }

    private static Map<?, ?> inner(Map<?, ?> map, String name) {
        return map.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    private static @Nullable Integer port(@Nullable Object address) {
        if (!(address instanceof String text)) return null;
        try {
            int port = URI.create(text).getPort();
            return port > 0 ? port : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private AgentFacts agent(Agent agent, Map<?, ?> heard, Clock clock) {
        var setup = new Setup(folders, clock);
        var file = setup.file(agent);
        return new AgentFacts(
                agent,
                program(agent.wire(), environment),
                Files.isDirectory(Objects.requireNonNull(file.getParent())),
                file,
                setup.telemetry(agent),
                written(file),
                agent == Agent.CLAUDE ? others() : List.of(),
                ours(setup, agent),
                new LastHeard(
                        moment(heard.get("transcript")), moment(heard.get("otlp")), moment(heard.get("aloneSince"))));
    }

    private static Set<String> ours(Setup setup, Agent agent) {
        try {
            return setup.ours(agent);
        } catch (IOException e) {
            return Set.of(); // `setup` tells of it
        }
    }

    /// A time as answers write it.
    private static @Nullable Long moment(@Nullable Object value) {
        try {
            return value instanceof String text
                    ? Long.valueOf(Instant.parse(text).toEpochMilli())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long written(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return null;
        }
    }

    /// The first program of a name on the PATH; null: there is none.
    public static @Nullable Path program(String name, Map<String, String> environment) {
        for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            try {
                var file = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) return file;
            } catch (InvalidPathException e) {
                // no folder
            }
        }
        return null;
    }

    /// What else speaks of Claude Code's telemetry, and says something.
    private List<Other> others() {
        var others = new ArrayList<Other>();
        add(others, Scope.MANAGED, managed.resolve("managed-settings.json"));
        dropIns().forEach(file -> add(others, Scope.MANAGED, file));
        for (var project : projects) {
            var folder = project.resolve(".claude");
            if (folder.equals(folders.claudeConfig())) continue;
            add(others, Scope.PROJECT, folder.resolve("settings.json"));
            add(others, Scope.PROJECT, folder.resolve("settings.local.json"));
        }
        var here = ClaudeVariables.telemetry(environment);
        if (here.isTold()) others.add(new Other(Scope.ENVIRONMENT, "the environment", here));
        return others;
    }

    private static void add(List<Other> others, Scope scope, Path file) {
        Telemetry told = Setup.telemetry(Agent.CLAUDE, file);
        if (told.isTold()) others.add(new Other(scope, file.toString(), told));
    }

    private List<Path> dropIns() {
        try (Stream<Path> files = Files.list(managed.resolve("managed-settings.d"))) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private @Nullable Disk disk() {
        var folder = folders.data();
        while (!Files.exists(folder) && folder.getParent() != null) folder = folder.getParent();
        try {
            return new Disk(folder, Files.getFileStore(folder).getUsableSpace(), settings.diskFloor());
        } catch (IOException e) {
            return null;
        }
    }

    /// The data folder, and what lies in it: what is deeper is behind these.
    private List<String> exposed() {
        if (!Files.isDirectory(folders.data())) return List.of();
        var mode = exposed(folders.data());
        if (mode == null) return List.of();
        var exposed = new ArrayList<>(List.of(mode));
        try (Stream<Path> files = Files.list(folders.data())) {
            files.sorted().map(Examination::exposed).filter(Objects::nonNull).forEach(exposed::add);
        } catch (IOException e) {
            // the folder itself was told
        }
        return exposed;
    }

    private static @Nullable String exposed(Path file) {
        try {
            var rights = Files.getPosixFilePermissions(file);
            return rights.stream().anyMatch(OTHERS::contains)
                    ? file + " (" + PosixFilePermissions.toString(rights) + ")"
                    : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
