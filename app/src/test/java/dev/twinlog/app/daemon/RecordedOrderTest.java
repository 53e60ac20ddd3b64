package dev.twinlog.app.daemon;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The records of every recording settle to what the oracle says of them, in whatever order they are heard. A failure
/// names its seed: `-Dtwinlog.seed=N` begins there.
final class RecordedOrderTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int SEEDS = Boolean.getBoolean("twinlog.long") ? 100 : 3;

    static List<Recording> recordings() throws IOException {
        return Recording.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void records_settle_alike_in_any_order(Recording recording) throws IOException {
        AnyOrder.settlesAlike(recording.heard(), SEED, SEEDS);
    }
}
