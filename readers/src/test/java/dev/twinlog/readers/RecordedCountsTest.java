package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dtwinlog.golden=write` writes anew what was looked at.
class RecordedCountsTest {
    private static final Path COUNTS = Path.of("src/test/resources/heard/counts.txt");

    @Test
    void every_recorded_file_tells_what_was_once_looked_at() throws IOException {
        var counts = new ArrayList<String>();
        for (var agent : Agent.values()) {
            for (var source : Recorded.all(agent))
                counts.add(agent.wire() + "/" + source + " " + told(source).counts());
        }
        if ("write".equals(System.getProperty("twinlog.golden"))) Files.write(COUNTS, counts);
        assertThat(counts).containsExactlyElementsOf(Files.readAllLines(COUNTS));
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void hearing_a_file_again_tells_the_same(Agent agent) {
        for (var source : Recorded.all(agent)) assertThat(told(source).all).isEqualTo(told(source).all);
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void no_two_observations_of_a_file_have_one_identity(Agent agent) {
        for (var source : Recorded.all(agent)) {
            var identities = new HashSet<Long>();
            for (var said : told(source).of(Observation.class)) {
                assertThat(identities.add(said.identity()))
                        .as("%s %s", source, said)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Agent.class)
    void every_observation_names_the_bytes_that_it_came_from(Agent agent) {
        for (var source : Recorded.all(agent)) {
            for (var said : told(source).of(Observation.class)) {
                assertThat(said.raw().offset()).isNotNegative();
                assertThat(said.raw().offset() + said.raw().length()).isLessThanOrEqualTo(source.bytes().length);
            }
        }
    }

    private static Recorded.Told told(Recorded.Source source) {
        var told = new Recorded.Told();
        java.util.function.Consumer<Heard> out = told::add;
        Recorded.hear(source, out);
        return told;
    }
}
