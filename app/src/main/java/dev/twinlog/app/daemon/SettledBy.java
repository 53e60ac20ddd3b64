package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.Redactor;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import dev.twinlog.readers.codex.stream.StreamReader;
import dev.twinlog.readers.otlp.AgentTelemetry;
import dev.twinlog.reconcile.SettlingVersion;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which versions settled the events of a store, by the first event of each: event ids only grow, so an event's id
/// tells by which. Kept as a note in the store; see `verify`.
record SettledBy(TreeMap<Long, Versions> since) {
    private static final String NOTE = "settled_by";

    /// What a narrative is made by.
    record Versions(int claude, int codex, int redaction, int settling, int telemetry, int stream) {
        /// Who noted no version of the stream's reader had the first, or none.
        private static final int FIRST_STREAM = 1;

        static final Versions CURRENT = new Versions(
                ClaudeTranscriptReader.READER_VERSION,
                CodexRolloutReader.READER_VERSION,
                Redactor.REDACTION_VERSION,
                SettlingVersion.NUMBER,
                AgentTelemetry.READER_VERSION,
                StreamReader.READER_VERSION);
        /// Of a store that does not tell.
        static final Versions UNKNOWN = new Versions(0, 0, 0, 0, 0, FIRST_STREAM);

        int reader(SessionId session) {
            return switch (session.agent()) {
                case CLAUDE -> claude;
                case CODEX -> codex;
            };
        }

        /// Whether both settle the same of such a session.
        boolean agrees(Versions other, SessionId session) {
            return reader(session) == other.reader(session)
                    && redaction == other.redaction
                    && settling == other.settling
                    && telemetry == other.telemetry
                    && (session.agent() != Agent.CODEX || stream == other.stream);
        }

        private String text() {
            return claude + "." + codex + "." + redaction + "." + settling + "." + telemetry + "." + stream;
        }

        private static Versions of(String text) {
            var parts = text.split("\\.");
            return new Versions(
                    number(parts, 0, 0),
                    number(parts, 1, 0),
                    number(parts, 2, 0),
                    number(parts, 3, 0),
                    number(parts, 4, 0),
                    number(parts, 5, FIRST_STREAM));
        }

        private static int number(String[] parts, int at, int untold) {
            return at < parts.length ? Integer.parseInt(parts[at]) : untold;
        }
    }

    /// What a note tells: `VERSIONS@FIRST_EVENT`, one after the other. Of a note that cannot be read nothing is
    /// believed.
    static SettledBy of(@Nullable String note) {
        var since = new TreeMap<Long, Versions>();
        since.put(Long.MIN_VALUE, Versions.UNKNOWN);
        try {
            for (var part : note == null ? List.<String>of() : List.of(note.split(" "))) {
                int at = part.indexOf('@');
                since.put(Long.parseLong(part.substring(at + 1)), Versions.of(part.substring(0, at)));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            since.clear();
            since.put(Long.MIN_VALUE, Versions.UNKNOWN);
        }
        return new SettledBy(since);
    }

    static SettledBy in(Store store) {
        return of(store.note(NOTE));
    }

    static SettledBy in(StoreReader store) {
        return of(store.note(NOTE));
    }

    /// Notes that all further events of a store are settled by this program.
    static void note(Store store) {
        var known = in(store);
        if (known.since.lastEntry().getValue().equals(Versions.CURRENT)) return;
        known.since.put(store.lastEventId() + 1, Versions.CURRENT);
        store.note(NOTE, known.text());
    }

    private String text() {
        var parts = new ArrayList<String>();
        since.tailMap(Long.MIN_VALUE, false).forEach((first, by) -> parts.add(by.text() + "@" + first));
        return String.join(" ", parts);
    }

    /// The versions that settled a session: of its first event that this program would not have settled, else this
    /// program's.
    Versions of(SessionId session, List<NarrativeEvent> events) {
        return events.stream()
                .map(event -> since.floorEntry(event.id()).getValue())
                .filter(by -> !by.agrees(Versions.CURRENT, session))
                .findFirst()
                .orElse(Versions.CURRENT);
    }
}
