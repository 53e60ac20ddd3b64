package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How what was begun and not finished stands, by all events of a session (SPEC 3.7): the plain form of {@link
/// LooseEnds}.
///
/// @param events          of the session, unfinished ones as if they were running
/// @param generationsOver the last generation of the live stream that is over, or -1
record PlainCourses(List<Event> events, long generationsOver) {
    /// The event as it stands in the narrative, if it does.
    Optional<Event> settled(Event event) {
        if (!isUnfinished(event) || !isOver(event)) return Optional.of(event);
        if (isLive(event) && events.stream().anyMatch(error -> replacedAfter(error, event))) return Optional.empty();
        return Optional.of(new Event(
                event.key(),
                event.at(),
                event.turn(),
                Status.INCOMPLETE,
                event.agentId(),
                event.owner(),
                event.groups()));
    }

    private static boolean isUnfinished(Event event) {
        boolean ended = event.groups().containsKey(FieldGroup.OUTCOME);
        return switch (event.key().kind()) {
            case PROMPT, REASONING, MESSAGE ->
                !ended
                        && event.groups().containsKey(FieldGroup.LIVE)
                        && !event.groups().containsKey(FieldGroup.INPUT);
            case TOOL_CALL -> !ended && !event.groups().containsKey(FieldGroup.OUTPUT);
            case TURN ->
                event.key().session().agent() == Agent.CODEX && text(event, FieldGroup.OUTCOME, Status.FIELD) == null;
            case MODEL_REQUEST, NOTICE -> false;
        };
    }

    private static boolean isLive(Event event) {
        return event.groups().values().stream().allMatch(chosen -> chosen.witness() == Witness.STREAM);
    }

    private boolean isOver(Event event) {
        var live = event.groups().get(FieldGroup.LIVE);
        if (live != null && isLive(event) && live.fields().number(LooseEnds.GENERATION, 0) <= generationsOver)
            return true;
        var name = event.key().kind() == Kind.TURN ? event.key().id() : event.turn();
        return events.stream()
                .filter(turn ->
                        turn.key().kind() == Kind.TURN && turn.key().id().equals(name))
                .anyMatch(turn -> text(turn, FieldGroup.OUTCOME, Status.FIELD) != null || isFollowed(turn));
    }

    /// Whether another turn of the thread began after this one, both of its own accord.
    private boolean isFollowed(Event turn) {
        return begins(turn) && events.stream().anyMatch(later -> begins(later) && later.at() > turn.at());
    }

    private static boolean begins(Event turn) {
        return turn.key().kind() == Kind.TURN
                && turn.key().session().agent() == Agent.CODEX
                && turn.at() != Observation.UNTIMED
                && text(turn, FieldGroup.ABOUT, "parentTurn") == null;
    }

    private boolean replacedAfter(Event error, Event event) {
        return error.key().kind() == Kind.NOTICE
                && LooseEnds.STREAM_ERROR.equals(text(error, FieldGroup.ABOUT, "subtype"))
                && event.turn() != null
                && event.turn().equals(error.turn())
                && error.at() >= event.at()
                && events.stream()
                        .anyMatch(other ->
                                isCompletedAfter(other, error, event.key().kind()));
    }

    private static boolean isCompletedAfter(Event other, Event error, Kind kind) {
        return other.key().kind() == kind
                && !isUnfinished(other)
                && Objects.equals(other.turn(), error.turn())
                && other.at() >= error.at();
    }

    private static @Nullable String text(Event event, FieldGroup group, String field) {
        var chosen = event.groups().get(group);
        return chosen == null ? null : chosen.fields().text(field);
    }
}
