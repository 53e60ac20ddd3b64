package dev.twinlog.model;

/// Something about a session as a whole. Of several about one name the last is believed, except where {@link
/// Name} says otherwise.
///
/// @param at       epoch milliseconds, or {@link Observation#UNTIMED}; untimed ones are ordered by `sequence`
/// @param sequence place in the file
/// @param digest   last tie-break
public record SessionFact(
        SessionId session, Name name, String value, Witness witness, long at, long sequence, long digest)
        implements Heard {

    /// What may be told of a session.
    public enum Name {
        /// Working folder; the first one told is believed: it is where the session began.
        CWD,
        GIT_BRANCH,
        VERSION,
        MODEL,
        /// A title given by a person.
        CUSTOM_TITLE,
        /// A title made by the agent.
        AI_TITLE,
        /// The session that this one is a child of.
        PARENT,
        ORIGINATOR,
        /// Who was signed in, as telemetry tells it; told only where a setting keeps personal data.
        ACCOUNT,
        SOURCE,
        /// When it began, epoch milliseconds as text, where a record tells it outright; the first one told is
        /// believed.
        STARTED,
        /// That the session is over, with how.
        ENDED,
        /// That a generation of the live stream is over, as a number, and with it all before; the greatest told
        /// counts.
        GENERATION_OVER
    }
}
