package dev.twinlog.sources.transcripts;

import dev.twinlog.model.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// Two agents' folders on a real disk, with a source over them whose clock the test moves and whose records
/// it keeps.
final class Scene {
    final Path base;
    final Path claude;
    final Path codex;
    final KeptRecords kept = new KeptRecords();
    final AtomicLong millis = new AtomicLong(System.currentTimeMillis());
    final AtomicBoolean mayRead = new AtomicBoolean(true);
    final List<Progress.Import> told = new ArrayList<>();
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    SourceLimits limits = SourceLimits.standard();
    Disk disk = new LocalDisk();
    List<WatchRoot> roots;
    private TranscriptSource source;
    private Thread running;

    Scene(Path base) throws IOException {
        this.base = base;
        claude = base.resolve("claude/projects");
        codex = base.resolve("codex/sessions");
        Files.createDirectories(claude);
        Files.createDirectories(codex);
        Files.createDirectories(base.resolve("private"));
        roots = List.of(new WatchRoot(Agent.CLAUDE, claude), new WatchRoot(Agent.CODEX, codex));
    }

    TranscriptSource source() {
        if (source == null) source = start(List.of());
        return source;
    }

    TranscriptSource start(List<Captured> before) {
        source = new TranscriptSource(
                new SourceParts(
                        roots,
                        new InMemoryJournal(),
                        before,
                        base.resolve("private"),
                        clock,
                        limits,
                        told::add,
                        mayRead::get),
                disk,
                kept);
        return source;
    }

    void catchUp() throws Exception {
        source().catchUp();
    }

    /// Runs the source on a thread of its own, until the scene is closed, by the real clock.
    TranscriptSource run() throws InterruptedException {
        clock = InstantSource.system();
        var over = source();
        running = Thread.ofVirtual().start(() -> {
            try {
                over.run();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        return over;
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    static void age(Path file, Duration old) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(old)));
    }

    /// Waits for what a busy machine may take long to do.
    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }

    void end() throws InterruptedException {
        if (source != null) source.close();
        if (running != null) running.join();
    }
}
