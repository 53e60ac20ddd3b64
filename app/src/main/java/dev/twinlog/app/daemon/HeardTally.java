package dev.twinlog.app.daemon;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import java.util.Locale;

/// Counts what is heard. For the settling thread only.
record HeardTally(LastHeard lastHeard, SessionDesk desk) {
    void count(Heard heard, Pending pending) {
        switch (heard) {
            case Unknown unknown -> pending.unknown(unknown, version(unknown));
            case Unreadable line when line.again() -> {}
            case Unreadable line ->
                pending.count("unreadable." + line.reason().name().toLowerCase(Locale.ROOT), 1);
            case Observation said -> {
                lastHeard.take(said);
                pending.observation(said.witness());
            }
            default -> {}
        }
    }

    /// The version that a record tells, else that of its session.
    private String version(Unknown unknown) {
        if (!unknown.version().equals(Unknown.VERSION_UNTOLD)) return unknown.version();
        var told = desk.state(unknown.session()).version();
        return told == null ? Unknown.VERSION_UNTOLD : told;
    }
}
