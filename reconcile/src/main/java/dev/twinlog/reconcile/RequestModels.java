package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionFact;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which model answered a request: what it tells itself, else its turn's, else the session's.
final class RequestModels {
    private static final String MODEL = "model";

    private final TurnBook book;
    private final EventIndex events;
    private final SessionFacts facts;
    /// Turns with requests whose model no turn told when it was asked for.
    private final Set<String> untold = new HashSet<>();

    RequestModels(TurnBook book, EventIndex events, SessionFacts facts) {
        this.book = book;
        this.events = events;
        this.facts = facts;
    }

    @Nullable
    String of(EventState request) {
        var about = request.fields(FieldGroup.ABOUT);
        var own = about == null ? null : about.text(MODEL);
        if (own != null) return own;
        var name = book.nameOf(request);
        var turn = name == null ? null : events.lookup(Kind.TURN, new Alias(Alias.Type.TURN, name));
        var input = turn == null ? null : turn.fields(FieldGroup.INPUT);
        var model = input == null ? null : input.text(MODEL);
        if (model != null) return model;
        untold.add(name == null ? "" : name);
        return facts.value(SessionFact.Name.MODEL);
    }

    /// The session's model was told: requests that were given another are touched.
    void sessionToldIts() {
        touch(untold);
    }

    /// A turn told something of itself: its requests are touched if their model was asked for before.
    void turnToldIts(String turn) {
        if (untold.contains(turn)) touch(Set.of(turn));
    }

    private void touch(Set<String> inTurns) {
        if (inTurns.isEmpty()) return;
        events.heard().stream()
                .filter(event -> event.kind() == Kind.MODEL_REQUEST && isOf(event, inTurns))
                .forEach(EventState::touch);
    }

    private boolean isOf(EventState request, Set<String> inTurns) {
        var turn = book.nameOf(request);
        return inTurns.contains(turn == null ? "" : turn);
    }
}
