package dev.twinlog.app.daemon;

import dev.twinlog.model.Heard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Transcript and telemetry of recorded sessions settle alike in whatever order they arrive, and as the oracle says. A
/// failure names its seed: `-Dtwinlog.seed=N` begins there.
final class OrderOfWitnessesTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int ORDERS = 1_000;

    static List<TwoWitnesses> all() throws IOException {
        return TwoWitnesses.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void both_witnesses_settle_alike_in_any_order(TwoWitnesses two) throws IOException {
        var heard = new ArrayList<Heard>(two.transcripts());
        heard.addAll(two.telemetry());
        AnyOrder.settlesAlike(heard, SEED, ORDERS);
    }
}
