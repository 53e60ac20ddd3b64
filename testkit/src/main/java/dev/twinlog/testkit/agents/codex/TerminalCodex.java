package dev.twinlog.testkit.agents.codex;

import dev.twinlog.testkit.agents.Awaited;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.builtins.ScreenTerminal;

/// Codex in a terminal, as a user runs it: what its screen shows, and keys typed into it. The terminal is a real one
/// (`script` of util-linux makes it), so Codex starts the server that the user's terminals share when there is none;
/// that one is ended with the home ([#endServers]).
public final class TerminalCodex implements AutoCloseable {
    /// The key that confirms.
    public static final String ENTER = "\r";

    private static final int COLUMNS = 140;
    private static final int ROWS = 50;
    private static final Duration END = Duration.ofSeconds(20);
    private static final int CHUNK = 4096;
    private static final Duration PRESSED = Duration.ofSeconds(3);
    private static final int PRESSES_MAX = 5;

    private final Process process;
    private final OutputStream keys;
    private final Awaited<ScreenTerminal> screen = new Awaited<>(new ScreenTerminal(COLUMNS, ROWS));

    private TerminalCodex(Process process) {
        this.process = process;
        keys = process.getOutputStream();
        Thread.ofVirtual().start(this::show);
    }

    static TerminalCodex start(CodexHome home, List<String> command) throws IOException {
        var line = "stty rows " + ROWS + " cols " + COLUMNS + "; exec "
                + command.stream().map(TerminalCodex::quoted).collect(Collectors.joining(" "));
        var builder = new ProcessBuilder("script", "-qfec", line, "/dev/null")
                .directory(home.agent().project().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(home.environment());
        builder.environment().put("TERM", "xterm-256color");
        return new TerminalCodex(builder.start());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private void show() {
        var buffer = new char[CHUNK];
        try (var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) show(new String(buffer, 0, read));
        } catch (IOException e) {
            // the terminal is gone
        }
    }

    /// Shows what was printed, and answers what the program asks of its terminal, such as where the cursor is.
    private void show(String printed) throws IOException {
        screen.change(of -> of.write(printed));
        var answer = screen.read(ScreenTerminal::read);
        if (!answer.isEmpty()) send(answer);
    }

    private synchronized void send(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /// Types.
    public void type(String text) throws IOException {
        send(text);
    }

    /// Presses a key until the screen no longer shows what it answers: a dialog that has just appeared passes over
    /// keys.
    public void press(String key, String question) throws IOException, InterruptedException, TimeoutException {
        for (int tries = 1; ; tries++) {
            type(key);
            try {
                awaitScreen(text -> !text.contains(question), PRESSED);
                return;
            } catch (TimeoutException e) {
                if (tries == PRESSES_MAX) throw e;
            }
        }
    }

    /// The lines of the screen.
    public String screen() {
        return screen.read(TerminalCodex::text);
    }

    private static String text(ScreenTerminal of) {
        var cells = new long[COLUMNS * ROWS];
        of.dump(cells, 0, 0, ROWS, COLUMNS, null);
        var text = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            var line = new StringBuilder();
            for (int column = 0; column < COLUMNS; column++) line.append((char) cells[row * COLUMNS + column]);
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /// Waits until the screen shows what is wanted, and returns it.
    public String awaitScreen(Predicate<String> wanted, Duration within) throws InterruptedException, TimeoutException {
        return screen.await(
                within,
                of -> {
                    var text = text(of);
                    return wanted.test(text) ? text : null;
                },
                () -> "on the screen of Codex, which shows\n" + screen());
    }

    /// Whether it still runs.
    public boolean alive() {
        return process.isAlive();
    }

    /// The process of the terminal, above that of Codex.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// Leaves as a user does, and waits for the end. The shared server goes on.
    public void leave() throws IOException, InterruptedException, TimeoutException {
        type("/quit");
        awaitScreen(text -> text.contains("/quit"), END);
        type(ENTER);
        if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS))
            throw new TimeoutException("Codex did not leave its terminal:\n" + screen());
    }

    /// Ends it, and not the shared server.
    @Override
    public void close() {
        var below = process.descendants()
                .filter(one -> !OwnProcesses.told(one).contains("app-server"))
                .toList();
        process.destroyForcibly();
        OwnProcesses.kill(below);
        process.onExit().join();
    }

    /// Ends the servers of a home that terminals share, and what keeps them up to date, with what they have copied
    /// there.
    public static void endServers(CodexHome home) {
        OwnProcesses.kill(OwnProcesses.appServers(home.agent().home()));
        try {
            deleteSocket(home.controlSocket());
            deleteSocket(home.folder().resolve("app-server-daemon/daemon-updater.sock"));
            Folders.delete(home.folder().resolve("packages"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A killed server leaves its socket, with a lock beside it, outside of the home.
    private static void deleteSocket(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) return;
        var socket = Files.readSymbolicLink(link);
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.resolveSibling(socket.getFileName() + ".lock"));
    }
}
