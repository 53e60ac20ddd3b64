package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The items of a session that were begun and not finished, and how each stands (SPEC 3.7). What a baseline
/// witness told of did happen, so it is never folded away, and only its turn's end ends it.
///
/// Codex runs one turn of a thread at a time, so a turn that a later one followed is over, though nothing
/// told its end: Codex was killed. A turn that a parent asked for is no such evidence, and not judged by
/// it: the parent's file tells of it too, while the parent's own turn runs, and not of its end.
final class LooseEnds {
    /// The field of LIVE that tells the generation of the stream.
    static final String GENERATION = "generation";
    /// The subtype of the notice that the stream to the model broke, in ABOUT.
    static final String STREAM_ERROR = "stream_error";
    private static final String SUBTYPE = "subtype";
    private static final long NO_GENERATION = -1;

    private final TurnBook book;
    private final EventIndex events;
    private final Set<EventState> unfinished = new LinkedHashSet<>();
    private long generationsOver = NO_GENERATION;
    private boolean stale;

    LooseEnds(TurnBook book, EventIndex events) {
        this.book = book;
        this.events = events;
    }

    static boolean isUnfinished(Agent agent, Kind kind, Map<FieldGroup, Winner> groups) {
        return switch (kind) {
            case PROMPT, REASONING, MESSAGE ->
                groups.containsKey(FieldGroup.LIVE)
                        && !groups.containsKey(FieldGroup.INPUT)
                        && !groups.containsKey(FieldGroup.OUTCOME);
            case TOOL_CALL -> !groups.containsKey(FieldGroup.OUTPUT) && !groups.containsKey(FieldGroup.OUTCOME);
            case TURN -> agent == Agent.CODEX && !isTold(groups.get(FieldGroup.OUTCOME));
            case MODEL_REQUEST, NOTICE -> false;
        };
    }

    private static boolean isTold(@Nullable Winner outcome) {
        return outcome != null && outcome.fields().text(Status.FIELD) != null;
    }

    /// Notes that turns or joins may be others now.
    void tell() {
        stale = true;
    }

    /// Notes that an observation was taken into an event.
    void hear(EventState event, Observation said) {
        if (event.isUnfinished() || event.standing() != Standing.RUNNING) unfinished.add(event);
        var live = said.groups().get(FieldGroup.LIVE);
        if (live != null) generationIsOver(live.number(GENERATION, 0) - 1);
        stale = true;
    }

    /// Notes that this generation of the live stream is over, and with it all before.
    void generationIsOver(long generation) {
        generationsOver = Math.max(generationsOver, generation);
        stale = true;
    }

    /// Brings every item to how it stands now.
    ///
    /// @param left hears of those that do not stand in the narrative any more
    void settle(Consumer<EventState> left) {
        if (!stale) return;
        stale = false;
        if (unfinished.isEmpty()) return;
        var courses = Courses.of(book, events);
        for (var event : candidates()) {
            var standing = event.isUnfinished() ? standing(event, courses) : Standing.RUNNING;
            boolean was = event.isPresent();
            event.stand(standing);
            if (was && !event.isPresent()) left.accept(event);
        }
    }

    /// What is unfinished, or was when it was looked at last.
    private List<EventState> candidates() {
        var candidates = new LinkedHashSet<EventState>();
        for (var event : unfinished) candidates.add(event.current());
        unfinished.clear();
        for (var event : candidates) if (event.isUnfinished()) unfinished.add(event);
        return List.copyOf(candidates);
    }

    private Standing standing(EventState event, Courses courses) {
        var turn = event.kind() == Kind.TURN ? event.key().id() : book.nameOf(event);
        boolean live = event.groups().values().stream().allMatch(winner -> winner.witness() == Witness.STREAM);
        if (!courses.ended(turn) && !(live && isOver(event))) return Standing.RUNNING;
        return live && courses.replaced(turn, event.kind(), event.at()) ? Standing.SUPERSEDED : Standing.INCOMPLETE;
    }

    private boolean isOver(EventState event) {
        var live = event.fields(FieldGroup.LIVE);
        return live != null && live.number(GENERATION, 0) <= generationsOver;
    }

    /// How the turns of a session went, as far as that decides over loose ends.
    private static final class Courses {
        private record Item(@Nullable String turn, Kind kind) {}

        private final Set<String> ended = new HashSet<>();
        private final Map<String, Long> starts = new HashMap<>();
        private long lastStart = Long.MIN_VALUE;
        private final Map<String, TreeSet<Long>> errors = new HashMap<>();
        private final Map<Item, Long> lastCompleted = new HashMap<>();

        static Courses of(TurnBook book, EventIndex events) {
            var courses = new Courses();
            var items = new ArrayList<EventState>();
            for (var event : events.heard())
                switch (event.kind()) {
                    case TURN -> courses.addTurn(event);
                    case NOTICE -> courses.addNotice(book, event);
                    case PROMPT, REASONING, MESSAGE, TOOL_CALL -> items.add(event);
                    case MODEL_REQUEST -> {}
                }
            if (!courses.errors.isEmpty()) for (var item : items) courses.addItem(book, item);
            return courses;
        }

        private void addTurn(EventState turn) {
            var outcome = turn.fields(FieldGroup.OUTCOME);
            if (outcome != null && outcome.text(Status.FIELD) != null)
                ended.add(turn.key().id());
            if (turn.key().session().agent() == Agent.CODEX && !GivenPrompts.isGiven(turn.fields(FieldGroup.ABOUT)))
                addStart(turn);
        }

        private void addStart(EventState turn) {
            if (turn.at() == Observation.UNTIMED) return;
            starts.put(turn.key().id(), turn.at());
            lastStart = Math.max(lastStart, turn.at());
        }

        private void addNotice(TurnBook book, EventState notice) {
            var about = notice.fields(FieldGroup.ABOUT);
            if (about == null || !STREAM_ERROR.equals(about.text(SUBTYPE))) return;
            var turn = book.nameOf(notice);
            if (turn != null) errors.computeIfAbsent(turn, t -> new TreeSet<>()).add(notice.at());
        }

        private void addItem(TurnBook book, EventState item) {
            if (!item.isUnfinished())
                lastCompleted.merge(new Item(book.nameOf(item), item.kind()), item.at(), Math::max);
        }

        boolean ended(@Nullable String turn) {
            return turn != null && (ended.contains(turn) || starts.getOrDefault(turn, lastStart) < lastStart);
        }

        /// Whether a turn completed another item of a kind after an error that came after a moment.
        boolean replaced(@Nullable String turn, Kind kind, long at) {
            var inTurn = turn == null ? null : errors.get(turn);
            var error = inTurn == null ? null : inTurn.ceiling(at);
            var completed = lastCompleted.get(new Item(turn, kind));
            return error != null && completed != null && completed >= error;
        }
    }
}
