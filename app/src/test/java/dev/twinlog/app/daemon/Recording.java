package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.Pipeline.Source;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptFile;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recorded session of the testkit: the folder of an agent after one scenario.
record Recording(Agent agent, Path folder) {
    private static final Path SESSIONS = Path.of("../testkit/src/main/resources/sessions");
    private static final List<String> ROOTS = List.of("projects", "sessions", "archived_sessions");

    static Recording of(Agent agent, String name) {
        return new Recording(agent, SESSIONS.resolve(agent.wire()).resolve(name));
    }

    /// Every recording, by name.
    static List<Recording> all() throws IOException {
        var all = new ArrayList<Recording>();
        for (var agent : Agent.values()) {
            try (var folders = Files.list(SESSIONS.resolve(agent.wire()))) {
                folders.sorted().forEach(folder -> all.add(new Recording(agent, folder)));
            }
        }
        return all;
    }

    String name() {
        return agent.wire() + "/" + folder.getFileName();
    }

    /// Its files by path.
    List<Source> files() throws IOException {
        var files = new ArrayList<Source>();
        for (var root : ROOTS) {
            var watched = folder.resolve(root);
            if (!Files.isDirectory(watched)) continue;
            try (var walk = Files.walk(watched)) {
                for (var file : walk.filter(Files::isRegularFile).sorted().toList())
                    files.add(new Source(
                            agent, watched.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file)));
            }
        }
        return files;
    }

    /// What its files tell, but for compressed ones.
    List<Heard> heard() throws IOException {
        var heard = new ArrayList<Heard>();
        TranscriptReader reader = agent == Agent.CLAUDE
                ? new ClaudeTranscriptReader(ReadingCounter.NONE)
                : new CodexRolloutReader(ReadingCounter.NONE);
        for (var file : files()) {
            var what = TranscriptPaths.of(agent, file.path()).orElseThrow();
            if (!what.zstd()) read(file, what, reader, heard);
        }
        return heard;
    }

    private static void read(Source file, TranscriptFile what, TranscriptReader reader, List<Heard> heard) {
        var bytes = file.bytes();
        int key = file.path().hashCode();
        switch (what.role()) {
            case MAIN, SUBAGENT ->
                lines(bytes, (from, to) -> {
                    var context = new LineContext(what, key, new RawPlace(0, from, to - from));
                    reader.line(bytes, from, to, context, heard::add);
                });
            case SUBAGENT_META, TOOL_RESULT ->
                reader.whole(bytes, new LineContext(what, key, new RawPlace(0, 0, bytes.length)), heard::add);
        }
    }

    private interface Line {
        void from(int begin, int end);
    }

    private static void lines(byte[] bytes, Line line) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            line.from(from, i);
            from = i + 1;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
