package dev.twinlog.model;

/// A record that no reader understands. It is kept raw, and counted by type and agent version.
///
/// @param session the session that it belongs to
/// @param type    its type as written by the agent, at most {@link #TYPE_LENGTH_MAX} characters
/// @param version the agent's version, or `unknown`
public record Unknown(SessionId session, Agent agent, String type, String version, RawPlace raw) implements Heard {
    /// Longer type names are cut: a counter's label is no place for content.
    public static final int TYPE_LENGTH_MAX = 80;

    /// The version of a record that does not tell it.
    public static final String VERSION_UNTOLD = "unknown";

    public Unknown {
        if (type.length() > TYPE_LENGTH_MAX) type = type.substring(0, TYPE_LENGTH_MAX);
    }
}
