package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.prices.BilledTokens;
import dev.twinlog.model.prices.CostClass;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that settling a run of journal records changed: committed whole or not at all.
///
/// @param position      the journal position after the last record settled; the journal is forced up to it
/// @param files         files of which pieces were settled, with how far they are captured
/// @param chunks        pieces settled
/// @param spoke         sessions of which files told something, beside those that their paths name
/// @param telemetry     requests of telemetry that told something of a session
/// @param sessions      sessions whose row changed, whole
/// @param forgotten     ids of event rows that are gone (regrouped, or replaced by one of `events`)
/// @param events        new rows; their ids ascend and are greater than any before
/// @param records       additions to sessions' record indexes
/// @param ownership     event rows whose owner changed
/// @param gaps          sessions whose ledger changed, with the whole new ledger
/// @param counters      amounts to add to counters by name
/// @param unknown       amounts to add to the counts of unknown records, in the order in which they were heard
/// @param decisions     verdicts in journal order
public record Batch(
        long position,
        List<FileRow> files,
        List<ChunkRow> chunks,
        List<SpokeRow> spoke,
        List<TelemetryRow> telemetry,
        List<SessionRow> sessions,
        List<Long> forgotten,
        List<EventRow> events,
        List<RecordIndexRow> records,
        List<OwnershipRow> ownership,
        Map<SessionId, List<Gap>> gaps,
        Map<String, Long> counters,
        Map<UnknownType, Long> unknown,
        List<DecisionRow> decisions) {

    /// A file as captured.
    ///
    /// @param key       64 bits of its identity
    /// @param captured  bytes in the journal, from 0 without a hole
    public record FileRow(
            long key,
            SessionId session,
            Agent agent,
            String root,
            String path,
            long device,
            long inode,
            long generation,
            int generationBytes,
            long captured,
            long firstSeen,
            boolean gone) {}

    /// A piece of a file in the journal.
    public record ChunkRow(long file, long offset, int length, long position) {}

    /// That a file told something of a session that its path does not name: a copy under another name.
    public record SpokeRow(long file, SessionId session) {}

    /// That a request of telemetry, by its position in the journal, told something of a session.
    public record TelemetryRow(SessionId session, long position) {}

    /// A session as answers show it.
    public record SessionRow(
            SessionId id,
            @Nullable String project,
            @Nullable String title,
            @Nullable String gitBranch,
            @Nullable String version,
            @Nullable String model,
            @Nullable String parent,
            long startedAt,
            long endedAt,
            boolean ended,
            long prompts,
            long messages,
            long toolCalls) {}

    /// A settled event.
    ///
    /// @param id      its row; ascending over all time
    /// @param turn    the id of its turn, or null
    /// @param owned   whether its session owns it, rather than having copied it
    /// @param copyId  64 bits that a copy in another session shares, or 0
    /// @param body    gives its fields, as {@link EventBody} writes them, whenever it is asked: the bodies
    ///                of a batch may be larger than the memory, so each is made when it is written
    /// @param texts   what full-text search finds it by; may be empty
    /// @param usage   its tokens, when it is a model request that tells them
    public record EventRow(
            long id,
            SessionId session,
            Kind kind,
            String key,
            long at,
            @Nullable String turn,
            String status,
            @Nullable String agentId,
            boolean owned,
            long copyId,
            Supplier<byte[]> body,
            List<String> texts,
            @Nullable Usage usage) {}

    /// Tokens of one model request. `input` of Codex includes `cacheRead`, its `output` includes
    /// `reasoning`; Claude's are apart. `cacheCreation` includes the 1-hour part.
    ///
    /// @param spender   for whom they were spent
    /// @param costNanos what they cost in billionths of a US dollar, when a witness tells it
    public record Usage(
            @Nullable String model,
            long input,
            long output,
            long cacheRead,
            long cacheCreation,
            long cacheCreation1h,
            long reasoning,
            Spender spender,
            @Nullable Long costNanos) {
        /// Tokens of which no witness tells the cost.
        public Usage(
                @Nullable String model,
                long input,
                long output,
                long cacheRead,
                long cacheCreation,
                long cacheCreation1h,
                long reasoning,
                Spender spender) {
            this(model, input, output, cacheRead, cacheCreation, cacheCreation1h, reasoning, spender, null);
        }

        /// What decides their price beside the model and the day.
        public CostClass costClass(Agent agent) {
            if (costNanos != null) return CostClass.TOLD;
            return CostClass.ofPrompt(BilledTokens.prompt(agent, input, cacheRead, cacheCreation));
        }
    }

    /// Records of a session for telling the owner of copied history: pairs of record id and time, 16 bytes
    /// each, big-endian.
    public record RecordIndexRow(SessionId session, byte[] pairs) {}

    /// An event that is now owned, or now a copy.
    public record OwnershipRow(long event, boolean owned) {}

    /// @param type    the record's type as the agent writes it
    /// @param version the agent's version
    public record UnknownType(Agent agent, String type, String version) {
        /// So many are told apart: whoever writes what nobody understands may name it as he likes.
        public static final int TYPES_MAX = 1_000;

        private static final String OTHER = "other";

        /// Under which an agent's types beyond that are counted together.
        public UnknownType others() {
            return new UnknownType(agent, OTHER, OTHER);
        }
    }

    /// One verdict (SPEC 3.5). `incoming`, `chosen` and `replaced` are witnesses by wire name.
    public record DecisionRow(
            long at,
            String key,
            String verdict,
            String incoming,
            @Nullable String chosen,
            @Nullable String replaced) {}
}
