package dev.twinlog.readers.codex.stream;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionFact.Name;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known of the threads of one generation: they are described before anything happens in them. A thread is a
/// session once something happens in it, so until then nothing of this is told.
final class KnownThreads {
    /// Of so many threads is remembered how they were described, those last described.
    static final int THREADS_MAX = 256;

    private static final String LEGACY = "legacy";

    /// A thread as a frame described it.
    private static final class Known {
        private final long position;
        private final long number;
        private final long digest;
        private final boolean legacy;
        private final Map<Name, String> facts;
        private boolean told;

        Known(HeardFrame frame, Json thread, Words words) {
            position = frame.position();
            number = frame.number();
            digest = Hash64.of(frame.json());
            legacy = thread.get("historyMode").is(LEGACY);
            facts = facts(thread, words);
        }
    }

    private final ReadingCounter counter;
    private final Map<String, Known> threads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            if (size() <= THREADS_MAX) return false;
            counter.add(ReadingCounter.STREAM_THREADS_FORGOTTEN, 1);
            return true;
        }
    };

    KnownThreads(ReadingCounter counter) {
        this.counter = counter;
    }

    private static Map<Name, String> facts(Json thread, Words words) {
        var facts = new EnumMap<Name, String>(Name.class);
        put(facts, Name.CWD, thread.text("cwd"), words);
        put(facts, Name.GIT_BRANCH, thread.get("gitInfo").text("branch"), words);
        put(facts, Name.VERSION, thread.text("cliVersion"), words);
        put(facts, Name.MODEL, thread.text("model"), words);
        put(facts, Name.ORIGINATOR, thread.text("originator"), words);
        var parent = thread.text("parentThreadId");
        put(facts, Name.PARENT, parent == null ? thread.text("forkedFromId") : parent, words);
        return facts;
    }

    private static void put(Map<Name, String> facts, Name name, @Nullable String value, Words words) {
        if (value != null && !value.isEmpty()) facts.put(name, words.clean(value));
    }

    /// Takes the description of a thread.
    ///
    /// @return whether it is one
    boolean take(HeardFrame frame, Json thread, Words words) {
        var id = thread.text("id");
        if (id == null || id.isEmpty() || id.length() > StreamMessage.THREAD_LENGTH_MAX) return false;
        threads.put(id, new Known(frame, thread, words));
        return true;
    }

    /// Whether a thread is written without items: then what has no id in its rollout cannot be met by one.
    boolean isLegacy(SessionId session) {
        var known = threads.get(session.id());
        return known != null && known.legacy;
    }

    /// The version of Codex that runs a thread, or null.
    @Nullable
    String version(SessionId session) {
        var known = threads.get(session.id());
        return known == null ? null : known.facts.get(Name.VERSION);
    }

    /// Something happens in a thread: tells what is known of it, once. All that has a time is believed before it.
    void tell(SessionId session, StreamReader.Needed needed, Consumer<Heard> out) {
        var known = threads.get(session.id());
        if (known == null || known.told || session.agent() != Agent.CODEX) return;
        known.told = true;
        needed.frame(session, known.position);
        known.facts.forEach((name, value) -> out.accept(new SessionFact(
                session, name, value, Witness.STREAM, Observation.UNTIMED, known.number, known.digest)));
    }

    void clear() {
        threads.clear();
    }

    /// The positions of the frames that described them.
    List<Long> positions() {
        var positions = new ArrayList<Long>();
        for (var known : threads.values()) positions.add(known.position);
        positions.sort(null);
        return positions;
    }
}
