package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RawPlace;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// What an event was made of: the ids that are one in it, and of each field group what it was taken from and what
/// else was said. Long texts are cut as {@link SlimTexts} says.
///
/// @param event    as its session alone settles it: owned
/// @param standing how it stands
/// @param ids      every id that it goes by, the one that names it first
/// @param keys     the keys of these ids: the first is its own, the others are older ones that still resolve to it
/// @param links    what was told to be the same
/// @param parts    its field groups, in their order
/// @param bare     observations that tell of it, but of none of its fields
public record EventOrigin(
        Event event,
        Place standing,
        List<Alias> ids,
        SequencedSet<EventKey> keys,
        List<Link> links,
        List<Part> parts,
        List<Said> bare) {

    /// How an event stands in its session.
    public enum Place {
        /// In the narrative.
        TOLD,
        /// Only telemetry tells of this request and the session's transcript does not, so it fills nothing.
        WITHHELD,
        /// Its turn completed another in its place.
        SUPERSEDED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One observation, as it was taken in.
    ///
    /// @param again where else the very same record stands: copies of the file, a rewritten one
    public record Said(Observation observation, List<RawPlace> again) {}

    /// What one observation says of a group.
    ///
    /// @param rule why the group was not taken from it; null: it was
    /// @param same whether it says the same as what was taken
    public record Claim(Said said, Fields fields, @Nullable Rule rule, boolean same) {}

    /// One field group.
    ///
    /// @param claims the strongest first
    /// @param change what settling did to it beyond taking the strongest, or null
    public record Part(
            FieldGroup group, List<Claim> claims, @Nullable Change change) {}

    /// Why one observation is believed rather than another (SPEC 3.3): the first in which they differ.
    public enum Rule {
        /// Its witness is believed less about this group.
        WEAKER_WITNESS,
        /// It was told before the thing was whole: a delta, or derived.
        LESS_COMPLETE,
        /// Of usage: fewer tokens were put out.
        FEWER_OUTPUT_TOKENS,
        /// Of live text: an older generation of the stream.
        OLDER_GENERATION,
        /// It is of an earlier time; of what tells none, it stands earlier in its source.
        EARLIER,
        /// All else is equal, so the digest of its content decides, and not what came first.
        LESSER_DIGEST,
        /// It says exactly what was taken.
        EQUAL,
        /// Telemetry of a request that the session's transcript does not tell of.
        WITHHELD;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What settling does to a group beyond taking the strongest.
    public enum Change {
        /// The request was cut off, or no model answered it: what it tells of usage does not count.
        USAGE_LEFT_OUT,
        /// The turn was asked for by another thread, so the prompt is an agent's.
        GIVEN_BY_AGENT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
