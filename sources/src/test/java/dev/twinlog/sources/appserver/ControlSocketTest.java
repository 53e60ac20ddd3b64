package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.ControlSocket.Look;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Laid out as Codex does: a symbolic link in its home to a socket elsewhere.
class ControlSocketTest {
    @TempDir
    Path folder;

    private Path elsewhere;
    private ControlSocket socket;

    @BeforeEach
    void layOut() throws IOException {
        elsewhere = Files.createDirectory(folder.resolve("codex-daemon-1000"));
        Files.createDirectories(folder.resolve("home/app-server-control"));
        socket = ControlSocket.of(folder.resolve("home"), Ownership.of(folder));
    }

    private ServerSocketChannel serve(String name) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(elsewhere.resolve(name)));
        Files.setPosixFilePermissions(elsewhere.resolve(name), PosixFilePermissions.fromString("rw-------"));
        return server;
    }

    private void link(Path to) throws IOException {
        Files.deleteIfExists(socket.path());
        Files.createSymbolicLink(socket.path(), to);
    }

    private String refused() {
        return ((Look.Refused) socket.look()).why();
    }

    @Test
    void nothing_and_a_link_to_nothing_are_absent() throws IOException {
        assertThat(socket.look()).isEqualTo(new Look.Absent());
        link(elsewhere.resolve("none"));
        assertThat(socket.look()).isEqualTo(new Look.Absent());
    }

    @Test
    void in_a_home_without_the_folder_and_without_a_home_there_is_none() throws IOException {
        Files.delete(folder.resolve("home/app-server-control"));
        assertThat(socket.look()).isEqualTo(new Look.Absent());
        Files.delete(folder.resolve("home"));
        assertThat(socket.look()).isEqualTo(new Look.Absent());
        Files.createDirectories(folder.resolve("home/app-server-control"));
        try (var _ = serve("a")) {
            link(elsewhere.resolve("a"));
            assertThat(socket.look()).isInstanceOf(Look.There.class);
        }
    }

    @Test
    void a_socket_is_there_with_the_path_that_the_link_leads_to() throws IOException {
        try (var _ = serve("a")) {
            link(elsewhere.resolve("a"));
            var there = (Look.There) socket.look();
            assertThat(there.path()).isEqualTo(elsewhere.resolve("a").toRealPath());
            assertThat(socket.look()).isEqualTo(there);
        }
    }

    @Test
    void another_server_in_the_same_place_is_another_identity() throws IOException {
        Look first;
        try (var _ = serve("a")) {
            link(elsewhere.resolve("a"));
            first = socket.look();
            Files.move(elsewhere.resolve("a"), elsewhere.resolve("old"));
            try (var _ = serve("a")) {
                assertThat(((Look.There) socket.look()).identity()).isNotEqualTo(((Look.There) first).identity());
            }
        }
    }

    @Test
    void what_is_no_socket_is_refused() throws IOException {
        Files.writeString(socket.path(), "x");
        assertThat(refused()).contains(socket.path().toString(), "is no socket", "makes it anew");
    }

    @Test
    void one_that_others_may_write_to_or_replace_is_refused() throws IOException {
        try (var _ = serve("a")) {
            link(elsewhere.resolve("a"));
            Files.setPosixFilePermissions(elsewhere.resolve("a"), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(refused()).contains("writable by others");
            Files.setPosixFilePermissions(elsewhere.resolve("a"), PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(refused()).contains("the folder", "codex-daemon-1000", "writable by others");
            Files.setAttribute(elsewhere, "unix:mode", 01777);
            assertThat(socket.look()).isInstanceOf(Look.There.class);
        }
    }

    @Test
    void one_of_another_user_is_refused() throws IOException {
        int owner = Ownership.of(folder).user();
        try (var _ = serve("a")) {
            link(elsewhere.resolve("a"));
            if (owner != 0) {
                var ofStranger = ControlSocket.of(folder.resolve("home"), new Ownership(owner + 1));
                assertThat(((Look.Refused) ofStranger.look()).why()).contains("owned by user " + owner);
            } else {
                Files.setAttribute(elsewhere.resolve("a"), "unix:uid", 4711);
                assertThat(refused()).contains("owned by user 4711");
            }
        }
    }
}
