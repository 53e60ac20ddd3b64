package dev.twinlog.readers;

import dev.twinlog.model.Agent;
import java.util.List;

/// Prints what is heard in every recorded file, for a look by eye: run it by hand.
public final class RecordedSurvey {
    private RecordedSurvey() {}

    public static void main(String[] scenarios) {
        for (var agent : Agent.values()) {
            for (var source : Recorded.all(agent)) {
                if (scenarios.length > 0 && !List.of(scenarios).contains(source.scenario())) continue;
                var told = new Recorded.Told();
                Recorded.hear(source, told::add);
                System.out.println(agent.wire() + "/" + source + " " + told.counts());
                if (scenarios.length > 0) told.all.forEach(heard -> System.out.println("  " + heard));
            }
        }
    }
}
