package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.INPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionFact;
import dev.twinlog.readers.Timestamps;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads the records that tell of a session as a whole.
final class SessionRecord {
    private static final String FILE_URL = "file://";

    private SessionRecord() {}

    /// The first record of a rollout. In copied history there is the other thread's too, which tells nothing
    /// of this.
    static void meta(CodexRecord record) {
        var meta = record.payload();
        if (!meta.get("id").is(record.session().id())) return;
        var says = record.testimony();
        says.fact(SessionFact.Name.CWD, path(meta.get("cwd")));
        says.fact(SessionFact.Name.GIT_BRANCH, meta.get("git").get("branch"));
        says.fact(SessionFact.Name.VERSION, meta.get("cli_version"));
        says.fact(SessionFact.Name.ORIGINATOR, meta.get("originator"));
        says.fact(SessionFact.Name.SOURCE, source(meta));
        says.fact(SessionFact.Name.PARENT, parent(meta));
        long started = Timestamps.millis(meta.get("timestamp"));
        if (started != Observation.UNTIMED) says.fact(SessionFact.Name.STARTED, Long.toString(started));
    }

    /// What a turn works with. The model stands with the turn too, since a session may change it from turn
    /// to turn.
    static void turnContext(CodexRecord record) {
        if (record.turn() != null) {
            record.about(Kind.TURN)
                    .alias(Alias.Type.TURN, record.turn())
                    .put(INPUT, "model", record.payload().get("model"))
                    .tell();
        }
        record.testimony().fact(SessionFact.Name.MODEL, record.payload().get("model"));
        record.testimony().fact(SessionFact.Name.CWD, path(record.payload().get("cwd")));
    }

    /// Where a thread came from: a client's name, `subagent` for a thread that another one started, or the name of
    /// another sort of source. A fork is no subagent.
    private static @Nullable String source(Json meta) {
        var source = meta.get("source");
        if (source.get("subagent").isPresent() || meta.get("thread_source").is("subagent")) return "subagent";
        for (var sort : source.members()) return sort.name().text();
        return source.text();
    }

    private static String path(Json cwd) {
        var path = cwd.text();
        if (path == null) return "";
        return path.startsWith(FILE_URL) ? path.substring(FILE_URL.length()) : path;
    }

    /// The thread that this one was forked from or started by.
    private static Json parent(Json meta) {
        for (var name : new String[] {"parent_thread_id", "forked_from_id", "forked_from_thread_id"}) {
            if (meta.get(name).isText()) return meta.get(name);
        }
        for (var spawn : meta.get("source").get("subagent").members()) {
            if (spawn.value().get("parent_thread_id").isText())
                return spawn.value().get("parent_thread_id");
        }
        return meta.get("source").get("subagent").get("parent_thread_id");
    }
}
