package dev.twinlog.app.process;

import dev.twinlog.app.cli.Cli;
import dev.twinlog.app.daemon.LiveWiring;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;

/// A wall clock that a test moves while Twinlog runs: how far stands in a file. A process' own clock cannot be moved
/// alone (no namespace has a wall clock of its own), so this is done where Twinlog takes its clock from; what measures
/// spans must not notice.
final class MovedClock extends Clock {
    private static final String FILE = "MOVED_CLOCK";

    private final Path file;

    private MovedClock(Path file) {
        this.file = file;
    }

    /// A Twinlog whose clock this is.
    static Household of(Household household, Path file) throws IOException {
        move(file, Duration.ZERO);
        return household.startedBy(MovedClock.class).with(FILE, file.toString());
    }

    static void move(Path file, Duration by) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, by.toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Twinlog, but for its clock.
    public static void main(String[] arguments) {
        var clock = new MovedClock(Path.of(System.getenv(FILE)));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var wiring = new LiveWiring(clock, System.getenv());
        System.exit(Cli.of(wiring, System.getenv(), "", out, err, clock, TimeZone.getTimeZone("UTC"))
                .run(arguments));
    }

    @Override
    public Instant instant() {
        try {
            return Instant.now().plus(Duration.parse(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
