package dev.twinlog.readers;

import com.github.luben.zstd.Zstd;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The recorded sessions of the testkit, and what readers hear in them.
public final class Recorded {
    /// Stands for any session in lines that a test writes.
    public static final String SESSION = "01a1fae7-0000-7000-8000-000000000001";

    private static final Map<Agent, List<String>> ROOTS =
            Map.of(Agent.CLAUDE, List.of("projects"), Agent.CODEX, List.of("sessions", "archived_sessions"));

    private Recorded() {}

    /// @param scenario the folder's name
    /// @param what     what its path tells
    public record Source(String scenario, TranscriptFile what, byte[] bytes) {
        @Override
        public String toString() {
            return scenario + "/" + what.name();
        }
    }

    /// All files of an agent, in the order of their paths.
    public static List<Source> all(Agent agent) {
        var folder = folder(agent);
        var sources = new ArrayList<Source>();
        for (var file : files(folder)) {
            var parts = folder.relativize(file);
            if (!ROOTS.get(agent).contains(parts.getName(1).toString())) throw new AssertionError("no root: " + file);
            var under = parts.subpath(2, parts.getNameCount()).toString().replace('\\', '/');
            var what = TranscriptPaths.of(agent, under).orElseThrow(() -> new AssertionError("unknown file " + file));
            sources.add(new Source(parts.getName(0).toString(), what, bytes(file, what)));
        }
        return sources;
    }

    /// The files of one scenario.
    public static List<Source> of(Agent agent, String scenario) {
        var found =
                all(agent).stream().filter(s -> s.scenario().equals(scenario)).toList();
        if (found.isEmpty()) throw new AssertionError("no scenario " + scenario);
        return found;
    }

    /// What is heard in the files of one scenario.
    public static Told hear(Agent agent, String scenario) {
        var told = new Told();
        of(agent, scenario).forEach(source -> hear(source, told::add));
        return told;
    }

    /// What is heard in one line of a session's main file.
    public static Told hearLine(Agent agent, String line) {
        return hearLine(agent, line.getBytes(StandardCharsets.UTF_8), ReadingCounter.NONE);
    }

    public static Told hearLine(Agent agent, byte[] line, ReadingCounter counter) {
        var told = new Told();
        var name = agent == Agent.CLAUDE
                ? "-p/" + SESSION + ".jsonl"
                : "rollout-2026-11-20T21-40-25-" + SESSION + ".jsonl";
        var what = TranscriptPaths.of(agent, name).orElseThrow();
        reader(agent, counter).line(line, 0, line.length, context(what, 0, line.length), told::add);
        return told;
    }

    /// What is heard in a file, line by line or as a whole.
    public static void hear(Source source, Consumer<Heard> out) {
        var bytes = source.bytes;
        var reader = reader(source.what.session().agent(), ReadingCounter.NONE);
        switch (source.what.role()) {
            case SUBAGENT_META, TOOL_RESULT -> reader.whole(bytes, context(source.what, 0, bytes.length), out);
            case MAIN, SUBAGENT -> {
                for (var line : lines(bytes)) {
                    reader.line(bytes, line[0], line[1], context(source.what, line[0], line[1] - line[0]), out);
                }
            }
        }
    }

    /// Where the lines of a file stand: begin and end. A torn last one is a line too.
    public static List<int[]> lines(byte[] bytes) {
        var lines = new ArrayList<int[]>();
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '\n' || i == from && i == bytes.length) continue;
            lines.add(new int[] {from, i});
            from = i + 1;
        }
        return lines;
    }

    public static TranscriptReader reader(Agent agent, ReadingCounter counter) {
        return switch (agent) {
            case CLAUDE -> new ClaudeTranscriptReader(counter);
            case CODEX -> new CodexRolloutReader(counter);
        };
    }

    public static LineContext context(TranscriptFile what, long offset, int length) {
        return new LineContext(what, Hash64.of(what.name()), new RawPlace(7, offset, length));
    }

    /// Things heard, by sort.
    public static final class Told {
        public final List<Heard> all = new ArrayList<>();

        void add(Heard heard) {
            all.add(heard);
        }

        public <T extends Heard> List<T> of(Class<T> sort) {
            return all.stream().filter(sort::isInstance).map(sort::cast).toList();
        }

        public List<Observation> of(dev.twinlog.model.Kind kind) {
            return of(Observation.class).stream().filter(o -> o.kind() == kind).toList();
        }

        /// How many observations of each kind, and how many other things of each sort.
        public Map<String, Long> counts() {
            var counts = new TreeMap<String, Long>();
            for (var heard : all) {
                var name = heard instanceof Observation o
                        ? o.kind().wire()
                        : heard.getClass().getSimpleName();
                counts.merge(name, 1L, Long::sum);
            }
            return counts;
        }
    }

    private static Path folder(Agent agent) {
        try {
            var url = Recorded.class.getResource("/sessions/" + agent.wire());
            if (url == null) throw new AssertionError("no recorded sessions of " + agent);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file, TranscriptFile what) {
        try {
            var bytes = Files.readAllBytes(file);
            return what.zstd() ? Zstd.decompress(bytes, (int) Zstd.getFrameContentSize(bytes)) : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value of a field, or null.
    public static @Nullable Object field(Observation said, dev.twinlog.model.FieldGroup group, String name) {
        var fields = said.groups().get(group);
        return fields == null ? null : fields.get(name);
    }
}
