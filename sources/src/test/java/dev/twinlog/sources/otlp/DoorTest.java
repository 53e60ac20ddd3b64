package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.Control;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
    private static ServerSocket foreign() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @Test
    void a_taken_port_is_told_with_the_setting_and_the_other_door_is_open() throws Exception {
        try (var foreign = foreign();
                var scene = Scene.startingAt(foreign.getLocalPort())) {
            scene.letThrough();
            var health = scene.receiver.health();
            assertThat(health.http().state()).isEqualTo(OtlpHealth.State.PORT_TAKEN);
            assertThat(health.http().problem())
                    .contains("port " + foreign.getLocalPort() + " is taken by", "otlp-http-port");
            assertThat(health.grpc().state()).isEqualTo(OtlpHealth.State.LISTENING);
            scene.receiver.beat();
            assertThat(scene.facts).extracting(Control::type).containsExactly("otlp_down", "otlp_up");
            assertThat(scene.facts.getFirst().values())
                    .containsEntry("door", "http")
                    .containsEntry("reason", "port_taken");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void who_has_it_is_told() throws Exception {
        try (var foreign = foreign();
                var scene = Scene.startingAt(foreign.getLocalPort())) {
            var holder = scene.receiver.health().http().holder();
            assertThat(holder).isNotNull();
            assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(holder.command()).isEqualTo("java");
        }
    }

    @Test
    void a_port_that_becomes_free_is_taken_within_five_seconds() throws Exception {
        var foreign = foreign();
        try (var scene = Scene.startingAt(foreign.getLocalPort())) {
            scene.letThrough();
            foreign.close();
            scene.pass(OtlpLimits.PORT_RETRY.minusMillis(1));
            scene.receiver.beat();
            assertThat(scene.receiver.health().http().state()).isEqualTo(OtlpHealth.State.PORT_TAKEN);
            scene.pass(Duration.ofMillis(1));
            scene.receiver.beat();
            assertThat(scene.receiver.health().http().state()).isEqualTo(OtlpHealth.State.LISTENING);
            assertThat(scene.receiver.health().http().port()).isEqualTo(foreign.getLocalPort());
            assertThat(scene.facts.getLast().type()).isEqualTo("otlp_up");
        }
    }

    @Test
    void a_foreign_listener_never_counts_as_ours() throws Exception {
        try (var foreign = foreign();
                var scene = Scene.startingAt(foreign.getLocalPort())) {
            scene.letThrough();
            scene.receiver.beat();
            scene.settled.set(Long.MAX_VALUE);
            scene.pass(Canary.LATE);
            scene.receiver.beat();
            assertThat(scene.receiver.health().canary()).isInstanceOf(CanaryState.Failing.class);
        }
    }

    @Test
    void after_close_the_port_is_free_and_the_end_is_told() throws Exception {
        var scene = Scene.open();
        int port = scene.httpPort();
        scene.close();
        scene.close();
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})).close();
        assertThat(scene.receiver.health().http().state()).isEqualTo(OtlpHealth.State.CLOSED);
        assertThat(scene.facts.getLast().type()).isEqualTo("otlp_down");
        assertThat(scene.facts.getLast().values()).containsEntry("reason", "stopped");
    }

    @Test
    void facts_wait_for_the_journal_in_their_order_and_beyond_the_limit_the_oldest_go_and_are_counted()
            throws Exception {
        var untold = new Untold(2);
        for (var type : new String[] {"a", "b", "c"}) untold.add(type, 1, java.util.Map.of());
        var told = new java.util.ArrayList<String>();
        try {
            untold.tell(fact -> {
                throw new java.io.IOException("full");
            });
        } catch (java.io.IOException e) {
            assertThat(e).hasMessage("full");
        }
        untold.tell(fact -> told.add(fact.type()));
        untold.tell(fact -> told.add(fact.type()));
        assertThat(told).containsExactly("b", "c");
        assertThat(untold.lost()).isEqualTo(1);
    }

    @Test
    void the_holder_is_found_in_what_linux_tells(@TempDir Path proc) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:10DE 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1
                   1: 0100007F:10DF 0100007F:10DE 01 00000000:00000000 00:00000000 00000000  1000        0 4343 1
                """);
        assertThat(PortHolder.of(proc, 0x10DE).orElseThrow()).hasToString("another process");
        var fd = Files.createDirectories(proc.resolve("77/fd"));
        Files.writeString(proc.resolve("77/comm"), "otelcol\u001b[2J\n");
        Files.createSymbolicLink(fd.resolve("3"), Path.of("socket:[4242]"));
        assertThat(PortHolder.of(proc, 0x10DE)).contains(new PortHolder(77, "otelcol?[2J"));
        assertThat(PortHolder.of(proc, 0x10DF)).isEmpty();
        assertThat(PortHolder.of(proc.resolve("nowhere"), 0x10DE)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_real_listener_is_found() throws Exception {
        try (var socket = new ServerSocket(0)) {
            assertThat(PortHolder.of(socket.getLocalPort()).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void the_timer_works_again_and_again() {
        var turns = new java.util.concurrent.atomic.AtomicInteger();
        try (var _ = Timer.waiting().each(Duration.ofMillis(1), turns::incrementAndGet)) {
            Awaitility.await().until(() -> turns.get() > 2);
        }
    }
}
