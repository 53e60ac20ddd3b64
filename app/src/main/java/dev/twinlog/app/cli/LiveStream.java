package dev.twinlog.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Server-Sent Events as they come: one message after the other.
final class LiveStream {
    private final BufferedReader lines;
    private @Nullable String lastId;

    LiveStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /// @param name what kind of message it is
    /// @param data what it tells
    record Message(String name, String data) {}

    /// The id of the last message, from which to go on; null before there is one.
    @Nullable
    String lastId() {
        return lastId;
    }

    /// Whether more has come already, so that {@link #next} need not wait for it to begin.
    boolean more() throws IOException {
        return lines.ready();
    }

    /// Waits for the next message; nothing when the stream is at its end.
    Optional<Message> next() throws IOException {
        var name = "message";
        var data = new StringBuilder();
        String id = null;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (id != null) lastId = id;
                if (!data.isEmpty()) return Optional.of(new Message(name, data.substring(0, data.length() - 1)));
                name = "message";
                id = null;
                continue;
            }
            int colon = line.indexOf(':');
            var value = colon < 0 ? "" : line.substring(colon + 1);
            if (value.startsWith(" ")) value = value.substring(1);
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(value).append('\n');
                default -> {}
            }
        }
        return Optional.empty();
    }
}
