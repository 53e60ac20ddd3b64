package dev.twinlog.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/// The truth about a corpus: what a correct reader finds in it. Lies beside it as `manifest.json`.
///
/// @param format     raised when the generator writes other bytes for the same plan
/// @param bytes      of all files
/// @param recentFrom the start of the last seven days, epoch milliseconds, at midnight UTC
/// @param all        tokens of all days; copies count once
/// @param recent     tokens from `recentFrom` on
/// @param needles    words, with the number of events that hold each
/// @param rare       words that stand in one event each, spread over the corpus
/// @param digest     SHA-256 over names and contents of all files in the order of their making, hexadecimal
public record Manifest(
        int format,
        long seed,
        long bytes,
        int files,
        int lines,
        int sessions,
        long firstAt,
        long lastAt,
        long recentFrom,
        Usage all,
        Usage recent,
        SortedMap<String, Integer> needles,
        List<String> rare,
        String digest) {
    /// The version of what the generator writes.
    public static final int FORMAT = 3;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String FILE = "manifest.json";

    /// Reads the manifest of a corpus.
    ///
    /// @throws IOException when there is none, or it is not readable
    public static Manifest read(Path corpus) throws IOException {
        return JSON.readValue(Files.readAllBytes(corpus.resolve(FILE)), Manifest.class);
    }

    void write(Path corpus) throws IOException {
        Files.write(corpus.resolve(FILE), JSON.writeValueAsBytes(this));
    }
}
