package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.reconcile.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recorded sessions with rollout and live stream: the narrative is the rollout's, but for what only the stream knows.
/// A failure names its seed: `-Dtwinlog.seed=N` begins there.
final class StreamedWitnessTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int ORDERS = 200;

    static List<Streamed> all() throws IOException {
        return Streamed.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_narrative_is_the_rollouts_but_for_what_only_the_stream_knows(Streamed recorded) throws IOException {
        var rollout = recorded.transcripts();
        var both = new ArrayList<Heard>(rollout);
        both.addAll(recorded.stream());
        equalButForTheStream(Settlement.settle(rollout), Settlement.settle(both));
    }

    @ParameterizedTest
    @MethodSource("all")
    void beside_rollout_and_telemetry_it_adds_nothing_else_either(Streamed recorded) throws IOException {
        var others = new ArrayList<Heard>(recorded.transcripts());
        others.addAll(recorded.telemetry());
        var all = new ArrayList<Heard>(others);
        all.addAll(recorded.stream());
        equalButForTheStream(Settlement.settle(others), Settlement.settle(all));
    }

    private static void equalButForTheStream(Map<SessionId, List<Event>> without, Map<SessionId, List<Event>> with) {
        assertThat(without).isNotEmpty();
        without.forEach((session, events) ->
                assertThat(lines(withoutStream(with.get(session)))).isEqualTo(lines(events)));
    }

    private static List<String> lines(List<Event> events) {
        return events.stream().map(Event::toString).toList();
    }

    /// A narrative without what was taken from the stream: only what nobody else tells of is.
    private static List<Event> withoutStream(List<Event> events) {
        var others = new ArrayList<Event>();
        for (var event : events) {
            SortedMap<FieldGroup, dev.twinlog.model.Chosen> groups = new TreeMap<>(event.groups());
            groups.values().removeIf(chosen -> chosen.witness() == Witness.STREAM);
            boolean stream = groups.isEmpty() && !event.groups().isEmpty();
            if (stream) assertThat(isOfTheStreamAlone(event)).as("%s", event).isTrue();
            else
                others.add(new Event(
                        event.key(), event.at(), event.turn(), event.status(), event.agentId(), event.owner(), groups));
        }
        return others;
    }

    private static boolean isOfTheStreamAlone(Event event) {
        var about = event.groups().get(FieldGroup.ABOUT);
        boolean error = event.key().kind() == Kind.NOTICE
                && about != null
                && "stream_error".equals(about.fields().text("subtype"));
        return error || event.groups().containsKey(FieldGroup.LIVE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_witnesses_settle_alike_in_any_order(Streamed recorded) throws IOException {
        var heard = new ArrayList<Heard>(recorded.transcripts());
        heard.addAll(recorded.stream());
        AnyOrder.settlesAlike(heard, SEED, ORDERS);
        heard.addAll(recorded.telemetry());
        AnyOrder.settlesAlike(heard, SEED, ORDERS);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everything_that_is_said_is_understood(Streamed recorded) {
        var counts = new HashMap<String, Long>();
        var heard = recorded.stream((name, amount) -> counts.merge(name, amount, Long::sum));
        assertThat(heard).doesNotHaveAnyElementsOfTypes(Unknown.class);
        assertThat(counts)
                .doesNotContainKeys(
                        ReadingCounter.STREAM_MALFORMED,
                        ReadingCounter.STREAM_NO_NAME,
                        ReadingCounter.STREAM_ITEMS_DROPPED);
    }
}
