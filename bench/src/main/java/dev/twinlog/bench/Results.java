package dev.twinlog.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All findings, kept in a file as JSON lines while they come, so that a run that was cut short can go on. A row that
/// is measured again takes the place of what it found before.
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path raw;
    private final List<Finding> findings;

    private Results(Path file, Path raw, List<Finding> findings) {
        this.file = file;
        this.raw = raw;
        this.findings = findings;
    }

    /// What a folder holds from earlier.
    static Results in(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("findings.jsonl");
        var findings = new ArrayList<Finding>();
        if (Files.exists(file))
            for (var line : Files.readAllLines(file)) findings.add(JSON.readValue(line, Finding.class));
        return new Results(file, folder.resolve("raw.jsonl"), findings);
    }

    /// Forgets what a row found before at a size.
    void begin(String row, String size) {
        findings.removeIf(each -> each.row().equals(row) && each.size().equals(size));
    }

    void add(Finding finding) throws IOException {
        findings.add(finding);
        var all = new StringBuilder();
        for (var each : findings) all.append(JSON.writeValueAsString(each)).append('\n');
        Files.writeString(file, all);
        Files.writeString(
                raw, JSON.writeValueAsString(finding) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Whether a row was measured whole at a size, of this commit.
    boolean has(String row, String size, String commit) {
        return findings.stream()
                .anyMatch(each -> each.row().equals(row)
                        && each.size().equals(size)
                        && each.commit().equals(commit)
                        && !each.key().equals(Bench.FAILED));
    }

    Optional<Finding> find(String row, String key, String size) {
        return findings.stream()
                .filter(each -> each.row().equals(row)
                        && each.key().equals(key)
                        && each.size().equals(size))
                .findFirst();
    }

    List<Finding> all() {
        return List.copyOf(findings);
    }
}
