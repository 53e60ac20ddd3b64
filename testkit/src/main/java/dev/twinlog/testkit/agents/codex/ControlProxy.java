package dev.twinlog.testkit.agents.codex;

import dev.twinlog.testkit.agents.Awaited;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stands at the control socket in front of the real app-server, passes every byte on as it is, and writes down every
/// message of every connection, in both directions: so a test can prove what was never said. Safe for use by many
/// threads.
public final class ControlProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path socket;
    private final Path server;
    private final Path folder;
    private final ServerSocketChannel listening;
    private final Awaited<List<ProxiedMessage>> record = new Awaited<>(new ArrayList<>());
    private volatile @Nullable RuntimeException failure;
    private final List<SocketChannel> open = java.util.Collections.synchronizedList(new ArrayList<>());

    private ControlProxy(Path socket, Path server, Path folder, ServerSocketChannel listening) {
        this.socket = socket;
        this.server = server;
        this.folder = folder;
        this.listening = listening;
    }

    /// Takes the place of a control socket at which a server listens already. Connections that are there stay direct.
    public static ControlProxy inFrontOf(Path controlSocket) throws IOException {
        var server = controlSocket.toRealPath();
        // not in the home: the path of a socket has at most 107 bytes
        var folder = Files.createTempDirectory("proxy");
        var own = folder.resolve("s");
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(own));
        var proxy = new ControlProxy(controlSocket, server, folder, listening);
        proxy.place(own);
        Thread.ofVirtual().start(proxy::listen);
        return proxy;
    }

    /// Has the control socket be a link to another one.
    private void place(Path target) throws IOException {
        var link = socket.resolveSibling("next");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
        Files.move(link, socket, StandardCopyOption.ATOMIC_MOVE);
    }

    private void listen() {
        try {
            for (int number = 1; ; number++) pass(listening.accept(), number);
        } catch (ClosedChannelException e) {
            // closed by the test
        } catch (IOException e) {
            throw new IllegalStateException("a proxy in front of " + server + " no longer listens", e);
        }
    }

    private void pass(SocketChannel client, int connection) throws IOException {
        var to = SocketChannel.open(UnixDomainSocketAddress.of(server));
        open.add(client);
        open.add(to);
        var asked = new ProxiedFlow(client, to, text -> note(connection, true, text), this::fail);
        var answered = new ProxiedFlow(to, client, text -> note(connection, false, text), this::fail);
        Thread.ofVirtual().start(asked);
        Thread.ofVirtual().start(answered);
    }

    private void note(int connection, boolean fromClient, String text) {
        record.change(of -> of.add(new ProxiedMessage(connection, fromClient, System.currentTimeMillis(), text)));
    }

    private void fail(RuntimeException e) {
        failure = e;
        record.change(of -> {});
    }

    private List<ProxiedMessage> understood(List<ProxiedMessage> all) {
        var failed = failure;
        if (failed != null) throw new IllegalStateException("what passed the proxy is not WebSocket", failed);
        return all;
    }

    /// All messages so far, in the order in which they passed. Fails when something passed that it did not understand.
    public List<ProxiedMessage> record() {
        return understood(record.read(List::copyOf));
    }

    /// What a client of this name said so far, in order.
    ///
    /// @param client as its `initialize` says
    public List<ProxiedMessage> saidBy(String client) {
        return messages(client).stream().filter(ProxiedMessage::fromClient).toList();
    }

    /// What was said to clients of this name and by them, in order.
    public List<ProxiedMessage> messages(String client) {
        var all = record();
        var connections = all.stream()
                .filter(one -> one.method().equals("initialize")
                        && one.json().at("params", "clientInfo", "name").text().equals(client))
                .map(ProxiedMessage::connection)
                .toList();
        return all.stream()
                .filter(one -> connections.contains(one.connection()))
                .toList();
    }

    /// The first message that fits. Fails when something passed that it did not understand.
    public ProxiedMessage await(Predicate<ProxiedMessage> fits) throws InterruptedException, TimeoutException {
        return record.await(
                PATIENCE,
                all -> understood(all).stream().filter(fits).findFirst().orElse(null),
                () -> "such a message through the proxy; it passed " + record.read(List::copyOf));
    }

    /// Breaks all connections, as a server that dies does.
    public void cut() throws IOException {
        synchronized (open) {
            for (var one : open) one.close();
            open.clear();
        }
    }

    /// Puts the server's own socket back into its place, and breaks all connections that go through here.
    @Override
    public void close() throws IOException {
        if (Files.exists(server) && Files.isSymbolicLink(socket)) place(server);
        listening.close();
        cut();
        Folders.delete(folder);
    }
}
