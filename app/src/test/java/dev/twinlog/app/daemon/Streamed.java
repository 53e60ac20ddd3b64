package dev.twinlog.app.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.codex.stream.HeardFrame;
import dev.twinlog.readers.codex.stream.StreamReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recorded scenario of the testkit of which both the rollouts and what an app-server said on some connections were
/// kept.
///
/// @param connections one after the other, each a generation
record Streamed(String name, List<String> connections) {
    private static final Path STREAMS = Path.of("../testkit/src/main/resources/stream/codex");
    private static final JsonFactory JSON = new JsonFactory();
    /// A client that went away before another came; elsewhere several hear the same at the same time.
    private static final List<String> RESTARTED = List.of("fail-kill9-cmd", "fail-kill9-stream", "fail-sigterm-cmd");

    private record Line(long at, String connection, byte[] message) {}

    /// Every such recording, as each client heard it.
    static List<Streamed> all() throws IOException {
        var all = new ArrayList<Streamed>();
        try (var files = Files.list(STREAMS)) {
            files.map(file -> file.getFileName().toString().replace(".jsonl", ""))
                    .sorted()
                    .forEach(name -> clients(name, all));
        }
        return all;
    }

    private static void clients(String name, List<Streamed> all) {
        var connections =
                lines(name).stream().map(Line::connection).distinct().sorted().toList();
        if (RESTARTED.contains(name)) all.add(new Streamed(name, connections));
        else for (var one : connections) all.add(new Streamed(name, List.of(one)));
    }

    private static List<Line> lines(String name) {
        try {
            var lines = new ArrayList<Line>();
            for (var line : Files.readAllLines(STREAMS.resolve(name + ".jsonl"))) lines.add(line(line));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `{"t": …, "conn": …, "msg": …}`, with the message's own bytes.
    private static Line line(String line) throws IOException {
        long at = 0;
        var connection = "";
        try (var json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var field = json.currentName();
                json.nextToken();
                if (field.equals("t")) at = json.getLongValue();
                if (field.equals("conn")) connection = json.getText();
                if (!field.equals("msg")) continue;
                int from = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                int to = (int) json.currentLocation().getCharOffset();
                var message = line.substring(from, to).getBytes(StandardCharsets.UTF_8);
                return new Line(at, connection, message);
            }
        }
        throw new IllegalArgumentException(line + " has no message");
    }

    /// Its frames in order, their positions from 1.
    List<HeardFrame> frames() {
        var frames = new ArrayList<HeardFrame>();
        long generation = 0;
        for (var connection : connections) {
            generation++;
            long number = 0;
            for (var line : lines(name))
                if (line.connection.equals(connection))
                    frames.add(new HeardFrame(generation, ++number, line.at, frames.size() + 1, line.message));
        }
        return frames;
    }

    /// What its frames tell, until the last generation is over.
    List<Heard> stream(ReadingCounter counter) {
        var heard = new ArrayList<Heard>();
        var reader = new StreamReader(counter);
        for (var frame : frames()) reader.frame(frame, StreamReader.Needed.NOBODY, heard::add);
        reader.over(connections.size(), StreamReader.Needed.NOBODY, heard::add);
        return heard;
    }

    List<Heard> stream() {
        return stream(ReadingCounter.NONE);
    }

    /// What its rollouts tell.
    List<Heard> transcripts() throws IOException {
        return new TwoWitnesses(Agent.CODEX, name).transcripts();
    }

    /// What its telemetry tells; nothing where none was kept.
    List<Heard> telemetry() throws IOException {
        return new TwoWitnesses(Agent.CODEX, name).telemetry();
    }

    @Override
    public String toString() {
        return name + " " + String.join("+", connections);
    }
}
