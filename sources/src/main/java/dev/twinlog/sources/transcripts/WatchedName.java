package dev.twinlog.sources.transcripts;

import dev.twinlog.model.Agent;
import org.jspecify.annotations.Nullable;

/// What the name of a file under a root tells: that it is to be captured, how, and with which session.
///
/// @param form  how its bytes are cut
/// @param group what it is imported together with: the session's main file and all below its folder
/// @param main  whether it is the session's own file
record WatchedName(Form form, String group, boolean main) {
    /// How a file's bytes are cut and what a rewrite means.
    enum Form {
        /// Lines that are appended: pieces end after a newline where there is one.
        LINES,
        /// Bytes without lines of interest: pieces are as long as they may be.
        BYTES,
        /// A small document that its agent rewrites as a whole: a new generation is no news.
        DOCUMENT
    }

    private static final String LINES = ".jsonl";
    private static final String PACKED = ".jsonl.zst";

    /// What a path under a root of this agent tells, or null when it is not captured.
    ///
    /// @param path the path under the root, separated by `/`
    static @Nullable WatchedName of(Agent agent, String path) {
        return switch (agent) {
            case CLAUDE -> claude(path);
            case CODEX -> codex(path);
        };
    }

    private static @Nullable WatchedName claude(String path) {
        var name = name(path);
        if (named(name, LINES)) return new WatchedName(Form.LINES, group(path), depth(path) <= 2);
        if (named(name, PACKED)) return new WatchedName(Form.BYTES, group(path), depth(path) <= 2);
        if (named(name, ".meta.json") && ("/" + path).contains("/subagents/"))
            return new WatchedName(Form.DOCUMENT, group(path), false);
        if (named(name, ".txt") && ("/" + path).endsWith("/tool-results/" + name))
            return new WatchedName(Form.BYTES, group(path), false);
        return null;
    }

    private static @Nullable WatchedName codex(String path) {
        var name = name(path);
        if (!name.startsWith("rollout-")) return null;
        if (named(name, LINES)) return new WatchedName(Form.LINES, path, true);
        if (named(name, PACKED)) return new WatchedName(Form.BYTES, path, true);
        return null;
    }

    private static boolean named(String name, String ending) {
        return name.length() > ending.length() && name.endsWith(ending);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static int depth(String path) {
        return 1 + (int) path.chars().filter(c -> c == '/').count();
    }

    /// `project/session` of `project/session.jsonl` and of `project/session/subagents/agent-1.jsonl`.
    private static String group(String path) {
        int project = path.indexOf('/');
        int session = path.indexOf('/', project + 1);
        var head = project < 0 || session < 0 ? path : path.substring(0, session);
        if (head.endsWith(PACKED)) return head.substring(0, head.length() - PACKED.length());
        return head.endsWith(LINES) ? head.substring(0, head.length() - LINES.length()) : head;
    }
}
