package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Event;
import dev.twinlog.model.Heard;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unknown;
import dev.twinlog.reconcile.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TwoWitnessesTest {
    static List<TwoWitnesses> all() throws IOException {
        return TwoWitnesses.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void explore(TwoWitnesses two) throws IOException {
        var transcripts = two.transcripts();
        var telemetry = two.telemetry();
        var both = new ArrayList<Heard>(transcripts);
        both.addAll(telemetry);
        System.out.println("== " + two + " transcript " + transcripts.size() + " otlp " + telemetry.size() + " unknown "
                + telemetry.stream().filter(Unknown.class::isInstance).toList());
        var alone = Settlement.settle(transcripts);
        var merged = Settlement.settle(both);
        for (var session : merged.keySet()) {
            var before = new TreeSet<String>();
            for (var event : alone.getOrDefault(session, List.of())) before.add(event.key().toString());
            var after = new TreeSet<String>();
            for (var event : merged.get(session)) after.add(event.key().toString());
            for (var key : before) if (!after.contains(key)) System.out.println("   gone " + key);
            for (var event : merged.get(session)) {
                boolean fresh = !before.contains(event.key().toString());
                System.out.println((fresh ? "   NEW " : "       ") + event.key().kind() + " " + event.key().id() + " turn=" + event.turn() + " "
                        + event.status() + " " + witnesses(event));
            }
        }
        assertThat(merged).isNotEmpty();
    }

    private static String witnesses(Event event) {
        var out = new StringBuilder();
        event.groups().forEach((group, chosen) -> out.append(group).append(':').append(chosen.witness()).append(' '));
        return out.toString();
    }
}
