package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.corpus.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// A home whose files are the corpus' own by hard links, but for one transcript that is a copy, since lines are
/// written to it.
final class Home {
    /// The transcript that goes on is the one with nearly so many bytes: a session of some hours.
    private static final long LIVE_BYTES = 1_000_000;
    /// What each line written adds.
    private static final Usage LINE = new Usage(1, 10, 100, 1000, 0, 0, 0);

    private final Path folder;
    private final Path live;
    private long at;
    private Usage all;

    private Home(Path folder, Path live, long at, Usage all) {
        this.folder = folder;
        this.live = live;
        this.at = at;
        this.all = all;
    }

    /// Makes a home of a corpus; one that is there is made anew.
    ///
    /// @throws IOException also when the folder lies on another file system than the corpus
    static Home of(Corpus corpus, Path folder) throws IOException {
        Corpus.deleteTree(folder);
        for (var agent : new String[] {".claude", ".codex"}) link(corpus.home().resolve(agent), folder.resolve(agent));
        var live = liveTranscript(folder);
        var copy = live.resolveSibling(live.getFileName() + ".copy");
        Files.copy(live, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, live, StandardCopyOption.REPLACE_EXISTING);
        return new Home(
                folder, live, corpus.manifest().lastAt(), corpus.manifest().all());
    }

    private static void link(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.createLink(to.resolve(from.relativize(file)), file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path liveTranscript(Path folder) throws IOException {
        try (var files = Files.walk(folder.resolve(".claude/projects"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")
                            && !file.toString().contains("subagents"))
                    .sorted()
                    .min(Comparator.comparingLong(file -> Math.abs(size(file) - LIVE_BYTES)))
                    .orElseThrow(() -> new IOException(folder + " holds no transcript of Claude"));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /// The tokens that a correct reader finds now.
    Usage all() {
        return all;
    }

    /// Writes an answer to the end of a transcript, as Claude Code does, in one write.
    ///
    /// @return the uuid of the record, which is in it and nowhere else
    String append() throws IOException {
        var session = live.getFileName().toString().replace(".jsonl", "");
        var uuid = UUID.randomUUID().toString();
        at += 1000;
        var line =
                """
                {"parentUuid":null,"isSidechain":false,"message":{"id":"msg_%s","type":"message","role":"assistant",\
                "model":"claude-opus-5-5","content":[{"type":"text","text":"mark %s"}],"stop_reason":"end_turn",\
                "usage":{"input_tokens":1,"output_tokens":10,"cache_read_input_tokens":100,\
                "cache_creation_input_tokens":1000}},"apiBlockIndex":0,"requestId":"req_%s","type":"assistant",\
                "uuid":"%s","timestamp":"%s","userType":"external","cwd":"/home/dev/work","sessionId":"%s",\
                "version":"2.1.329"}
                """.formatted(uuid, uuid, uuid, uuid, Instant.ofEpochMilli(at).plusNanos(1_000_000), session);
        Files.write(live, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        all = all.plus(LINE);
        return uuid;
    }
}
