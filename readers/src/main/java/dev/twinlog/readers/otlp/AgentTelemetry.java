package dev.twinlog.readers.otlp;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Link;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TelemetryRecord;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.claude.ClaudeTelemetryReader;
import dev.twinlog.readers.codex.CodexTelemetryReader;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the telemetry of Claude Code and Codex. Which of them speaks is told by the name of the service, or by the
/// instrumentation scope: a project can replace the resource of Claude Code. Belongs to one thread.
public final class AgentTelemetry implements TelemetryReader {
    /// Another version may hear other things in the same bytes: stored with what was settled.
    public static final int READER_VERSION = 2;

    private static final String CLAUDE_SCOPE = "com.anthropic.claude_code";
    private static final String CLAUDE_SERVICE = "claude-code";
    private static final String CODEX = "codex";

    private final ReadingCounter counter;
    private final Words words;
    private final boolean keepPersonal;

    /// @param counter      hears of secrets, cut texts, and records that tell nothing
    /// @param keepPersonal whether who was signed in is told
    public AgentTelemetry(ReadingCounter counter, boolean keepPersonal) {
        this.counter = counter;
        this.words = new Words(counter);
        this.keepPersonal = keepPersonal;
    }

    @Override
    public void request(Signal signal, OtlpRequest request, long position, Consumer<Heard> out) {
        if (request.token() == OtlpRequest.Token.CANARY) return;
        var links = new HashSet<Heard>();
        var speaker = new TelemetryRecord.Speaker(words, counter, keepPersonal, heard -> once(heard, links, out));
        try {
            OtlpPayload.read(signal, request.encoding(), request.body(), record -> read(record, position, speaker));
        } catch (MalformedPayloadException e) {
            counter.add(ReadingCounter.OTLP_MALFORMED, 1);
        }
    }

    /// Every span of a turn tells the same link: of a request each is told once.
    private static void once(Heard heard, Set<Heard> links, Consumer<Heard> out) {
        if (!(heard instanceof Link) || links.add(heard)) out.accept(heard);
    }

    private void read(OtlpRecord record, long position, TelemetryRecord.Speaker speaker) {
        if (record.signal() == Signal.METRICS) {
            counter.add(ReadingCounter.OTLP_METRIC_POINTS, 1);
            return;
        }
        var agent = agent(record).orElse(null);
        switch (agent) {
            case null -> counter.add(ReadingCounter.OTLP_FOREIGN, 1);
            case CLAUDE -> ClaudeTelemetryReader.read(record, position, speaker);
            case CODEX -> CodexTelemetryReader.read(record, position, speaker);
        }
    }

    private static Optional<Agent> agent(OtlpRecord record) {
        var service = record.resource().text("service.name");
        if (record.scope().startsWith(CLAUDE_SCOPE) || CLAUDE_SERVICE.equals(service)) return Optional.of(Agent.CLAUDE);
        boolean codex = record.scope().startsWith(CODEX) || service != null && service.startsWith(CODEX);
        return codex ? Optional.of(Agent.CODEX) : Optional.empty();
    }
}
