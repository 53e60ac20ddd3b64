package dev.twinlog.readers.codex.stream;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.LIVE;
import static dev.twinlog.model.FieldGroup.OUTCOME;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.Testimony;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.codex.Statuses;
import dev.twinlog.readers.json.Json;
import dev.twinlog.readers.json.JsonTape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a Codex app-server, in the order in which they came. It remembers what one generation has begun
/// and not finished: the deltas of an item are no observations, but an item that is never completed is told with the
/// beginning of what was produced of it, when its turn or its generation is over. What it tells is a function of the
/// frames that it {@link Needed needed} for it. Belongs to one thread.
public final class StreamReader {
    /// Another version may hear other things in the same bytes.
    public static final int READER_VERSION = 1;

    /// The session of what names no thread.
    static final SessionId NO_THREAD = new SessionId(Agent.CODEX, "app-server");

    private static final long LIVE_IDENTITY = 0x4c495645;
    private static final int ERROR_INFO_MAX = 512;
    private static final String NO_METHOD = "(no method)";

    /// Hears of the earlier frames without which something would not be told again. It is told before what needs them.
    @FunctionalInterface
    public interface Needed {
        Needed NOBODY = (session, position) -> {};

        /// @param position of the frame in the journal
        void frame(SessionId session, long position);
    }

    private final JsonTape tape = new JsonTape();
    private final ReadingCounter counter;
    private final Words words;
    private final OpenItems items;
    private final Approvals approvals;
    private final KnownThreads threads;
    private long generation;
    private @Nullable Told version;

    /// The version that a server told of itself, and where.
    private record Told(String version, long position) {}

    /// @param counter hears of secrets, cut texts, and frames that tell nothing
    public StreamReader(ReadingCounter counter) {
        this.counter = counter;
        this.words = new Words(counter);
        this.items = new OpenItems(counter);
        this.approvals = new Approvals(counter);
        this.threads = new KnownThreads(counter);
    }

    /// Reads the next frame. One of an older generation than the last is read like any other, and nothing of it is
    /// remembered.
    public void frame(HeardFrame frame, Needed needed, Consumer<Heard> out) {
        if (frame.generation() > generation) {
            over(frame.generation() - 1, needed, out);
            generation = frame.generation();
        }
        if (tape.read(frame.json(), 0, frame.json().length) != JsonTape.Fault.NONE
                || !tape.root().isObject()) {
            counter.add(ReadingCounter.STREAM_MALFORMED, 1);
        } else {
            message(frame, tape.root(), needed, out);
            words.replaced(tape.takeReplaced());
        }
        tape.letGo();
    }

    /// Nothing more comes of a generation, nor of any before: tells what it has begun and not finished.
    public void over(long over, Needed needed, Consumer<Heard> out) {
        if (over < generation) return;
        for (var item : items.take(any -> true)) {
            incomplete(item, needed, out);
            out.accept(new SessionFact(
                    item.session(),
                    SessionFact.Name.GENERATION_OVER,
                    Long.toString(generation),
                    Witness.STREAM,
                    Observation.UNTIMED,
                    generation,
                    Hash64.of(generation, LIVE_IDENTITY)));
        }
        approvals.clear();
        threads.clear();
        version = null;
    }

    /// From where on frames must be read again to come to where this reader is; empty: nothing is unfinished.
    public OptionalLong unfinishedSince() {
        var begun = items.oldest();
        var asked = approvals.oldest();
        if (begun.isEmpty() || asked.isEmpty()) return begun.isPresent() ? begun : asked;
        return OptionalLong.of(Math.min(begun.getAsLong(), asked.getAsLong()));
    }

    /// Which frames must be read again for it too, wherever they are; ascending.
    public List<Long> describing() {
        var positions = new TreeSet<>(threads.positions());
        if (version != null) positions.add(version.position);
        return List.copyOf(positions);
    }

    /// Memory that what is staged takes, about.
    public long stagedBytes() {
        return items.staged();
    }

    private void message(HeardFrame frame, Json json, Needed needed, Consumer<Heard> out) {
        var method = json.text("method");
        if (method == null) {
            answer(frame, json);
            return;
        }
        boolean request = json.get("id").isPresent();
        var type = (request ? StreamTypes.REQUEST : "") + typed(method, json.get("params"));
        var reading = StreamTypes.TABLE.of(type).orElse(null);
        switch (reading) {
            case null -> unknown(frame, json.get("params"), type, out);
            case FACT -> described(frame, json.get("params").get("thread"));
            case EVENT -> event(frame, json, method, needed, out);
            case TREE_ONLY, COPY -> counter.add(ReadingCounter.STREAM_NOT_READ, 1);
        }
    }

    private static String typed(String method, Json params) {
        boolean item = method.equals("item/started") || method.equals("item/completed");
        return item ? method + "/" + params.get("item").text("type") : method;
    }

    /// What it was asked is not known here: an answer that describes a thread is known by that.
    private void answer(HeardFrame frame, Json json) {
        var result = json.get("result");
        var told = frame.generation() == generation ? version(result.text("userAgent")) : null;
        if (told != null) version = new Told(told, frame.position());
        if (!result.isPresent() && !json.get("error").isPresent()) counter.add(ReadingCounter.STREAM_MALFORMED, 1);
        else if (!described(frame, result.get("thread"))) counter.add(ReadingCounter.STREAM_NOT_READ, 1);
    }

    /// `NAME/0.169.0 (…)`, where the name is the client's.
    private static @Nullable String version(@Nullable String userAgent) {
        if (userAgent == null) return null;
        int from = userAgent.indexOf('/') + 1;
        int to = userAgent.indexOf(' ', from);
        return from == 0 || to < 0 ? null : userAgent.substring(from, to);
    }

    private boolean described(HeardFrame frame, Json thread) {
        return frame.generation() == generation && threads.take(frame, thread, words);
    }

    private void unknown(HeardFrame frame, Json params, String type, Consumer<Heard> out) {
        var thread = StreamMessage.thread(params);
        var session = thread == null ? NO_THREAD : new SessionId(Agent.CODEX, thread);
        var told = threads.version(session);
        if (told == null && version != null) told = version.version;
        out.accept(new Unknown(
                session,
                Agent.CODEX,
                words.clean("stream:" + (type.isEmpty() ? NO_METHOD : type)),
                told == null ? Unknown.VERSION_UNTOLD : words.clean(told),
                new RawPlace(frame.position(), 0, frame.json().length)));
    }

    private void event(HeardFrame frame, Json json, String method, Needed needed, Consumer<Heard> out) {
        var thread = StreamMessage.thread(json.get("params"));
        if (thread == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        var message = new StreamMessage(frame, json, method, thread, words, out);
        if (!method.equals("serverRequest/resolved")) threads.tell(message.session(), needed, out);
        switch (method) {
            case "turn/started" -> turnStarted(message, needed, out);
            case "turn/completed" -> turnCompleted(message, needed, out);
            case "error" -> error(message);
            case "item/started" -> itemStarted(message);
            case "item/completed" -> itemCompleted(message);
            case "serverRequest/resolved" -> approvals.resolved(message);
            case "item/commandExecution/requestApproval", "item/fileChange/requestApproval" ->
                approvals.asked(message, json.get("id"));
            default -> delta(message);
        }
    }

    /// A thread runs one turn at a time: what another turn has begun is over.
    private void turnStarted(StreamMessage message, Needed needed, Consumer<Heard> out) {
        var turn = message.turn();
        if (turn == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        over(message, item -> item.turn() != null && !turn.equals(item.turn()), needed, out);
        message.about(Kind.TURN).alias(Alias.Type.TURN, turn).tell();
    }

    private void turnCompleted(StreamMessage message, Needed needed, Consumer<Heard> out) {
        var turn = message.turn();
        if (turn == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        over(message, item -> item.turn() == null || turn.equals(item.turn()), needed, out);
        var told = message.params().get("turn");
        var error = told.get("error");
        var status = told.text("status");
        message.about(Kind.TURN)
                .alias(Alias.Type.TURN, turn)
                .put(OUTCOME, "status", status == null ? "unknown" : Statuses.ofItem(status))
                .put(OUTCOME, "error", error.get("message"))
                .put(OUTCOME, "errorInfo", errorInfo(error))
                .put(OUTCOME, "durationMs", told.get("durationMs"))
                .tell();
    }

    private void over(StreamMessage message, Predicate<OpenItem> which, Needed needed, Consumer<Heard> out) {
        for (var item : items.take(item -> item.session().equals(message.session()) && which.test(item)))
            incomplete(item, needed, out);
    }

    /// That the stream to the model broke, or a request is tried again. Which error ends a turn its end tells.
    private void error(StreamMessage message) {
        if (!message.params().get("willRetry").isTrue()) {
            counter.add(ReadingCounter.STREAM_NOT_READ, 1);
            return;
        }
        var error = message.params().get("error");
        message.about(Kind.NOTICE)
                .put(ABOUT, "subtype", "stream_error")
                .put(ABOUT, "errorInfo", errorInfo(error))
                .put(ABOUT, "details", error.get("additionalDetails"))
                .text(INPUT, "text", error.get("message"))
                .tell();
    }

    private static @Nullable String errorInfo(Json error) {
        var info = error.get("codexErrorInfo");
        if (!info.isPresent()) return null;
        return info.isText() ? info.text() : info.raw(ERROR_INFO_MAX);
    }

    private void itemStarted(StreamMessage message) {
        var item = new StreamedItem(message);
        var id = item.id();
        if (id == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        item.started();
        if (ItemType.isStaged(item.kind())) open(message, id, item.kind(), item.startedAt());
    }

    private @Nullable OpenItem open(StreamMessage message, String id, Kind kind, long at) {
        var frame = message.frame();
        if (frame.generation() < generation) return null;
        var place = new OpenItem.HeardPlace(frame.position(), frame.number(), frame.json().length);
        var item = new OpenItem(
                message.session(), id, message.turn(), kind, at == Observation.UNTIMED ? message.at() : at, place);
        items.open(item);
        return item;
    }

    /// In legacy history prompts and notices have no ids, so those of the stream would not meet them.
    private void itemCompleted(StreamMessage message) {
        var item = new StreamedItem(message);
        var id = item.id();
        if (id == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        items.finish(message.session(), id);
        boolean nameless = item.kind() == Kind.PROMPT || item.kind() == Kind.NOTICE;
        if (nameless && threads.isLegacy(message.session())) counter.add(ReadingCounter.STREAM_NOT_READ, 1);
        else item.completed();
    }

    private void delta(StreamMessage message) {
        var kind = ItemType.ofDelta(message.method());
        if (!ItemType.isStaged(kind)) return;
        var params = message.params();
        var id = params.text("itemId");
        var delta = params.get("delta").text(FieldLimit.CHARACTERS_MAX);
        if (id == null || id.isEmpty() || delta == null) {
            counter.add(ReadingCounter.STREAM_NO_NAME, 1);
            return;
        }
        var item = items.get(message.session(), id);
        if (item == null) item = open(message, id, kind, Observation.UNTIMED);
        if (item == null) return;
        boolean content = message.method().equals("item/reasoning/textDelta");
        long index = params.number(content ? "contentIndex" : "summaryIndex", 0);
        items.add(item, message.frame(), delta, !content, index);
    }

    /// Tells what was produced of an item that nothing completed. A message or a thought of which nothing was produced
    /// is none.
    private void incomplete(OpenItem item, Needed needed, Consumer<Heard> out) {
        var text = item.text();
        if (text.isEmpty() && item.kind() != Kind.TOOL_CALL) return;
        item.frames().forEach(position -> needed.frame(item.session(), position));
        says(item, text, out)
                .alias(Alias.Type.ITEM, item.id())
                .phase(Phase.DELTA)
                .text(LIVE, "text", text.isEmpty() ? null : text)
                .put(LIVE, "generation", generation)
                .tell();
    }

    private Saying says(OpenItem item, String text, Consumer<Heard> out) {
        var turn = item.turn();
        var first = item.first();
        var origin = new Testimony.Origin(
                item.session(),
                null,
                Hash64.of(Hash64.of(generation, item.last()), LIVE_IDENTITY),
                Hash64.ABSENT,
                item.at(),
                item.last(),
                turn == null ? TurnRef.UNTOLD : new TurnRef.Named(turn),
                Hash64.of(text.getBytes(StandardCharsets.UTF_8)),
                new RawPlace(first.position(), 0, first.length()),
                Witness.STREAM);
        return new Testimony(origin, words, out).about(item.kind());
    }
}
