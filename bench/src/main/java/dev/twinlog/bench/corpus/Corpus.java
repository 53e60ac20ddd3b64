package dev.twinlog.bench.corpus;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/// A home with transcripts of both agents and the truth about them.
///
/// @param home the folder that holds `.claude`, `.codex` and the manifest; nobody may write into it
public record Corpus(Path home, Manifest manifest) {
    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final int PROJECTS = 12;
    private static final double CODEX_SHARE = 0.35;
    private static final int START_SPREAD_MILLIS = 300_000;

    /// The corpus of a plan: out of the cache folder when it is there whole, else written into it.
    ///
    /// @throws IOException when it cannot be written
    public static Corpus of(CorpusPlan plan, Path cache) throws IOException {
        var home = cache.resolve(plan.name());
        if (isWhole(home)) return new Corpus(home, Manifest.read(home));
        deleteTree(home);
        var draft = cache.resolve(plan.name() + ".draft");
        deleteTree(draft);
        var manifest = write(plan, draft);
        manifest.write(draft);
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        return new Corpus(home, manifest);
    }

    /// Whether a corpus is in the cache, as told by its manifest.
    public static boolean isCached(CorpusPlan plan, Path cache) throws IOException {
        return isWhole(cache.resolve(plan.name()));
    }

    /// Writes the files of a plan, and counts.
    static Manifest write(CorpusPlan plan, Path home) throws IOException {
        Files.createDirectories(home.resolve(".claude/projects"));
        Files.createDirectories(home.resolve(".codex/sessions"));
        var truth = new Truth();
        var lexicon = new Lexicon(plan.seed(), PROJECTS);
        var claude = new ClaudeScribe(home, lexicon, truth);
        for (int number = 0; truth.bytes() < plan.bytes(); number++) {
            var dice = new Dice(plan.seed() * 1_000_003 + number * 7919L + 5);
            long at = START.toEpochMilli() + number * plan.between().toMillis() + dice.below(START_SPREAD_MILLIS);
            if (dice.once(CODEX_SHARE)) new CodexScribe(home, lexicon, dice, truth, at).session();
            else claude.session(dice, at);
        }
        return truth.manifest(plan.seed());
    }

    /// Files and bytes are counted, not read: what somebody changed in the middle of a file is seen by the sums.
    private static boolean isWhole(Path home) throws IOException {
        try {
            var manifest = Manifest.read(home);
            if (manifest.format() != Manifest.FORMAT) return false;
            var count = new Count();
            for (var agent : List.of(".claude", ".codex")) Files.walkFileTree(home.resolve(agent), count);
            return count.files == manifest.files() && count.bytes == manifest.bytes();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static final class Count extends SimpleFileVisitor<Path> {
        private int files;
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files++;
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }
    }

    /// Deletes a folder with all that is in it; nothing happens when it is not there.
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
