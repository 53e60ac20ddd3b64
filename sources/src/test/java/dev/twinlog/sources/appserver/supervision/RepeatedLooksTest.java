package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Of looks that find the same, the third and all further ones need not be told (they are not): nothing follows from
/// them.
class RepeatedLooksTest {
    private static final int STEPS = 50_000;

    private AuthFile all = AuthFile.UNKNOWN;
    private AuthFile told = AuthFile.UNKNOWN;
    private SocketWatch allSockets = SocketWatch.UNKNOWN;
    private SocketWatch toldSockets = SocketWatch.UNKNOWN;
    private Tick now = new Tick(0);
    private @Nullable String found;
    private int same;

    @Test
    void who_is_not_told_them_knows_as_much() {
        long seed = Long.getLong("twinlog.seed", 4711);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            now = now.plus(Duration.ofMillis(random.nextInt(2_000)));
            switch (random.nextInt(12)) {
                case 0 -> start();
                case 1 -> write();
                case 2 -> look("stamp " + random.nextInt(3));
                case 3 -> look(null);
                default -> look(found);
            }
            assertThat(told.changed()).as("step %s of seed %s", step, seed).isEqualTo(all.changed());
            assertThat(toldSockets).as("step %s of seed %s", step, seed).isEqualTo(allSockets);
        }
    }

    private void start() {
        all = all.started();
        told = told.started();
    }

    private void write() {
        all = all.written(now);
        told = told.written(now);
    }

    private void look(@Nullable String next) {
        same = Objects.equals(next, found) ? same + 1 : 1;
        found = next;
        all = all.look(next, now);
        allSockets = allSockets.look(next, now);
        if (same > 2) return;
        told = told.look(next, now);
        toldSockets = toldSockets.look(next, now);
    }
}
