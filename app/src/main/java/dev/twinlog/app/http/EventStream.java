package dev.twinlog.app.http;

import dev.twinlog.app.Feed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Somebody who listens over HTTP: messages as Server-Sent Events, each sent when the one before was taken.
///
/// @param out where they go
record EventStream(AnswerStream out) implements Feed.Listener {
    private static final byte[] END = {'\n', '\n'};

    @Override
    public void tell(String name, @Nullable String id, byte[] json) throws IOException {
        write("event: " + name + (id == null ? "" : "\nid: " + id) + "\ndata: ");
        out.write(json);
        out.write(END);
        out.sendNow();
    }

    /// A comment keeps the connection; an id without data is remembered, and is no message.
    @Override
    public void beat(String id) throws IOException {
        write(": still there\nid: " + id);
        out.write(END);
        out.sendNow();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
