package dev.twinlog.sources.otlp;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Watches over the connections of a door: closes and counts those beyond the limit, and those that do not
/// bring the whole head of a request in time, which would else hold a place for as long as they like.
@ChannelHandler.Sharable
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Visit> VISIT = AttributeKey.valueOf(ConnectionWatch.class, "visit");

    private final int connectionsMax;
    private final long headNanos;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();

    ConnectionWatch(int connectionsMax, Duration head) {
        this.connectionsMax = connectionsMax;
        this.headNanos = head.toNanos();
    }

    /// What is known of one connection.
    private static final class Visit {
        private int underWay;
        private boolean owes = true;
        private long owesSince = System.nanoTime();

        /// Bytes came, and no request is under way: so a head has begun.
        synchronized void heard() {
            if (owes || underWay > 0) return;
            owes = true;
            owesSince = System.nanoTime();
        }

        synchronized void begun() {
            owes = false;
            underWay++;
        }

        synchronized void ended() {
            underWay--;
        }

        synchronized boolean isOverdue(long nanos) {
            return owes && System.nanoTime() - owesSince > nanos;
        }
    }

    /// A request has come in whole head.
    static void begun(ServiceRequestContext context) {
        var channel = context.log().partial().channel();
        var visit = channel == null ? null : channel.attr(VISIT).get();
        if (visit == null) return;
        visit.begun();
        var _ = context.log().whenComplete().thenRun(visit::ended);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        var channel = context.channel();
        if (count.incrementAndGet() > connectionsMax) {
            count.decrementAndGet();
            refused.increment();
            var _ = channel.close();
            return;
        }
        channel.attr(VISIT).set(new Visit());
        open.add(channel);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (open.remove(context.channel())) count.decrementAndGet();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        var visit = context.channel().attr(VISIT).get();
        if (visit != null) visit.heard();
        super.channelRead(context, message);
    }

    /// Closes the connections that took too long. Called now and then.
    void sweep() {
        for (var channel : open) {
            var visit = channel.attr(VISIT).get();
            if (visit == null || !visit.isOverdue(headNanos)) continue;
            timedOut.increment();
            var _ = channel.close();
        }
    }

    int open() {
        return count.get();
    }

    long refused() {
        return refused.sum();
    }

    long timedOut() {
        return timedOut.sum();
    }
}
