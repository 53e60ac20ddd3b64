package dev.twinlog.testkit.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Witness;
import dev.twinlog.store.Batch;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.SearchText;
import dev.twinlog.store.Spender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Builds batches for tests, a part at a time.
public final class Batches {
    private final long position;
    private final List<Batch.FileRow> files = new ArrayList<>();
    private final List<Batch.ChunkRow> chunks = new ArrayList<>();
    private final List<Batch.SpokeRow> spoke = new ArrayList<>();
    private final List<Batch.TelemetryRow> telemetry = new ArrayList<>();
    private final List<Batch.SessionRow> sessions = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final List<Batch.EventRow> events = new ArrayList<>();
    private final List<Batch.RecordIndexRow> records = new ArrayList<>();
    private final List<Batch.OwnershipRow> ownership = new ArrayList<>();
    private final Map<SessionId, List<Gap>> gaps = new LinkedHashMap<>();
    private final Map<String, Long> counters = new LinkedHashMap<>();
    private final Map<Batch.UnknownType, Long> unknown = new LinkedHashMap<>();
    private List<Batch.DecisionRow> decisions = new ArrayList<>();

    private Batches(long position) {
        this.position = position;
    }

    /// A batch that ends at a journal position.
    public static Batches at(long position) {
        return new Batches(position);
    }

    /// A session whose row says little more than when it was.
    public static Batch.SessionRow session(SessionId id, @Nullable String project, long startedAt, long endedAt) {
        return new Batch.SessionRow(
                id,
                project,
                "title of " + id.id(),
                "main",
                "2.1.329",
                "opus",
                null,
                startedAt,
                endedAt,
                false,
                1,
                2,
                3);
    }

    /// A session that says that it has a parent.
    public static Batch.SessionRow child(SessionId id, String parent) {
        return new Batch.SessionRow(id, null, null, null, null, null, parent, 1, 2, false, 0, 0, 0);
    }

    public static Batch.FileRow file(long key, SessionId session, String path, long captured) {
        return new Batch.FileRow(key, session, session.agent(), "/root", path, 1, 2, 3, 4096, captured, 5, false);
    }

    /// The body of an event with one text, said by the transcript.
    public static byte[] body(String text) {
        return body(FieldGroup.INPUT, text);
    }

    private static byte[] body(FieldGroup group, String text) {
        var groups = new TreeMap<FieldGroup, Chosen>();
        groups.put(group, new Chosen(Witness.TRANSCRIPT, Fields.of("text", text)));
        return EventBody.encode(groups);
    }

    /// A message of the main agent that its session owns.
    public static Batch.EventRow message(long id, SessionId session, long at, String text) {
        return event(id, session, Kind.MESSAGE, at, text, null, true, 0, null);
    }

    /// A model request with its tokens.
    public static Batch.EventRow request(
            long id, SessionId session, long at, @Nullable String subagent, boolean owned, Batch.Usage usage) {
        return event(id, session, Kind.MODEL_REQUEST, at, "request", subagent, owned, 0, usage);
    }

    public static Batch.EventRow event(
            long id,
            SessionId session,
            Kind kind,
            long at,
            String text,
            @Nullable String subagent,
            boolean owned,
            long copyId,
            Batch.@Nullable Usage usage) {
        var body = body(kind == Kind.MODEL_REQUEST ? FieldGroup.ABOUT : FieldGroup.INPUT, text);
        return new Batch.EventRow(
                id,
                session,
                kind,
                "key-" + id,
                at,
                "turn-1",
                "completed",
                subagent,
                owned,
                copyId,
                () -> body,
                SearchText.ofBody(body),
                usage == null || subagent == null ? usage : bySubagent(usage));
    }

    public static Batch.Usage usage(@Nullable String model, long input, long output) {
        return new Batch.Usage(model, input, output, 3, 4, 1, 2, Spender.MAIN);
    }

    /// The same tokens, spent by a subagent.
    public static Batch.Usage bySubagent(Batch.Usage usage) {
        return by(Spender.SUBAGENT, usage);
    }

    /// The same tokens, spent by another.
    public static Batch.Usage by(Spender spender, Batch.Usage usage) {
        return new Batch.Usage(
                usage.model(),
                usage.input(),
                usage.output(),
                usage.cacheRead(),
                usage.cacheCreation(),
                usage.cacheCreation1h(),
                usage.reasoning(),
                spender,
                usage.costNanos());
    }

    /// The same tokens, with what a witness says that they cost, in billionths of a US dollar.
    public static Batch.Usage told(Batch.Usage usage, long costNanos) {
        return new Batch.Usage(
                usage.model(),
                usage.input(),
                usage.output(),
                usage.cacheRead(),
                usage.cacheCreation(),
                usage.cacheCreation1h(),
                usage.reasoning(),
                usage.spender(),
                costNanos);
    }

    public static SessionId claude(String id) {
        return new SessionId(Agent.CLAUDE, id);
    }

    public static SessionId codex(String id) {
        return new SessionId(Agent.CODEX, id);
    }

    public Batches file(Batch.FileRow row) {
        files.add(row);
        return this;
    }

    public Batches chunk(long file, long offset, int length, long journal) {
        chunks.add(new Batch.ChunkRow(file, offset, length, journal));
        return this;
    }

    public Batches telemetry(SessionId session, long position) {
        telemetry.add(new Batch.TelemetryRow(session, position));
        return this;
    }

    public Batches spoke(long file, SessionId session) {
        spoke.add(new Batch.SpokeRow(file, session));
        return this;
    }

    public Batches session(Batch.SessionRow row) {
        sessions.add(row);
        return this;
    }

    public Batches forget(long event) {
        forgotten.add(event);
        return this;
    }

    public Batches event(Batch.EventRow row) {
        events.add(row);
        return this;
    }

    public Batches records(SessionId session, byte... pairs) {
        records.add(new Batch.RecordIndexRow(session, pairs));
        return this;
    }

    public Batches own(long event, boolean owned) {
        ownership.add(new Batch.OwnershipRow(event, owned));
        return this;
    }

    public Batches gaps(SessionId session, List<Gap> ledger) {
        gaps.put(session, ledger);
        return this;
    }

    public Batches count(String counter, long amount) {
        counters.merge(counter, amount, Long::sum);
        return this;
    }

    public Batches unknown(Agent agent, String type, String version, long amount) {
        unknown.merge(new Batch.UnknownType(agent, type, version), amount, Long::sum);
        return this;
    }

    public Batches decision(String key, String verdict) {
        decisions.add(new Batch.DecisionRow(decisions.size(), key, verdict, "transcript", "otlp", null));
        return this;
    }

    public Batches decisions(List<Batch.DecisionRow> rows) {
        decisions = rows;
        return this;
    }

    public Batch build() {
        return new Batch(
                position, files, chunks, spoke, telemetry, sessions, forgotten, events, records, ownership, gaps,
                counters, unknown, decisions);
    }
}
