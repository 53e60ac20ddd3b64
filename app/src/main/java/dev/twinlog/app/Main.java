package dev.twinlog.app;

import dev.twinlog.app.cli.Cli;
import dev.twinlog.app.daemon.LiveWiring;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.TimeZone;
import org.slf4j.LoggerFactory;

/// The process: the one place that reads the environment and joins the parts.
final class Main {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int NOT_DONE = 3;

    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String[] arguments) {
        var stdout = new CheckedStream(new FileOutputStream(FileDescriptor.out));
        var out = stream(stdout);
        var err = stream(new FileOutputStream(FileDescriptor.err));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> LoggerFactory.getLogger(Main.class).error("the thread {} has ended", thread, bug));
        var shown = System.getProperty("twinlog.shown", "");
        var wiring = new LiveWiring(Clock.systemUTC(), System.getenv());
        var cli = Cli.of(wiring, System.getenv(), shown, out, err, Clock.systemUTC(), TimeZone.getDefault());
        boolean rehearses = arguments.length == 2 && arguments[0].equals("warm-up");
        if (rehearses) System.exit(new Rehearsal(wiring).run(Path.of(arguments[1])));
        int code = cli.run(arguments);
        out.flush();
        if (code == 0 && stdout.failure() != null) {
            err.println("twinlog: the answer could not be written to stdout: " + stdout.failure());
            code = NOT_DONE;
        }
        err.flush();
        end(code);
    }

    /// Ends the process. `System.exit` looks for a logger that may want to know of it, which takes a third of
    /// the time of a short command. What must be done at an end is done by now, but for native libraries that
    /// were unpacked into a temporary folder: a hook deletes them.
    private static void end(int code) {
        if (System.getProperty(NativeLibraries.UNPACKED) == null) System.exit(code);
        Runtime.getRuntime().halt(code);
    }

    /// UTF-8 whatever the locale says, since agents' text is.
    private static PrintStream stream(OutputStream to) {
        return new PrintStream(new BufferedOutputStream(to, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }
}
