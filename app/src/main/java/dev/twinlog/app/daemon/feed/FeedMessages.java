package dev.twinlog.app.daemon.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.StoreReader.SettledEvent;
import dev.twinlog.views.Answer;
import dev.twinlog.views.FeedEventView;
import dev.twinlog.views.SafeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Events as JSON, made once for all who listen, and no more of them at once than the memory has room for.
final class FeedMessages {
    /// JSON of events that were told last is kept up to this.
    static final int KEPT_BYTES_MAX = 2 << 20;
    /// Long events are made one after the other.
    private static final int MADE_AT_ONCE = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<Long, byte[]> kept = new LinkedHashMap<>();
    private long keptBytes;
    private final Semaphore making = new Semaphore(MADE_AT_ONCE, true);
    private final UnderWay underWay = new UnderWay();

    /// Takes a message, and returns when it is sent.
    interface Taker {
        void take(byte[] json) throws IOException;
    }

    /// Hands over the JSON of an event.
    ///
    /// @param epoch of the store that it is in
    void tell(FeedEpoch epoch, SettledEvent settled, Taker taker) throws IOException, InterruptedException {
        long id = settled.event().id() ^ (long) epoch.name().hashCode() << Integer.SIZE;
        var known = kept(id);
        if (known != null) taker.take(known);
        else if (settled.isLong()) tellLong(id, settled, taker);
        else taker.take(keep(id, json(new FeedEventView(settled))));
    }

    private void tellLong(long id, SettledEvent settled, Taker taker) throws IOException, InterruptedException {
        byte[] made;
        UnderWay.Sending sending;
        making.acquire();
        try {
            var known = kept(id);
            made = known != null ? known : keep(id, json(new FeedEventView(settled)));
            sending = underWay.begin(made.length);
        } finally {
            making.release();
        }
        try (sending) {
            sending.by(() -> taker.take(made));
        }
    }

    private synchronized byte @Nullable [] kept(long id) {
        return kept.get(id);
    }

    private synchronized byte[] keep(long id, byte[] made) {
        if (made.length > KEPT_BYTES_MAX / 4 || kept.putIfAbsent(id, made) != null) return made;
        keptBytes += made.length;
        for (var oldest = kept.values().iterator(); keptBytes > KEPT_BYTES_MAX; oldest.remove())
            keptBytes -= oldest.next().length;
        return made;
    }

    static byte[] json(Answer answer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(new SafeJson(bytes))) {
            answer.writeJson(json);
        }
        return bytes.toByteArray();
    }

    /// A short object.
    static String object(Writer writer) throws IOException {
        return new String(
                json(json -> {
                    json.writeStartObject();
                    writer.write(json);
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
    }

    /// What a short object holds.
    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }
}
