package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All machines together in a seeded world. A failure names its seed: `-Dtwinlog.seed=N` repeats it alone;
/// `-Dtwinlog.long=true` runs many more.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisionSimulationTest {
    private static final int WORLDS = Boolean.getBoolean("twinlog.long") ? 5_000 : 150;
    private static final int MISHAPS = 120;

    static LongStream seeds() {
        var only = Long.getLong("twinlog.seed");
        return only == null ? LongStream.range(1, WORLDS + 1) : LongStream.of(only);
    }

    private static final List<Rules> RULES = List.of(
            new Rules(true, true, List.of("chatgpt")),
            new Rules(false, true, List.of("chatgpt")),
            new Rules(true, false, List.of("chatgpt")));

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void invariants_hold_and_a_healthy_machine_is_heard(long seed) {
        try {
            live(machine(seed));
        } catch (AssertionError broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        }
    }

    private static void live(SimulatedMachine machine) {
        for (int i = 0; i < MISHAPS; i++) {
            machine.run(Duration.ofMillis(machine.random.nextLong(machine.random.nextBoolean() ? 3_000 : 20_000)));
            machine.mishap();
        }
        machine.heal();
        if (!machine.all.rules().spawn()) machine.socket = "healthy";
        machine.run(Duration.ofSeconds(130));
        assertThat(machine.all.gate(machine.now)).isEqualTo(new StreamGate.Open());
        boolean toAttach = machine.all.rules().attach() && machine.socket != null;
        assertThat(machine.all.link().wire()).isEqualTo(toAttach ? "attach" : "spawn");
        machine.tell(new Signal.Close());
        machine.run(Duration.ofSeconds(5));
        assertThat(machine.all.over()).isTrue();
        assertThat(machine.children()).isZero();
    }

    @Test
    void the_worlds_are_not_all_quiet() {
        var all = Stream.iterate(1L, seed -> seed + 1).limit(30).map(seed -> {
            var machine = machine(seed);
            for (int i = 0; i < MISHAPS; i++) {
                machine.run(Duration.ofMillis(machine.random.nextLong(10_000)));
                machine.mishap();
            }
            return machine.invariants;
        });
        var seen = all.toList();
        assertThat(seen.stream().mapToInt(one -> one.gateOpened).sum()).isGreaterThan(1_000);
        assertThat(seen.stream().mapToInt(one -> one.crashLoops).sum()).isGreaterThan(10);
        assertThat(seen.stream().mapToInt(one -> one.generations).sum()).isGreaterThan(300);
        assertThat(seen.stream().mapToInt(one -> one.attached).sum()).isGreaterThan(30);
        assertThat(seen.stream().mapToInt(one -> one.pressed).sum()).isGreaterThan(30);
    }

    private static SimulatedMachine machine(long seed) {
        return new SimulatedMachine(seed, RULES.get((int) (seed % RULES.size())), seed % 7 == 0);
    }
}
