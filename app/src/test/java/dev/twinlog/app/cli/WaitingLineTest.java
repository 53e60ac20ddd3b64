package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.CannedWiring;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingLineTest {
    @TempDir
    Path home;

    private final CountDownLatch drawn = new CountDownLatch(1);
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /// Stdout and stderr of one terminal; tells when the line was drawn.
    private PrintStream stream() {
        return new PrintStream(screen, false, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                super.print(text);
                if (text.contains("at work")) drawn.countDown();
            }
        };
    }

    @Test
    void it_counts_while_an_answer_is_rendered_and_is_gone_before_what_is_shown() throws Exception {
        var terminal =
                new Terminal(stream(), stream(), 80, true, true, false, Clock.systemUTC(), TimeZone.getTimeZone("UTC"));
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/t");
        var command = new Rendering();
        var surroundings = new Surroundings(environment, "Linux", terminal, new CannedWiring(new CannedAnswers()));
        assertThat(command.run(new Arguments("", Map.of()), surroundings)).isZero();
        var shown = screen.toString(StandardCharsets.UTF_8);
        assertThat(shown).contains("status: at work for");
        assertThat(shown).endsWith(ProgressReport.ERASE_LINE + "rendered" + System.lineSeparator());
    }

    /// Renders until the line is drawn.
    private final class Rendering extends Asking {
        private static final Spec SPEC = asking("status", "Renders slowly.", List.of(), List.of());

        @Override
        public Spec spec() {
            return SPEC;
        }

        @Override
        void parameters(Arguments arguments, Given given) {}

        @Override
        int show(JsonParser answer, Terminal terminal, Arguments arguments) {
            try {
                if (!drawn.await(30, TimeUnit.SECONDS)) return ExitCodes.NOT_DONE;
            } catch (InterruptedException e) {
                return ExitCodes.NOT_DONE;
            }
            terminal.out().println("rendered");
            return ExitCodes.DONE;
        }
    }
}
