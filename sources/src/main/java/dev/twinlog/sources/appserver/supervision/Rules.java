package dev.twinlog.sources.appserver.supervision;

import java.util.List;

/// What the settings allow: both ways of hearing are `auto`.
///
/// @param attach        to the user's server
/// @param spawn         a child of ours
/// @param acceptedModes of authentication
public record Rules(boolean attach, boolean spawn, List<String> acceptedModes) {
    public Rules {
        acceptedModes = List.copyOf(acceptedModes);
        if (!attach && !spawn) throw new IllegalArgumentException("no way of hearing is allowed");
    }

    boolean auto() {
        return attach && spawn;
    }
}
