package dev.twinlog.sources.otlp;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The thread that accepts the connections of a door. It ends when it is told to: Netty's usual two seconds
/// of quiet before the end are for tasks that others may still hand in, which nobody does here.
final class PromptBoss extends MultiThreadIoEventLoopGroup {
    PromptBoss(Door door) {
        super(1, new DefaultThreadFactory("otlp-accept-" + door.wire(), true), NioIoHandler.newFactory());
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, OtlpLimits.GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
