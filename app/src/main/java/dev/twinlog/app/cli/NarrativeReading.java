package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.Map;

/// Reads a session's narrative as it comes, so that it is never whole in memory.
interface NarrativeReading {
    /// The facts of the session, as `sessions --json` tells them; before all events.
    void session(Map<?, ?> session) throws IOException;

    /// An event, as `show --json` tells it, in narrative order.
    void event(Map<?, ?> event) throws IOException;

    /// There are no more events.
    default void end() throws IOException {}

    /// Asks for a session and hands over what it is told.
    ///
    /// @throws Refusal when there is no such session
    static void read(Answers answers, String session, NarrativeReading reading) throws Refusal, IOException {
        var json = JsonFactory.builder()
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
        try (var flow = new AnswerFlow(answers, new Question.Show(session));
                var parser = json.createParser(flow.in())) {
            try {
                if (parser.nextToken() == null) flow.rethrow();
                read(parser, reading);
                flow.rethrow();
            } catch (IOException e) {
                flow.rethrow();
                throw e;
            }
        }
    }

    /// Hands over the narrative at whose beginning the parser stands.
    static void read(JsonParser parser, NarrativeReading reading) throws IOException {
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "session" -> {
                    if (JsonTree.read(parser) instanceof Map<?, ?> session) reading.session(session);
                }
                case "events" -> {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        if (JsonTree.read(parser) instanceof Map<?, ?> event) reading.event(event);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        reading.end();
    }
}
