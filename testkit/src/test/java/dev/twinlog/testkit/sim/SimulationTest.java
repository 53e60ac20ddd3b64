package dev.twinlog.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Verdict;
import dev.twinlog.reconcile.SessionSummary;
import dev.twinlog.reconcile.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many made-up worlds, each heard in many orders. A failure names its seed; `./dev check --seed N` runs
/// that one alone, `--long` many more.
class SimulationTest {
    private static final int SEEDS =
            Boolean.getBoolean("twinlog.long") ? 40_000 : Boolean.getBoolean("twinlog.quick") ? 100 : 2_000;

    @Test
    void every_order_of_arrival_settles_to_the_same_narratives() {
        var settledAgain = new TreeMap<Delivery.Order, long[]>();
        seeds().forEach(seed -> {
            try {
                run(new SimulatedWorld(seed), settledAgain);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (run it alone: ./dev check --seed " + seed + ")", e);
            }
        });
        settledAgain.forEach((order, counts) -> System.out.printf(
                "%s: %d of %d deliveries settled again, %d times for %d heard%n",
                order, counts[0], counts[1], counts[2], counts[3]));
    }

    private static LongStream seeds() {
        var one = Long.getLong("twinlog.seed");
        return one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
    }

    private static void run(SimulatedWorld world, TreeMap<Delivery.Order, long[]> settledAgain) {
        for (var order : Delivery.Order.values()) {
            var delivery = world.delivery(order, 1);
            var smooth = smooth(delivery);
            var rough = rough(delivery, new Random(world.seed()));
            var plain = Settlement.settle(delivery.heard());
            assertSame(order + ", smooth", smooth.narratives(), plain);
            assertSame(order + ", rough", rough.narratives(), plain);
            assertThat(rough.decisions()).as("verdicts, %s", order).isEqualTo(smooth.decisions());
            assertThat(rough.summaries()).as("summaries, %s", order).isEqualTo(smooth.summaries());
            if (delivery.whole()) checkTruth(world, smooth);
            if (order == Delivery.Order.TRANSCRIPTS && !world.truth().disputed())
                assertThat(smooth.settledAgain())
                        .as("transcripts fit in file order")
                        .isZero();
            var counts = settledAgain.computeIfAbsent(order, o -> new long[4]);
            counts[0] += smooth.settledAgain() > 0 ? 1 : 0;
            counts[1]++;
            counts[2] += smooth.settledAgain();
            counts[3] += delivery.heard().size();
        }
    }

    private static void assertSame(
            String what, SortedMap<SessionId, List<Event>> settled, SortedMap<SessionId, List<Event>> plain) {
        var lines = CanonicalText.of(settled).lines().toList();
        var oracle = CanonicalText.of(plain).lines().toList();
        if (lines.equals(oracle)) return;
        for (int i = 0; i < Math.min(lines.size(), oracle.size()); i++)
            assertThat(lines.get(i)).as("%s, line %s", what, i).isEqualTo(oracle.get(i));
        assertThat(lines).as(what).hasSameSizeAs(oracle);
    }

    /// Everything at once, stored at the end.
    private static SimulatedSettler smooth(Delivery delivery) {
        var settler = new SimulatedSettler();
        delivery.heard().forEach(settler::hear);
        settler.flush();
        check(settler, delivery.heard());
        return settler;
    }

    /// Stored and crashed at any moment, looked at after each store.
    private static SimulatedSettler rough(Delivery delivery, Random dice) {
        var settler = new SimulatedSettler();
        int heard = 0;
        for (var each : delivery.heard()) {
            settler.hear(each);
            heard++;
            if (dice.nextInt(12) == 0) {
                settler.flush();
                check(settler, delivery.heard().subList(0, heard));
            }
            if (dice.nextInt(60) == 0) settler.restart();
            if (dice.nextInt(100) == 0) {
                settler.flush();
                var soFar = Settlement.settle(delivery.heard().subList(0, heard));
                assertSame(delivery.order() + " after " + heard, settler.narratives(), soFar);
            }
        }
        settler.flush();
        return settler;
    }

    /// What holds after every step, whatever was heard.
    private static void check(SimulatedSettler settler, List<Heard> heard) {
        var observations = heard.stream().filter(Observation.class::isInstance).count();
        var verdicts = settler.decisions().stream()
                .filter(decision -> decision.verdict() != Verdict.LINKED)
                .count();
        assertThat(verdicts).as("one verdict for each observation").isEqualTo(observations);
        var keys = new HashSet<EventKey>();
        for (var event : settler.stored()) if (!keys.add(event.key()) || !isWhole(event)) fail("bad event %s", event);
    }

    private static boolean isWhole(Event event) {
        return !event.key().id().isEmpty()
                && event.at() > 0
                && event.groups().values().stream()
                        .noneMatch(chosen -> chosen.fields().isEmpty());
    }

    private static void checkTruth(SimulatedWorld world, SimulatedSettler settler) {
        var owned = new TreeMap<SessionId, Truth.Owned>();
        settler.summaries().forEach((id, summary) -> owned.put(id, owned(summary)));
        assertThat(owned).isEqualTo(world.truth().sessions());
        for (var agent : Agent.values())
            assertThat(tokens(agent, settler.narratives().values()))
                    .as("tokens of %s", agent)
                    .isEqualTo(world.truth().tokens(agent));
    }

    private static Truth.Owned owned(SessionSummary summary) {
        return new Truth.Owned(summary.prompts(), summary.messages(), summary.toolCalls());
    }

    private static Truth.Tokens tokens(Agent agent, Collection<List<Event>> narratives) {
        var sum = Truth.Tokens.NONE;
        for (var events : new ArrayList<>(narratives))
            for (var event : events) {
                var usage = event.groups().get(FieldGroup.USAGE);
                if (event.key().session().agent() != agent || !event.owned() || usage == null) continue;
                sum = sum.plus(
                        usage.fields().number("inputTokens", 0), usage.fields().number("outputTokens", 0));
            }
        return sum;
    }
}
