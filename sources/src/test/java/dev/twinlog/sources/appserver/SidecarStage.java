package dev.twinlog.sources.appserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.sources.appserver.SidecarSettings.LinkChoice;
import dev.twinlog.sources.appserver.SidecarSettings.Stream;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An {@link AppServerSource} in a folder of its own, with a script in the place of Codex.
final class SidecarStage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A script that answers as Codex does; `\$dir` is the stage's folder. What it hears it writes into the file
    /// `heard`.
    static final String CODEX = """
            account='{"account":{"type":"chatgpt"},"requiresOpenaiAuth":true}'
            [ -f "$dir/account" ] && account=$(cat "$dir/account")
            while IFS= read -r line; do
              printf '%s\\n' "$line" >> "$dir/heard"
              id=${line#*\\"id\\":}; id=${id%%[,\\}]*}
              case $line in
              *'"initialize"'*) echo '{"id":'$id',"result":{"userAgent":"fake/0.169.0"}}' ;;
              *'"initialized"'*) [ -f "$dir/greeting" ] && cat "$dir/greeting" ;;
              *'"account/read"'*) echo '{"id":'$id',"result":'$account'}' ;;
              *'"thread/loaded/list"'*) echo '{"id":'$id',"result":{"data":[],"nextCursor":null}}' ;;
              *'"thread/read"'*) echo '{"id":'$id',"result":{"thread":{"id":"t1","turns":[]}}}' ;;
              *'"account/login/start"'*)
                echo '{"id":'$id',"result":'$(cat "$dir/login")'}'
                [ -f "$dir/signed-in" ] && account=$(cat "$dir/signed-in")
                [ -f "$dir/after-login" ] && cat "$dir/after-login" ;;
              *'"account/login/cancel"'*) echo '{"id":'$id',"result":{"status":"canceled"}}' ;;
              *'"account/logout"'*)
                account='{"account":null,"requiresOpenaiAuth":true}'
                echo '{"id":'$id',"result":{}}'
                echo '{"method":"account/updated","params":{"authMode":null,"planType":null}}' ;;
              esac
            done
            """;

    final Path folder;
    final Path codexHome;
    final Path program;
    final List<StreamFrame> frames = new CopyOnWriteArrayList<>();
    final List<Control> facts = new CopyOnWriteArrayList<>();
    final AtomicBoolean diskFull = new AtomicBoolean();
    /// Nanoseconds that passed while nobody here did anything.
    final AtomicLong jumped = new AtomicLong();
    LinkChoice link = LinkChoice.SPAWN;
    Stream stream = Stream.ON;
    boolean killSwitch;
    boolean named = true;
    SidecarMemory memory = SidecarMemory.NONE;

    @Nullable
    String sha256;

    private @Nullable AppServerSource source;

    SidecarStage(Path folder) throws IOException {
        this.folder = folder;
        codexHome = Files.createDirectories(folder.resolve(".codex"));
        program = folder.resolve("codex");
    }

    /// Puts a script in the place of Codex.
    SidecarStage codex(String script) throws IOException {
        return program("case $1 in --version) echo codex-cli 0.169.0; exit 0 ;; esac\n" + script);
    }

    SidecarStage program(String script) throws IOException {
        var next = folder.resolve("codex.next");
        Files.writeString(next, "#!/bin/sh\ndir=" + folder + "\n" + script);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
        Files.move(next, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    SidecarStage with(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text.endsWith("\n") ? text : text + "\n");
        return this;
    }

    AppServerSource open() throws IOException {
        var settings = new SidecarSettings(
                stream,
                link,
                killSwitch,
                named ? program : null,
                sha256,
                new TreeMap<>(Map.of("PATH", folder + ":/usr/bin:/bin", "HOME", folder.toString())),
                codexHome,
                folder,
                folder.resolve("empty"),
                List.of("chatgpt"),
                List.of("auth.openai.com", "http://127.0.0.1:18711"));
        source = new AppServerSource(new SidecarParts(
                settings,
                this::append,
                facts::add,
                memory,
                LiveFrames.NONE,
                () -> {},
                words -> words.replace("hunter2", "⟦redacted⟧"),
                InstantSource.system(),
                () -> System.nanoTime() + jumped.get(),
                4711));
        return source;
    }

    private long append(StreamFrame frame) throws IOException {
        if (diskFull.get()) throw new IOException("disk full");
        frames.add(frame);
        return frames.size();
    }

    AppServerSource source() {
        assertThat(source).isNotNull();
        return source;
    }

    /// Waits until its health is as wanted.
    SidecarHealth await(String what, Predicate<SidecarHealth> wanted) throws InterruptedException {
        var health = source().await(wanted, PATIENCE);
        assertThat(wanted.test(health)).as("%s: %s", what, health).isTrue();
        return health;
    }

    SidecarHealth awaitOpen() throws InterruptedException {
        return await("gate open", SidecarHealth::gateOpen);
    }

    SidecarHealth awaitShut(String reason) throws InterruptedException {
        return await("shut: " + reason, health -> reason(health).equals(reason));
    }

    static String reason(SidecarHealth health) {
        return health.gate() instanceof StreamGate.Shut(var why, var _) ? why.wire() : "";
    }

    /// What was told to the program, line by line.
    List<String> heard() throws IOException {
        var file = folder.resolve("heard");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    List<String> kept() {
        return frames.stream().map(frame -> new String(frame.json(), UTF_8)).toList();
    }

    List<Control> facts(String type) {
        return facts.stream().filter(fact -> fact.type().equals(type)).toList();
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void close() {
        if (source != null) source.close();
    }
}
