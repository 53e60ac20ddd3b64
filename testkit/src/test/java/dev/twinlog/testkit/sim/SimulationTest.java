package dev.twinlog.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Auxiliary;
import dev.twinlog.reconcile.Outages;
import dev.twinlog.reconcile.SessionSummary;
import dev.twinlog.reconcile.Settlement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many made-up worlds, each heard in many orders. A failure names its seed; `./dev check --seed N` runs
/// that one alone, `--long` many more.
class SimulationTest {
    private static final int SEEDS =
            Boolean.getBoolean("twinlog.long") ? 40_000 : Boolean.getBoolean("twinlog.quick") ? 100 : 2_000;

    /// What enough worlds have among their gaps.
    private static final String[] GAPS_MADE = {
        "ANSWER_UNKNOWN_TO_OTHER OPEN",
        "ANSWER_UNKNOWN_TO_OTHER EXPLAINED",
        "ANSWER_UNKNOWN_TO_OTHER CANNOT_TELL",
        "SEQUENCE_HOLE EXPLAINED",
        "SEQUENCE_HOLE OPEN",
        "SEQUENCE_HOLE CANNOT_TELL",
        "RECEIVER_DOWN OPEN",
        "REFUSED_REQUEST OPEN"
    };

    /// In so many worlds one has its owners looked for after each heard thing.
    private static final int PLACING_ONE_IN = 10;

    @Test
    void every_order_of_arrival_settles_to_the_same_narratives() {
        var settledAgain = new TreeMap<Delivery.Order, long[]>();
        var gaps = new TreeMap<String, Integer>();
        seeds().forEach(seed -> {
            try {
                var world = new SimulatedWorld(seed);
                for (var gap : run(world, settledAgain)) gaps.merge(gap.kind() + " " + gap.state(), 1, Integer::sum);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (run it alone: ./dev check --seed " + seed + ")", e);
            }
        });
        settledAgain.forEach((order, counts) -> System.out.printf(
                "%s: %d of %d deliveries settled again, %d times for %d heard%n",
                order, counts[0], counts[1], counts[2], counts[3]));
        System.out.println("gaps: " + gaps);
        if (Long.getLong("twinlog.seed") == null)
            assertThat(gaps).as("the worlds have them").containsKeys(GAPS_MADE);
    }

    private static LongStream seeds() {
        var one = Long.getLong("twinlog.seed");
        return one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
    }

    /// @return the gaps of the whole world
    private static List<Gap> run(SimulatedWorld world, TreeMap<Delivery.Order, long[]> settledAgain) {
        var gaps = new TreeMap<SessionId, List<Gap>>();
        for (var order : Delivery.Order.values()) {
            var delivery = world.delivery(order, 1);
            boolean placing = world.seed() % PLACING_ONE_IN == 0;
            var smooth = smooth(delivery, placing);
            var rough = rough(delivery, placing, new Random(world.seed()));
            var plain = Settlement.settle(delivery.heard());
            assertSame(order + ", smooth", smooth.narratives(), plain);
            assertSame(order + ", rough", rough.narratives(), plain);
            assertThat(rough.decisions()).as("verdicts, %s", order).isEqualTo(smooth.decisions());
            assertThat(rough.summaries()).as("summaries, %s", order).isEqualTo(smooth.summaries());
            assertThat(rough.gaps(world.outages())).as("gaps, %s", order).isEqualTo(smooth.gaps(world.outages()));
            if (delivery.whole()) checkTruth(world, smooth, order != Delivery.Order.TRANSCRIPTS);
            if (delivery.whole() && order != Delivery.Order.TRANSCRIPTS) {
                checkGaps(world.truth(), smooth.gaps(Outages.NONE));
                if (gaps.isEmpty()) gaps.putAll(smooth.gaps(world.outages()));
                assertThat(smooth.gaps(world.outages())).as("gaps, %s", order).isEqualTo(gaps);
            }
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
        return gaps.values().stream().flatMap(List::stream).toList();
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
    private static SimulatedSettler smooth(Delivery delivery, boolean placing) {
        var settler = new SimulatedSettler(placing);
        delivery.heard().forEach(settler::hear);
        settler.flush();
        check(settler, delivery.heard());
        return settler;
    }

    /// Stored and crashed at any moment, looked at after each store.
    private static SimulatedSettler rough(Delivery delivery, boolean placing, Random dice) {
        var settler = new SimulatedSettler(placing);
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
        checkUnmatched(settler, heard);
        settler.narratives().values().forEach(SimulationTest::checkSuperseded);
    }

    /// Beside a transcript no request stands that only telemetry tells of, but for the auxiliary ones.
    private static void checkUnmatched(SimulatedSettler settler, List<Heard> heard) {
        var transcribed = new HashSet<SessionId>();
        for (var each : heard)
            if (each instanceof RecordSeen record) transcribed.add(record.session());
            else if (each instanceof Observation said && said.witness() == Witness.TRANSCRIPT)
                transcribed.add(said.session());
        for (var event : settler.stored()) {
            if (event.key().kind() != Kind.MODEL_REQUEST || Auxiliary.is(event)) continue;
            boolean byTelemetry = event.groups().values().stream().allMatch(chosen -> chosen.witness() == Witness.OTLP);
            if (byTelemetry && transcribed.contains(event.key().session())) fail("unmatched %s", event);
        }
    }

    /// No live item stands before an error after which its ended turn completed another of its kind.
    private static void checkSuperseded(List<Event> events) {
        for (var live : events) {
            if (!live.groups().keySet().equals(Set.of(FieldGroup.LIVE))
                    || live.status().equals("open")) continue;
            assertThat(live.status()).isEqualTo("incomplete");
            for (var error : inTurn(events, live, Kind.NOTICE))
                for (var later : inTurn(events, live, live.key().kind()))
                    if (isStreamError(error)
                            && error.at() >= live.at()
                            && later.at() >= error.at()
                            && later.groups().containsKey(FieldGroup.INPUT))
                        fail("%s is superseded by %s", live, later);
        }
    }

    private static List<Event> inTurn(List<Event> events, Event other, Kind kind) {
        return events.stream()
                .filter(event -> event.key().kind() == kind && Objects.equals(event.turn(), other.turn()))
                .toList();
    }

    private static boolean isStreamError(Event notice) {
        var about = notice.groups().get(FieldGroup.ABOUT);
        return about != null && "stream_error".equals(about.fields().text("subtype"));
    }

    private static boolean isWhole(Event event) {
        return !event.key().id().isEmpty()
                && event.at() > 0
                && event.groups().values().stream()
                        .noneMatch(chosen -> chosen.fields().isEmpty());
    }

    /// @param telemetry whether telemetry was delivered too
    private static void checkTruth(SimulatedWorld world, SimulatedSettler settler, boolean telemetry) {
        var truth = world.truth();
        var owned = new TreeMap<SessionId, Truth.Owned>();
        settler.summaries().forEach((id, summary) -> owned.put(id, owned(summary)));
        owned.keySet().removeAll(truth.telemetryOnly());
        assertThat(owned).isEqualTo(truth.sessions());
        for (var agent : Agent.values()) {
            var more = telemetry ? truth.telemetryTokens(agent) : Truth.Tokens.NONE;
            assertThat(tokens(settler, event -> event.key().session().agent() == agent && !Auxiliary.is(event)))
                    .as("tokens of %s", agent)
                    .isEqualTo(truth.tokens(agent).plus(more.input(), more.output()));
        }
        assertThat(tokens(settler, Auxiliary::is))
                .as("tokens of auxiliary requests")
                .isEqualTo(telemetry ? truth.auxiliary() : Truth.Tokens.NONE);
    }

    /// What is missing, where no outage explains it, is what the script lost.
    private static void checkGaps(Truth truth, SortedMap<SessionId, List<Gap>> gaps) {
        gaps.forEach((session, all) -> {
            var numbers = new TreeSet<Long>();
            var answers = new TreeSet<String>();
            for (var gap : all)
                switch (gap.kind()) {
                    case SEQUENCE_HOLE -> {
                        if (gap.state() == Gap.State.OPEN) numbers(gap).forEach(numbers::add);
                    }
                    case ANSWER_UNKNOWN_TO_OTHER -> {
                        if (gap.state() == Gap.State.OPEN) answers.add(gap.id());
                    }
                    default -> {}
                }
            checkNumbers(truth, session, numbers);
            if (session.agent() == Agent.CODEX)
                assertThat((long) answers.size()).as("answers of %s", session).isEqualTo(truth.answersOfOne(session));
            else if (!truth.telemetryOnly().contains(session))
                assertThat(answers).as("answers of %s", session).isSubsetOf(truth.answersOfOneById());
        });
        var open = new TreeSet<String>();
        gaps.values()
                .forEach(all -> all.stream()
                        .filter(gap -> gap.kind() == Gap.Kind.ANSWER_UNKNOWN_TO_OTHER)
                        .forEach(gap -> open.add(gap.id())));
        assertThat(open).containsAll(truth.answersOfOneById());
    }

    /// Of one process every number lost between others is a hole; of several only those that no other can have had.
    private static void checkNumbers(Truth truth, SessionId session, Set<Long> holes) {
        var lost = new TreeSet<>(truth.lostNumbers(session));
        lost.removeIf(number -> number > truth.lastNumber(session));
        if (truth.processes(session) == 1)
            assertThat(holes).as("numbers of %s", session).isEqualTo(lost);
        else assertThat(lost).as("numbers of %s", session).containsAll(holes);
    }

    private static LongStream numbers(Gap gap) {
        var ends = gap.id().split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    private static Truth.Owned owned(SessionSummary summary) {
        return new Truth.Owned(summary.prompts(), summary.messages(), summary.toolCalls());
    }

    private static Truth.Tokens tokens(SimulatedSettler settler, Predicate<Event> which) {
        var sum = Truth.Tokens.NONE;
        for (var event : settler.stored()) {
            var usage = event.groups().get(FieldGroup.USAGE);
            if (!event.owned() || usage == null || !which.test(event)) continue;
            sum = sum.plus(
                    usage.fields().number("inputTokens", 0), usage.fields().number("outputTokens", 0));
        }
        return sum;
    }
}
