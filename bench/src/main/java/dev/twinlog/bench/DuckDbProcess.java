package dev.twinlog.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The process in which DuckDB runs: a question a line on stdin, on stdout its milliseconds and the first row.
final class DuckDbProcess {
    private DuckDbProcess() {}

    /// Answers until stdin ends.
    public static void main(String[] none) throws IOException, SQLException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                var connection = DriverManager.getConnection("jdbc:duckdb:")) {
            for (var sql = questions.readLine(); sql != null; sql = questions.readLine())
                out.println(answer(connection, sql));
        }
    }

    private static String answer(Connection connection, String sql) {
        long began = System.nanoTime();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var words = new ArrayList<String>(List.of(""));
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) words.add(rows.getString(i));
            words.set(0, Double.toString((System.nanoTime() - began) / 1e6));
            return String.join("\t", words);
        } catch (SQLException e) {
            return "error\t" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
    }
}
