package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.Pipeline.Source;
import dev.twinlog.model.Agent;
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

    @Override
    public String toString() {
        return name();
    }
}
