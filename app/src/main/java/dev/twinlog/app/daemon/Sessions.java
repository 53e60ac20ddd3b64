package dev.twinlog.app.daemon;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;

/// Which session a heard thing is of.
final class Sessions {
    private Sessions() {}

    static SessionId of(Heard heard) {
        return switch (heard) {
            case Observation said -> said.session();
            case RecordSeen record -> record.session();
            case SequenceSeen seen -> seen.session();
            case SessionFact fact -> fact.session();
            case Link link -> link.session();
            case Unknown unknown -> unknown.session();
            case Unreadable line -> line.session();
        };
    }
}
