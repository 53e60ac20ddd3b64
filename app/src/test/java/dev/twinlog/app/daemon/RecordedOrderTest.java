package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The records of every recording settle to what the oracle says of them, in whatever order they are heard. A failure
/// names its seed: `-Dtwinlog.seed=N` begins there.
final class RecordedOrderTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = Boolean.getBoolean("twinlog.long") ? 100 : 3;

    static List<Recording> recordings() throws IOException {
        return Recording.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void records_settle_alike_in_any_order(Recording recording) throws IOException {
        AnyOrder.settlesAlike(heard(recording), SEED, SEEDS);
    }

    private static List<Heard> heard(Recording recording) throws IOException {
        var heard = new ArrayList<Heard>();
        TranscriptReader reader = recording.agent() == Agent.CLAUDE
                ? new ClaudeTranscriptReader(ReadingCounter.NONE)
                : new CodexRolloutReader(ReadingCounter.NONE);
        for (var file : recording.files()) {
            var what = TranscriptPaths.of(recording.agent(), file.path()).orElseThrow();
            if (what.zstd()) continue;
            switch (what.role()) {
                case MAIN, SUBAGENT ->
                    lines(file.bytes(), (from, to) -> {
                        var raw = new RawPlace(0, from, to - from);
                        reader.line(
                                file.bytes(),
                                from,
                                to,
                                new LineContext(what, file.path().hashCode(), raw),
                                heard::add);
                    });
                case SUBAGENT_META, TOOL_RESULT -> {
                    var raw = new RawPlace(0, 0, file.bytes().length);
                    reader.whole(file.bytes(), new LineContext(what, file.path().hashCode(), raw), heard::add);
                }
            }
        }
        return heard;
    }

    private interface Line {
        void from(int begin, int end);
    }

    private static void lines(byte[] bytes, Line line) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            line.from(from, i);
            from = i + 1;
        }
    }
}
