package dev.twinlog.app.daemon.feed;

import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.codex.stream.StreamWords;
import dev.twinlog.readers.json.Json;
import dev.twinlog.readers.json.JsonTape;
import dev.twinlog.sources.appserver.LiveFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is being produced right now, and which approvals wait for the user: shown before it is settled, as provisional
/// ([why](docs/decisions/0026-stream-reader.md)). All of it is in memory and bounded. Safe for use by many threads.
final class LiveText implements LiveFrames {
    /// What is taken of all items together, in UTF-16 units; what is produced beyond it is not shown.
    static final long CHARACTERS_MAX = 8L << 20;
    /// So many items are produced at once at most; of more the oldest is no longer shown.
    static final int ITEMS_MAX = 1024;
    /// So many approvals wait at once at most; of more the oldest is no longer shown.
    static final int APPROVALS_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LiveText.class);

    private record Name(String session, String id) {}

    /// An approval that waits.
    ///
    /// @param words what is asked, without secrets
    private record Approval(String session, @Nullable String turn, String request, StreamWords.Asked words) {}

    private final Runnable rung;
    private final JsonTape tape = new JsonTape();
    private final LiveNews news = new LiveNews();
    private final Map<Name, LiveItem> items = new LinkedHashMap<>();
    private final Map<Name, Approval> approvals = new LinkedHashMap<>();
    private final TreeMap<String, Long> counters = new TreeMap<>();
    private final ReadingCounter counter = (name, amount) -> count("live." + name, amount);
    private final StreamWords words = new StreamWords(counter);
    private long generation;
    private long taken;

    /// @param rung is called after each message, and must not wait
    LiveText(Runnable rung) {
        this.rung = rung;
    }

    /// What there is to hear for somebody who begins to listen: what was produced so far, and what waits.
    ///
    /// @param only of this session, `agent/id`; null: of all
    LiveNews.Heard now(@Nullable String only) {
        var written = new ArrayList<Supplier<LiveNews.Message>>(); // after the lock, which each frame takes
        long last;
        synchronized (this) {
            for (var item : items.values()) {
                if (item.length() == 0 || only != null && !only.equals(item.session())) continue;
                var shown = item.shown();
                written.add(() -> new LiveNews.Message(0, item.session(), "live", live(item, 0, shown, false)));
            }
            for (var one : approvals.values())
                if (only == null || only.equals(one.session))
                    written.add(() -> new LiveNews.Message(0, one.session, "approval", approval(one, true)));
            last = news.last();
        }
        return new LiveNews.Heard(written.stream().map(Supplier::get).toList(), last, 0);
    }

    /// What came after a message.
    ///
    /// @param only of this session, `agent/id`; null: of all
    synchronized LiveNews.Heard after(long heard, @Nullable String only) {
        var found = news.after(heard, only);
        if (found.missed() > 0) count("live.missed", found.missed());
        return found;
    }

    /// Amounts since the start, by name.
    synchronized Map<String, Long> counters() {
        var all = new TreeMap<>(counters);
        all.put("live.items", (long) items.size());
        all.put("live.approvals", (long) approvals.size());
        return all;
    }

    private void count(String name, long amount) {
        if (amount != 0) counters.merge(name, amount, Long::sum);
    }

    @Override
    public synchronized void frame(StreamFrame frame, long position) {
        if (frame.generation() < generation) return;
        if (frame.generation() > generation) endAll(frame.generation());
        try {
            boolean read = tape.read(frame.json(), 0, frame.json().length) == JsonTape.Fault.NONE;
            if (read && tape.root().isObject()) message(tape.root());
        } catch (IOException | RuntimeException e) {
            count("live.failed", 1); // what is shown is a favour: settling tells it all
            LOG.debug("a frame is not shown", e);
        } finally {
            tape.letGo();
        }
    }

    @Override
    public synchronized void over(long over) {
        if (over >= generation) endAll(generation);
    }

    private void endAll(long now) {
        end(item -> true);
        resolve(approval -> true);
        generation = now;
    }

    private void message(Json json) throws IOException {
        var method = json.text("method");
        var params = json.get("params");
        var thread = params.text("threadId");
        if (method == null || thread == null || thread.isEmpty()) return;
        var session = new SessionId(Agent.CODEX, thread).toString();
        if (json.get("id").isPresent()) ask(session, method, json);
        else
            switch (method) {
                case "item/completed" -> completed(session, params.get("item").text("id"));
                case "turn/started", "turn/completed", "thread/closed" -> over(session);
                case "serverRequest/resolved" -> {
                    var request = request(params.get("requestId"));
                    resolve(one -> one.session.equals(session) && one.request.equals(request));
                }
                default -> {
                    var kind = StreamWords.kindOfDelta(method);
                    if (kind != null) delta(session, kind, method, params);
                }
            }
    }

    private static String request(Json id) {
        return id.isPresent() ? id.raw(Json.SHORT_UNITS_MAX) : "";
    }

    private void delta(String session, Kind kind, String method, Json params) {
        var id = params.text("itemId");
        var piece = params.get("delta").text(LiveItem.CHARACTERS_MAX);
        if (id == null || piece == null) return;
        var item = items.computeIfAbsent(
                new Name(session, id), _ -> new LiveItem(session, params.text("turnId"), id, kind, counter));
        bound();
        boolean content = method.equals("item/reasoning/textDelta");
        long index = params.number(content ? "contentIndex" : "summaryIndex", 0);
        long before = item.taken();
        int from = item.length();
        var text = taken + piece.length() > CHARACTERS_MAX ? "" : item.add(piece, content, index);
        taken += item.taken() - before;
        count("live.text_dropped", Math.max(0, piece.length() - (item.taken() - before)));
        if (!text.isEmpty()) tell(session, "live", live(item, from, text, false));
    }

    private void bound() {
        if (items.size() <= ITEMS_MAX) return;
        count("live.items_dropped", 1);
        var oldest = items.values().iterator().next();
        completed(oldest.session(), oldest.id());
    }

    private void completed(String session, @Nullable String id) {
        end(item -> item.session().equals(session) && item.id().equals(id));
    }

    private void over(String session) {
        end(item -> item.session().equals(session));
        resolve(one -> one.session.equals(session));
    }

    /// Shows the rest of items: what follows is settled.
    private void end(Predicate<LiveItem> which) {
        List<LiveItem> ended = items.values().stream().filter(which).toList();
        for (var item : ended) {
            items.remove(new Name(item.session(), item.id()));
            taken -= item.taken();
            int from = item.length();
            tell(item.session(), "live", live(item, from, item.end(), true));
        }
    }

    private void ask(String session, String method, Json json) {
        var params = json.get("params");
        var asked = words.asked(method, params);
        if (asked == null) return;
        var one = new Approval(session, params.text("turnId"), request(json.get("id")), asked);
        approvals.put(new Name(session, one.request), one);
        tell(session, "approval", approval(one, true));
        if (approvals.size() <= APPROVALS_MAX) return;
        count("live.approvals_dropped", 1);
        var oldest = approvals.values().iterator().next();
        resolve(oldest::equals);
    }

    private void resolve(Predicate<Approval> which) {
        List<Approval> resolved = approvals.values().stream().filter(which).toList();
        for (var one : resolved) {
            approvals.remove(new Name(one.session, one.request));
            tell(one.session, "approval", approval(one, false));
        }
    }

    private void tell(String session, String name, byte[] json) {
        news.add(session, name, json);
        count("live.messages", 1);
        rung.run();
    }

    private static byte[] live(LiveItem item, int from, String text, boolean ended) {
        return json(json -> {
            json.writeStringField("session", item.session());
            json.writeStringField("turn", item.turn());
            json.writeStringField("item", item.id());
            json.writeStringField("kind", item.kind().wire());
            json.writeNumberField("from", from);
            json.writeStringField("text", text);
            json.writeBooleanField("provisional", true);
            if (ended) json.writeBooleanField("ended", true);
        });
    }

    private static byte[] approval(Approval one, boolean pending) {
        return json(json -> {
            json.writeStringField("session", one.session);
            json.writeStringField("turn", one.turn);
            json.writeStringField("item", one.words.item());
            json.writeStringField("request", one.request);
            json.writeStringField("about", one.words.about());
            json.writeStringField("text", one.words.text());
            json.writeStringField("reason", one.words.reason());
            json.writeBooleanField("pending", pending);
        });
    }

    private static byte[] json(FeedMessages.Writer writer) {
        try {
            return FeedMessages.object(writer).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
