package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Event;
import dev.twinlog.model.Heard;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.reconcile.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The records of every recording settle to what the oracle says of them, in whatever order they are heard. A failure
/// names its seed: `-Dtwinlog.seed=N` begins there.
final class RecordedOrderTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = Boolean.getBoolean("twinlog.long") ? 100 : 3;
    private static final EventState.Bodies NO_BODIES = row -> new TreeMap<>();

    static List<Recording> recordings() throws IOException {
        return Recording.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void records_settle_alike_in_any_order(Recording recording) throws IOException {
        var heard = heard(recording);
        var plain = Settlement.settle(heard);
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            Collections.shuffle(heard, new Random(seed));
            var states = states(heard);
            assertThat(states.keySet()).containsAll(plain.keySet());
            for (var session : plain.keySet())
                assertThat(own(states.get(session), session))
                        .as("%s, seed %d", session, seed)
                        .isEqualTo(own(plain.get(session), session));
        }
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

    private static TreeMap<SessionId, Collection<Event>> states(List<Heard> all) {
        var bySession = new TreeMap<SessionId, List<Heard>>();
        for (var each : all)
            bySession
                    .computeIfAbsent(Sessions.of(each), session -> new ArrayList<>())
                    .add(each);
        var settled = new TreeMap<SessionId, Collection<Event>>();
        bySession.forEach((session, heard) -> settled.put(
                session,
                state(session, heard).events().stream()
                        .map(event -> event.event(NO_BODIES))
                        .toList()));
        return settled;
    }

    private static SessionState state(SessionId session, List<Heard> heard) {
        var state = new SessionState(session, NO_BODIES);
        for (int i = 0; i < heard.size(); i++) {
            if (state.hear(heard.get(i), decision -> {}) == SessionState.Fit.FITS) continue;
            state = SessionState.settleAgain(session, NO_BODIES, heard.subList(0, i + 1));
        }
        return state;
    }

    /// The events in narrative order, as if the session owned them all.
    private static List<Event> own(Collection<Event> events, SessionId session) {
        return NarrativeOrder.sort(events).stream()
                .map(event -> new Event(
                        event.key(),
                        event.at(),
                        event.turn(),
                        event.status(),
                        event.agentId(),
                        session,
                        event.groups()))
                .toList();
    }
}
