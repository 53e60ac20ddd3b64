package dev.twinlog.reconcile;

import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests that Claude Code makes for itself: titles and compactions. Its transcript never has them, telemetry
/// tells them by `query_source`. They are a class of their own: no part of a total, and no answer of the session.
public final class Auxiliary {
    /// The field of ABOUT that holds telemetry's `query_source`.
    public static final String QUERY_SOURCE = "querySource";

    private static final Set<String> SOURCES = Set.of("compact", "generate_session_title");

    private Auxiliary() {}

    /// Whether a settled event is such a request.
    public static boolean is(Event event) {
        var about = event.groups().get(FieldGroup.ABOUT);
        return is(event.key().kind(), about == null ? null : about.fields());
    }

    /// @param about what the event is said to be, or null
    static boolean is(Kind kind, @Nullable Fields about) {
        if (kind != Kind.MODEL_REQUEST || about == null) return false;
        var source = about.text(QUERY_SOURCE);
        return source != null && SOURCES.contains(source);
    }
}
