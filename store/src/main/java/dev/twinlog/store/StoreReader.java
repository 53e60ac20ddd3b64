package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TokenCount;
import dev.twinlog.model.prices.BilledTokens;
import dev.twinlog.model.prices.CostClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers from what is committed, for any thread; it never writes. Each call sees one moment of the store.
///
/// Every method throws {@link StoreException} when the store cannot be read.
public interface StoreReader extends AutoCloseable {
    /// How many verdicts the log tells at most: the last ones. Counters know them all.
    int DECISIONS_KEPT_MAX = 100_000;

    /// How far the store is.
    Progress progress();

    /// Sessions that the filter lets through, the one with the latest activity first.
    List<Batch.SessionRow> sessions(SessionFilter filter);

    /// The session that a user means: `agent/id`, the agent's own id, or an unambiguous beginning of it.
    SessionMatch session(String wanted);

    /// A session with its events in no particular order, or nothing when it is not known.
    Optional<StoredNarrative> narrative(SessionId session);

    /// Sums of owned usage within a time, by one dimension. Quarter hours (UTC) that begin within `[from,
    /// to)` count.
    default List<UsageSum> usage(UsageBy by, long from, long to) {
        return UsageSum.of(usageCells(by, from, to));
    }

    /// The same, told apart by what decides a price as well. Cells of one sum follow one another.
    List<UsageCell> usageCells(UsageBy by, long from, long to);

    /// The ledger of one session, or of all when it is null.
    List<Gap> gaps(@Nullable SessionId session);

    /// How many gaps of each session are open at a moment, in epoch milliseconds; sessions without one are left
    /// out. A gap that begins later may still be no gap.
    Map<SessionId, Long> openGaps(long now);

    /// Counters by name, sorted.
    Map<String, Long> counters();

    /// Counts of records that no reader understands.
    Map<Batch.UnknownType, Long> unknown();

    /// The last verdicts, the latest first.
    List<Batch.DecisionRow> decisions(int limit);

    /// All captured files.
    List<Batch.FileRow> files();

    /// The keys of those whose raw bytes are no longer kept.
    Set<Long> expiredFiles();

    /// The files of a session, for restoring them.
    List<Batch.FileRow> files(SessionId session);

    /// The files that told something of a session: its own, and copies under other names.
    List<Batch.FileRow> speakersOf(SessionId session);

    /// The pieces of a file by offset.
    List<Batch.ChunkRow> chunks(long file);

    /// The requests of telemetry that told something of a session: their positions in the journal, ascending.
    List<Long> telemetry(SessionId session);

    /// Whether requests of telemetry that told of a session were let go of.
    boolean telemetryExpired(SessionId session);

    /// An event and its copies in other sessions, by session; none when nothing is known to share it.
    List<Copy> copies(EventKey event);

    /// Hands over the events that the query finds, the latest first; all when the limit is 0.
    void search(SearchQuery query, int limit, Consumer<SearchHit> hits);

    /// The events that were settled after the one with this id, in the order in which that happened: of one session, or
    /// of all when it is null. An event that was settled several times since then is told in its last form alone.
    /// No more of them than the limit, and no more than hold {@link FeedPage#BYTES_MAX}.
    FeedPage settledAfter(long id, @Nullable SessionId session, int limit);

    /// The last events of a session by their time, the latest last, without those settled after the one with this id.
    List<EventTime> latest(SessionId session, long upTo, int limit);

    /// How the turn of a session stands that began last, as a status of its event; null when it has none.
    @Nullable
    String lastTurn(SessionId session);

    /// A fact noted about the store, or null.
    @Nullable
    String note(String name);

    /// Bytes on disk by file name.
    Map<String, Long> space();

    @Override
    void close();

    /// @param position    the journal position up to which everything is settled
    /// @param lastEventId the greatest event id ever given
    /// @param searched    the event id up to which full-text search finds everything
    record Progress(long position, long lastEventId, long searched) {}

    /// @param agent   only this agent's, or null
    /// @param project only where the working folder contains this, or null
    /// @param from    only with activity at or after it, epoch milliseconds
    /// @param to      only begun before it, epoch milliseconds
    /// @param limit   at most so many, or 0 for all
    record SessionFilter(@Nullable Agent agent, @Nullable String project, long from, long to, int limit) {
        public static final SessionFilter ALL = new SessionFilter(null, null, Long.MIN_VALUE, Long.MAX_VALUE, 0);
    }

    /// What a user's word for a session names.
    sealed interface SessionMatch {
        record Found(Batch.SessionRow session) implements SessionMatch {}

        /// @param some a few of those that begin so
        record Ambiguous(List<SessionId> some) implements SessionMatch {}

        record Unknown() implements SessionMatch {}
    }

    /// @param originals for events that the session copied, by their row: the owner's event
    record StoredNarrative(Batch.SessionRow session, List<NarrativeEvent> events, Map<Long, EventKey> originals) {}

    /// One of the events that share a copy id.
    ///
    /// @param owned whether it is the one that counts
    record Copy(EventKey key, boolean owned) {}

    /// @param key    its id within session and kind
    /// @param stored gives the body, from the store if it is long: a narrative may be larger than the memory
    record NarrativeEvent(
            long id,
            Kind kind,
            String key,
            long at,
            @Nullable String turn,
            String status,
            @Nullable String agentId,
            boolean owned,
            Supplier<byte[]> stored) {
        /// The body as {@link EventBody} writes it.
        ///
        /// @throws StoreException when it cannot be read
        public byte[] body() {
            return stored.get();
        }
    }

    /// Some events in the order of their ids.
    ///
    /// @param last the id up to which all that was asked for is in it or in those before it
    /// @param more whether there may be more behind it already
    record FeedPage(long last, List<SettledEvent> events, boolean more) {
        /// Bytes of stored bodies that a page holds; its first event is in it in any case. Those who read
        /// pages are many, and each holds one for as long as it takes to tell it.
        public static final int BYTES_MAX = 32 << 10;
    }

    /// When an event happened, without what it tells.
    ///
    /// @param at epoch milliseconds
    record EventTime(long id, Kind kind, long at) {}

    /// An event and where it is told.
    ///
    /// @param key    of the owner's event when this is a copy
    /// @param isLong whether its body takes more than {@link #LONG_BYTES}
    record SettledEvent(SessionId session, EventKey key, NarrativeEvent event, boolean isLong) {
        /// A body of more bytes, before it is packed, is not held by many at once.
        public static final int LONG_BYTES = 16 << 10;
    }

    /// What usage is summed by.
    enum UsageBy {
        AGENT,
        /// Quarter hours UTC: {@link UsageSum#bucketStart()}.
        TIME,
        MODEL,
        PROJECT,
        SESSION
    }

    /// Sums of one agent and one value of the dimension.
    ///
    /// @param name        the model, project or session id; null for `AGENT` and `TIME`, or when it is not told
    /// @param bucketStart epoch milliseconds, for `TIME`; {@link dev.twinlog.model.Observation#UNTIMED} when
    ///                    untimed
    /// @param total       all requests, but for the auxiliary ones
    /// @param subagents   those of `total` that subagents made
    /// @param auxiliary   those that the agent made for its own ends
    record UsageSum(
            Agent agent, @Nullable String name, long bucketStart, Tokens total, Tokens subagents, Tokens auxiliary) {
        private record Name(Agent agent, @Nullable String name, long bucketStart) {}

        /// Cells summed over everything that only prices tell apart, in their order.
        static List<UsageSum> of(List<UsageCell> cells) {
            var sums = new LinkedHashMap<Name, UsageSum>();
            for (var cell : cells)
                sums.merge(new Name(cell.agent(), cell.name(), cell.bucketStart()), cell.sum(), UsageSum::plus);
            return List.copyOf(sums.values());
        }

        private UsageSum plus(UsageSum other) {
            return new UsageSum(
                    agent,
                    name,
                    bucketStart,
                    total.plus(other.total),
                    subagents.plus(other.subagents),
                    auxiliary.plus(other.auxiliary));
        }
    }

    /// A part of a {@link UsageSum} that has one price: of one model, day and class.
    ///
    /// @param model     the requests' model, or null when it is not told
    /// @param day       UTC, since the epoch; null when untimed
    /// @param spender   for whom these requests were made
    /// @param costNanos what {@link CostClass#TOLD} requests cost, in billionths of a US dollar; 0 for others
    record UsageCell(
            Agent agent,
            @Nullable String name,
            long bucketStart,
            @Nullable String model,
            @Nullable Long day,
            CostClass costClass,
            Spender spender,
            Tokens tokens,
            long costNanos) {
        UsageSum sum() {
            return switch (spender) {
                case MAIN -> new UsageSum(agent, name, bucketStart, tokens, Tokens.NONE, Tokens.NONE);
                case SUBAGENT -> new UsageSum(agent, name, bucketStart, tokens, tokens, Tokens.NONE);
                case AUXILIARY -> new UsageSum(agent, name, bucketStart, Tokens.NONE, Tokens.NONE, tokens);
            };
        }
    }

    /// Tokens of a number of requests; the classes as in {@link Batch.Usage}. Sums that no `long` holds stay at its
    /// end.
    record Tokens(
            long requests,
            long input,
            long output,
            long cacheRead,
            long cacheCreation,
            long cacheCreation1h,
            long reasoning) {
        public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0, 0);

        public Tokens plus(Tokens other) {
            return new Tokens(
                    TokenCount.sum(requests, other.requests),
                    TokenCount.sum(input, other.input),
                    TokenCount.sum(output, other.output),
                    TokenCount.sum(cacheRead, other.cacheRead),
                    TokenCount.sum(cacheCreation, other.cacheCreation),
                    TokenCount.sum(cacheCreation1h, other.cacheCreation1h),
                    TokenCount.sum(reasoning, other.reasoning));
        }

        /// The classes of an agent's tokens that have a price each.
        public BilledTokens billed(Agent agent) {
            return BilledTokens.of(agent, input, output, cacheRead, cacheCreation, cacheCreation1h);
        }
    }

    /// An event that a search found.
    ///
    /// @param text  the text in which it was found
    /// @param start where the first match begins in it
    /// @param end   where that match ends
    record SearchHit(SessionId session, Kind kind, String key, long at, String text, int start, int end) {}
}
