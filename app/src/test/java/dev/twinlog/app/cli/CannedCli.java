package dev.twinlog.app.cli;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.CannedWiring;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.TimeZone;

/// The command line over answers that a test gives, and what the last command wrote.
final class CannedCli {
    private final CannedWiring wiring;
    private final Map<String, String> environment;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// @param environment the variables, looked at by each command
    CannedCli(CannedAnswers answers, Map<String, String> environment) {
        this(new CannedWiring(answers), environment);
    }

    CannedCli(CannedWiring wiring, Map<String, String> environment) {
        this.wiring = wiring;
        this.environment = environment;
    }

    int run(String... words) {
        out.reset();
        err.reset();
        return Cli.of(
                        wiring,
                        environment,
                        "",
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        Clock.systemUTC(),
                        TimeZone.getTimeZone("UTC"))
                .run(words);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
