package dev.twinlog.app;

import dev.twinlog.app.cli.Cli;
import dev.twinlog.app.daemon.LiveWiring;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.TimeZone;
import org.slf4j.LoggerFactory;

/// The process: the one place that reads the environment and joins the parts.
final class Main {
    private static final int BUFFER_BYTES = 32 * 1024;

    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String[] arguments) {
        var out = stream(FileDescriptor.out);
        var err = stream(FileDescriptor.err);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> LoggerFactory.getLogger(Main.class).error("the thread {} has ended", thread, bug));
        var shown = System.getProperty("twinlog.shown", "");
        var wiring = new LiveWiring(Clock.systemUTC());
        var cli = Cli.of(wiring, System.getenv(), shown, out, err, Clock.systemUTC(), TimeZone.getDefault());
        boolean rehearses = arguments.length == 2 && arguments[0].equals("warm-up");
        System.exit(rehearses ? new Rehearsal(wiring).run(Path.of(arguments[1])) : cli.run(arguments));
    }

    /// UTF-8 whatever the locale says, since agents' text is.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
    }
}
