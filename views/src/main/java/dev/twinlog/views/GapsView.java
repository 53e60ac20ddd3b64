package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gap ledger of one session or of all: a bare list of `{"session", "agent", "kind", "id", "state",
/// "since", "evidence"}`, of a gap in a file also `"file"`, its path, if that is known.
///
/// @param files paths of captured files, by their keys
public record GapsView(List<Gap> gaps, Map<Long, String> files) implements Answer {
    public GapsView {
        gaps = List.copyOf(gaps);
        files = Map.copyOf(files);
    }

    public static GapsView of(StoreReader store, @Nullable SessionId session) {
        return new GapsView(store.gaps(session), Map.of());
    }

    /// The part of the ledger that is asked for, as it stands at a moment: what may still be under way is no gap yet,
    /// and what was healed before it was one never was.
    ///
    /// @param session only of this one, or null
    /// @param now     epoch milliseconds
    public static GapsView of(StoreReader store, @Nullable SessionId session, Filter filter, long now) {
        var gaps = store.gaps(session).stream()
                .filter(gap -> gap.since() <= now)
                .filter(filter::lets)
                .toList();
        return of(gaps, store);
    }

    private static GapsView of(List<Gap> gaps, StoreReader store) {
        var files = new HashMap<Long, String>();
        if (gaps.stream().anyMatch(GapsView::isOfFile))
            for (var file : store.files())
                files.put(file.key(), Path.of(file.root(), file.path()).toString());
        return new GapsView(gaps, files);
    }

    private static boolean isOfFile(Gap gap) {
        return switch (gap.kind()) {
            case FILE_SHRANK, FILE_VANISHED, UNPARSABLE_LINE, BYTES_LOST -> true;
            default -> false;
        };
    }

    /// The file that a gap is about; null when it is about none, or about one that is not known.
    private @Nullable String file(Gap gap) {
        int end = gap.id().indexOf('/');
        if (!isOfFile(gap)) return null;
        try {
            return files.get(
                    Long.parseUnsignedLong(end < 0 ? gap.id() : gap.id().substring(0, end), 16));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// Which gaps are asked for; null: any.
    public record Filter(@Nullable Agent agent, Gap.@Nullable Kind kind, Gap.@Nullable State state) {
        boolean lets(Gap gap) {
            return (agent == null || gap.session().agent() == agent)
                    && (kind == null || gap.kind() == kind)
                    && (state == null || gap.state() == state);
        }
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var gap : gaps) {
            json.writeStartObject();
            json.writeStringField("session", gap.session().id());
            json.writeStringField("agent", gap.session().agent().wire());
            json.writeStringField("kind", gap.kind().wire());
            json.writeStringField("id", gap.id());
            json.writeStringField("state", gap.state().wire());
            Times.write(json, "since", gap.since());
            json.writeStringField("evidence", gap.evidence());
            var file = file(gap);
            if (file != null) json.writeStringField("file", file);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
