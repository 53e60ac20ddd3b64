package dev.twinlog.sources.otlp;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The thread that accepts the connections of a server. It ends when it is told to: Netty's usual two seconds
/// of quiet before the end are for tasks that others may still hand in, which nobody does here.
public final class PromptBoss extends MultiThreadIoEventLoopGroup {
    private final long graceMillis;

    /// @param name  of the thread
    /// @param grace how long its last tasks may take when it ends
    public PromptBoss(String name, Duration grace) {
        super(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        this.graceMillis = grace.toMillis();
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, graceMillis, TimeUnit.MILLISECONDS);
    }
}
