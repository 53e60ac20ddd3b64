package dev.twinlog.model;

import java.util.Comparator;

/// An id under which a witness knows a thing. Observations of one session and kind that share an alias are
/// about the same event (SPEC 3.2); the least alias names it.
public record Alias(Type type, String value) implements Comparable<Alias> {

    /// What sort of id it is, strongest first: an event is named by the strongest that it has.
    public enum Type {
        /// Claude's `request_id` = `requestId`.
        REQUEST,
        /// Codex' item id, call id, response id; Claude's `tool_use_id`.
        ITEM,
        /// Claude's `message.id` and block, written `id#block`.
        BLOCK,
        /// Claude's `message.id`.
        MESSAGE,
        /// The uuid of a transcript's record.
        RECORD,
        /// A turn id or prompt id.
        TURN,
        /// The place among things without an id of their own, written `family#k`.
        NTH,
        /// A running total of tokens, which names the request that reached it.
        TOTAL,
        /// The digest of a record that has nothing better.
        DIGEST
    }

    private static final Comparator<Alias> ORDER =
            Comparator.comparing(Alias::type).thenComparing(Alias::value);

    @Override
    public int compareTo(Alias other) {
        return ORDER.compare(this, other);
    }
}
