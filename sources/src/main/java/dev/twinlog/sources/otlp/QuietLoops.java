package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.ThreadFactories;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// The threads of a server's connections. Each sleeps until there is something to do, where Netty's own look up each
/// second, and ends when it is told to, where Netty's usual two seconds of quiet are for tasks that others may still
/// hand in, which nobody does here.
public final class QuietLoops extends MultiThreadIoEventLoopGroup {
    /// How long a thread that has nothing to do sleeps at most. Whoever gives it a task, or a time for one, wakes it.
    static final Duration SLEEP_MAX = Duration.ofHours(1);

    private final long graceMillis;

    /// @param handlers wait for what happens, one for each thread
    QuietLoops(int threads, String name, Duration grace, IoHandlerFactory handlers) {
        super(threads, ThreadFactories.newEventLoopThreadFactory(name, true), handlers);
        this.graceMillis = grace.toMillis();
    }

    /// One thread, which accepts connections.
    ///
    /// @param name  of the thread
    /// @param grace how long its last tasks may take when it ends
    public static QuietLoops accepting(String name, Duration grace) {
        return new QuietLoops(1, name, grace, NioIoHandler.newFactory());
    }

    /// As many threads as the server library would have, which serve the connections that are accepted. A thread starts
    /// with its first connection.
    ///
    /// @param name  of the threads, which a number follows
    /// @param grace how long their last tasks may take when they end
    public static QuietLoops serving(String name, Duration grace) {
        return new QuietLoops(Flags.numCommonWorkers(), name, grace, NioIoHandler.newFactory());
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handler, Object... more) {
        return new QuietLoop(this, executor, handler);
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, graceMillis, TimeUnit.MILLISECONDS);
    }

    private static final class QuietLoop extends SingleThreadIoEventLoop {
        QuietLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
            super(group, executor, handlers);
        }

        /// @param now its own nanoseconds
        @Override
        protected long delayNanos(long now) {
            return delayNanos(now, SLEEP_MAX.toNanos());
        }
    }
}
