package dev.twinlog.testkit.sim;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What really happened in a simulated world, as its script knows it: counts by the session that owns them,
/// and tokens.
public final class Truth {
    /// What a session owns.
    public record Owned(long prompts, long messages, long toolCalls) {
        static final Owned NONE = new Owned(0, 0, 0);

        Owned plus(long morePrompts, long moreMessages, long moreCalls) {
            return new Owned(prompts + morePrompts, messages + moreMessages, toolCalls + moreCalls);
        }
    }

    /// Tokens of all sessions of an agent, each request once.
    public record Tokens(long input, long output) {
        public static final Tokens NONE = new Tokens(0, 0);

        public Tokens plus(long moreInput, long moreOutput) {
            return new Tokens(input + moreInput, output + moreOutput);
        }
    }

    private final SortedMap<SessionId, Owned> sessions = new TreeMap<>();
    private final Map<Agent, Tokens> tokens = new EnumMap<>(Agent.class);
    private final Map<Agent, Tokens> telemetryTokens = new EnumMap<>(Agent.class);
    private final Set<SessionId> telemetryOnly = new TreeSet<>();
    private Tokens auxiliary = Tokens.NONE;
    private final SortedMap<SessionId, Set<Long>> lostNumbers = new TreeMap<>();
    private final SortedMap<SessionId, Long> lastNumbers = new TreeMap<>();
    private final SortedMap<SessionId, Long> processes = new TreeMap<>();
    private final SortedMap<SessionId, Long> answersOfOne = new TreeMap<>();
    private final Set<String> answersOfOneById = new TreeSet<>();
    private boolean disputed;

    /// Two messages claim one request.
    void dispute() {
        disputed = true;
    }

    /// Whether two messages of the world claim one request.
    public boolean disputed() {
        return disputed;
    }

    void session(SessionId id) {
        sessions.putIfAbsent(id, Owned.NONE);
    }

    void prompt(SessionId id) {
        sessions.merge(id, Owned.NONE.plus(1, 0, 0), (was, one) -> was.plus(1, 0, 0));
    }

    void message(SessionId id) {
        sessions.merge(id, Owned.NONE.plus(0, 1, 0), (was, one) -> was.plus(0, 1, 0));
    }

    void toolCall(SessionId id) {
        sessions.merge(id, Owned.NONE.plus(0, 0, 1), (was, one) -> was.plus(0, 0, 1));
    }

    void tokens(Agent agent, long input, long output) {
        tokens.merge(agent, new Tokens(input, output), (was, one) -> was.plus(input, output));
    }

    void telemetryOnly(SessionId id) {
        telemetryOnly.add(id);
    }

    void telemetryTokens(Agent agent, long input, long output) {
        telemetryTokens.merge(agent, new Tokens(input, output), (was, one) -> was.plus(input, output));
    }

    void auxiliary(long input, long output) {
        auxiliary = auxiliary.plus(input, output);
    }

    /// A process begins to send telemetry of a session.
    void process(SessionId id) {
        processes.merge(id, 1L, Long::sum);
    }

    /// An event that a process numbered never came.
    void lostNumber(SessionId id, long number) {
        lostNumbers.computeIfAbsent(id, i -> new TreeSet<>()).add(number);
    }

    /// An event that a process numbered came.
    void number(SessionId id, long number) {
        lastNumbers.merge(id, number, Math::max);
    }

    /// The greatest number that came of a session's telemetry, or -1.
    public long lastNumber(SessionId id) {
        return lastNumbers.getOrDefault(id, -1L);
    }

    /// Only one of transcript and telemetry has this answer.
    void answerOfOne(String id) {
        answersOfOneById.add(id);
    }

    /// Only one of transcript and telemetry has an answer of this session.
    void answerOfOne(SessionId id) {
        answersOfOne.merge(id, 1L, Long::sum);
    }

    /// The numbers of a session's telemetry that never came.
    public Set<Long> lostNumbers(SessionId id) {
        return lostNumbers.getOrDefault(id, Set.of());
    }

    /// How many processes sent telemetry of a session.
    public long processes(SessionId id) {
        return processes.getOrDefault(id, 0L);
    }

    /// How many answers of a thread of Codex only one of transcript and telemetry has.
    public long answersOfOne(SessionId id) {
        return answersOfOne.getOrDefault(id, 0L);
    }

    /// The answers of Claude Code that only one of transcript and telemetry has, by request id.
    public Set<String> answersOfOneById() {
        return answersOfOneById;
    }

    /// Sessions that leave no transcript.
    public Set<SessionId> telemetryOnly() {
        return telemetryOnly;
    }

    /// Tokens of sessions that leave no transcript.
    public Tokens telemetryTokens(Agent agent) {
        return telemetryTokens.getOrDefault(agent, Tokens.NONE);
    }

    /// Tokens of the requests that Claude Code makes for itself.
    public Tokens auxiliary() {
        return auxiliary;
    }

    /// What each session that leaves a transcript owns.
    public SortedMap<SessionId, Owned> sessions() {
        return sessions;
    }

    /// Tokens that transcripts tell of.
    public Tokens tokens(Agent agent) {
        return tokens.getOrDefault(agent, Tokens.NONE);
    }
}
