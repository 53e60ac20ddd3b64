package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import dev.twinlog.readers.codex.stream.StreamReader;
import dev.twinlog.readers.otlp.AgentTelemetry;
import dev.twinlog.readers.otlp.TelemetryReader;
import dev.twinlog.setup.Settings;
import java.util.Map;
import java.util.function.Supplier;

/// Who reads what the agents write, send and stream. A reader of transcripts holds one line at a time.
///
/// @param transcripts by agent
/// @param telemetry   of all agents
/// @param stream      makes readers of Codex' stream, each with what is unfinished in it
record AgentReaders(
        Map<Agent, TranscriptReader> transcripts, TelemetryReader telemetry, Supplier<StreamReader> stream) {
    AgentReaders {
        transcripts = Map.copyOf(transcripts);
    }

    /// Makes readers.
    @FunctionalInterface
    interface Making {
        /// @param counter counts what they change or leave out
        AgentReaders of(ReadingCounter counter);
    }

    /// Those that leave out what is personal in telemetry.
    static AgentReaders of(ReadingCounter counter) {
        return of(counter, false);
    }

    /// Those that an operator chose.
    static Making chosen(Settings settings) {
        return counter -> of(counter, settings.keepPersonal());
    }

    private static AgentReaders of(ReadingCounter counter, boolean keepPersonal) {
        return new AgentReaders(
                Map.of(Agent.CLAUDE, new ClaudeTranscriptReader(counter), Agent.CODEX, new CodexRolloutReader(counter)),
                new AgentTelemetry(counter, keepPersonal),
                () -> new StreamReader(counter));
    }
}
