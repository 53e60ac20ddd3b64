package dev.twinlog.sources.otlp;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Watches over the connections of a door: closes and counts those beyond the limit, and those that do not
/// bring the whole head of a request in time, or had their last answer, which would else hold a place for as long as
/// they like.
@ChannelHandler.Sharable
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Guest> GUEST = AttributeKey.valueOf(ConnectionWatch.class, "guest");

    private final int connectionsMax;
    private final long headNanos;
    private final Map<Channel, Guest> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();

    ConnectionWatch(int connectionsMax, Duration head) {
        this.connectionsMax = connectionsMax;
        this.headNanos = head.toNanos();
    }

    /// The connection as it is served: closing it here asks no protocol for leave, which would wait for the client.
    private record Guest(ChannelHandlerContext context, Stay stay) {}

    /// A request has come in whole head. Called on the connection's own thread.
    static void begun(ServiceRequestContext context) {
        var channel = context.log().partial().channel();
        var guest = channel == null ? null : channel.attr(GUEST).get();
        if (channel == null || guest == null) return;
        boolean http2 = context.sessionProtocol().isMultiplex();
        guest.stay.begun(http2);
        if (http2) Parting.watch(channel, () -> guest.stay.parted(System.nanoTime()));
        var _ = context.log().whenComplete().thenRun(guest.stay::ended);
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
        var guest = new Guest(context, new Stay(headNanos, System.nanoTime()));
        channel.attr(GUEST).set(guest);
        open.put(channel, guest);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (open.remove(context.channel()) != null) count.decrementAndGet();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        var guest = context.channel().attr(GUEST).get();
        if (guest != null) guest.stay.heard(System.nanoTime());
        super.channelRead(context, message);
    }

    /// Closes the connections that took too long, and those that have had their last answer. Called now and then.
    void sweep() {
        long now = System.nanoTime();
        for (var guest : open.values()) {
            switch (guest.stay.verdict(now)) {
                case STAYS -> {}
                case LATE -> late(guest);
                case DONE -> {
                    var _ = guest.context.close();
                }
            }
        }
    }

    /// Counted once, also where the next look comes before it is closed.
    private void late(Guest guest) {
        if (!guest.stay.end()) return;
        timedOut.increment();
        var _ = guest.context.close();
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
