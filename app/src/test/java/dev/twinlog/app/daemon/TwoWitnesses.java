package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.otlp.AgentTelemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A recorded scenario of the testkit of which both the transcript and the telemetry were kept.
record TwoWitnesses(Agent agent, String name) {
    private static final Path TELEMETRY = Path.of("../testkit/src/main/resources/telemetry");

    /// Every such recording.
    static List<TwoWitnesses> all() throws IOException {
        var all = new ArrayList<TwoWitnesses>();
        for (var agent : Agent.values())
            try (var folders = Files.list(TELEMETRY.resolve(agent.wire()))) {
                folders.map(folder -> folder.getFileName().toString())
                        .sorted()
                        .forEach(name -> all.add(new TwoWitnesses(agent, name)));
            }
        return all;
    }

    /// What its transcripts tell.
    List<Heard> transcripts() throws IOException {
        return Recording.of(agent, name).heard();
    }

    /// What its telemetry tells.
    List<Heard> telemetry() throws IOException {
        return telemetry(new AgentTelemetry(ReadingCounter.NONE, false));
    }

    List<Heard> telemetry(AgentTelemetry reader) throws IOException {
        var heard = new ArrayList<Heard>();
        long position = 0;
        for (var signal : Signal.values())
            for (var request : requests(signal)) reader.request(signal, request, position++, heard::add);
        return heard;
    }

    /// Its requests of a signal, in the order of their arrival.
    List<OtlpRequest> requests(Signal signal) throws IOException {
        var folder = TELEMETRY.resolve(agent.wire()).resolve(name);
        var requests = new ArrayList<OtlpRequest>();
        var stem = signal.path().substring("/v1/".length());
        read(folder.resolve(stem + ".pb"), bytes -> requests.add(request(Encoding.PROTOBUF, bytes)));
        read(
                folder.resolve(stem + ".jsonl"),
                bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> requests.add(request(Encoding.JSON, line.getBytes(StandardCharsets.UTF_8)))));
        return requests;
    }

    private static void read(Path file, Consumer<byte[]> out) throws IOException {
        if (Files.exists(file)) out.accept(Files.readAllBytes(file));
    }

    private static OtlpRequest request(Encoding encoding, byte[] body) {
        return new OtlpRequest(encoding, OtlpRequest.Token.ABSENT, 0, body);
    }

    @Override
    public String toString() {
        return agent.wire() + "/" + name;
    }
}
