package dev.twinlog.app.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/// How logs are written: ours from INFO on, all others' from WARN on, to stderr. Logback finds it as a service. In
/// place of a `logback.xml`, since reading XML took a third of the time of a short command.
public final class StderrLogs extends ContextAwareBase implements Configurator {
    /// Servers of one process name their meters alike, which it warns of at each start; nobody reads them here.
    private static final String METERS = "io.micrometer.core.instrument.MeterRegistry";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var lines = new LogLines(System.getProperty("twinlog.shown", "").contains("err"));
        lines.setContext(context);
        lines.start();
        var stderr = new ConsoleAppender<ILoggingEvent>();
        stderr.setContext(context);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(lines);
        stderr.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr);
        context.getLogger("dev.twinlog").setLevel(Level.INFO);
        context.getLogger(METERS).setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
