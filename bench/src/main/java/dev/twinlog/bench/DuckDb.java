package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Usage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The peer DuckDB, in a Java process of its own that lives for a whole row: what is timed is the question alone, with
/// the driver loaded and its threads running. It has no state: it reads the raw files at each question.
final class DuckDb implements AutoCloseable {
    static final String NAME = "DuckDB";
    private static final int LINE_BYTES_MAX = 64 << 20;

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;

    private DuckDb(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /// Starts the process, whose class path is ours.
    static DuckDb start() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words =
                List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), DuckDbProcess.class.getName());
        var process = new Command(words, Map.of()).start();
        Thread.startVirtualThread(() -> {
            try (var err = process.getErrorStream()) {
                err.transferTo(System.err);
            } catch (IOException e) {
                // it ended
            }
        });
        return new DuckDb(process);
    }

    /// Ours, of absolute paths.
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Its version, as it tells it.
    String version() throws IOException {
        return ask("SELECT version()").values().getFirst();
    }

    /// @param values of the first row
    record Told(double millis, List<String> values) {}

    private Told ask(String sql) throws IOException {
        questions.println(sql.replace('\n', ' '));
        var answer = answers.readLine();
        if (answer == null) throw new IOException(NAME + " ended in the middle of a question");
        var words = new ArrayList<>(List.of(answer.split("\t", -1)));
        if (words.getFirst().equals("error")) throw new IOException(NAME + ": " + answer);
        return new Told(Double.parseDouble(words.removeFirst()), List.copyOf(words));
    }

    /// Tokens by day, each message once, over the raw files.
    ///
    /// @throws IOException when its sums are not those expected
    double usageMillis(Path home, Usage expected) throws IOException {
        var told = ask("""
                WITH claude AS (
                  SELECT max(timestamp)[:10] AS day, max(message.usage.input_tokens) AS input,
                    max(message.usage.output_tokens) AS output, max(message.usage.cache_read_input_tokens) AS read,
                    max(message.usage.cache_creation_input_tokens) AS created
                  FROM read_json('%1$s/.claude/projects/**/*.jsonl', format = 'newline_delimited', ignore_errors = true,
                    maximum_object_size = %2$d, columns = {type: 'VARCHAR', timestamp: 'VARCHAR',
                    message: 'STRUCT(id VARCHAR, usage STRUCT(input_tokens BIGINT, output_tokens BIGINT,
                      cache_read_input_tokens BIGINT, cache_creation_input_tokens BIGINT))'})
                  WHERE type = 'assistant' GROUP BY message.id),
                codex AS (
                  SELECT timestamp[:10] AS day, payload.info.last_token_usage AS used
                  FROM read_json('%1$s/.codex/sessions/**/*.jsonl', format = 'newline_delimited', ignore_errors = true,
                    maximum_object_size = %2$d, columns = {timestamp: 'VARCHAR', payload: 'STRUCT(type VARCHAR,
                    info STRUCT(last_token_usage STRUCT(input_tokens BIGINT, cached_input_tokens BIGINT,
                      output_tokens BIGINT)))'})
                  WHERE payload.type = 'token_count'),
                days AS (
                  SELECT day, sum(input) a, sum(output) b, sum(read) c, sum(created) d, 0 e, 0 f, 0 g FROM claude GROUP BY day
                  UNION ALL
                  SELECT day, 0, 0, 0, 0, sum(used.input_tokens), sum(used.cached_input_tokens), sum(used.output_tokens)
                  FROM codex GROUP BY day)
                SELECT sum(a), sum(b), sum(c), sum(d), sum(e), sum(f), sum(g) FROM days
                """.formatted(home, LINE_BYTES_MAX));
        var sums = told.values.stream().mapToLong(Long::parseLong).toArray();
        Honest.same(
                NAME + "'s sums", new Usage(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]), expected);
        return told.millis;
    }

    /// Looks for a word in all lines.
    ///
    /// @throws IOException when it does not find it
    double findMillis(Path home, String word) throws IOException {
        var told = ask("""
                SELECT count(*) FROM read_csv(['%1$s/.claude/projects/**/*.jsonl', '%1$s/.codex/sessions/**/*.jsonl'],
                  columns = {line: 'VARCHAR'}, header = false, delim = '\u001f', quote = '', escape = '',
                  max_line_size = %2$d, strict_mode = false)
                WHERE contains(line, '%3$s')
                """.formatted(home, LINE_BYTES_MAX, word));
        if (Long.parseLong(told.values.getFirst()) < 1) throw new IOException(NAME + " does not find " + word);
        return told.millis;
    }

    @Override
    public void close() {
        questions.close();
        process.destroy();
        process.onExit().join();
    }
}
