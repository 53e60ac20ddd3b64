package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.Addresses;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Daemon;
import dev.twinlog.app.Progress;
import dev.twinlog.app.Wiring;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpCommandTest {
    /// Has caught up, and ends at once.
    private static final class Brief implements Daemon {
        @Override
        public Addresses addresses() {
            return new Addresses("http://127.0.0.1:4319/", null, null);
        }

        @Override
        public Progress progress() {
            return new Progress(0, 0, true);
        }

        @Override
        public void await() {}

        @Override
        public void close() {}
    }

    private static final class BriefWiring implements Wiring {
        @Override
        public Answers reading(Folders folders, Settings settings) {
            throw new AssertionError("nothing is asked");
        }

        @Override
        public Answers working(Folders folders, Settings settings) {
            throw new AssertionError("nothing is asked");
        }

        @Override
        public Daemon daemon(Folders folders, Settings settings) {
            return new Brief();
        }
    }

    @ParameterizedTest
    @CsvSource({"'out,err', up, true", "err, up, true", "out, up, false", "err, up --json, false"})
    void who_starts_it_on_a_terminal_is_told_how_to_go_on(String shown, String command, boolean told) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var environment = Map.of("HOME", "/h", "TWINLOG_HOME", "/h/t");
        int code = Cli.of(
                        new BriefWiring(),
                        environment,
                        shown,
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        Clock.systemUTC(),
                        TimeZone.getTimeZone("UTC"))
                .run(command.split(" "));
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("ready {");
        assertThat(err.toString(StandardCharsets.UTF_8)
                        .lines()
                        .collect(java.util.stream.Collectors.joining(" "))
                        .contains(UpCommand.HINT))
                .isEqualTo(told);
    }
}
