package dev.twinlog.app.cli;

import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/// Rows in columns that fit the terminal. The least important columns are left out where there is no room;
/// what room is left over goes to the columns that can use it. Widths are settled before the first row, so
/// rows can stream.
final class Table {
    private static final int GAP = 2;

    private final Terminal terminal;
    private final List<Column> columns;
    private final int[] widths;

    /// @param title  the heading
    /// @param least  cells that it needs at least
    /// @param most   cells that it can use
    /// @param rank   1 is the most important: the last to go
    /// @param right  numbers stand at the right
    record Column(String title, int least, int most, int rank, boolean right) {
        static Column text(String title, int least, int most, int rank) {
            return new Column(title, least, most, rank, false);
        }

        static Column number(String title, int cells, int rank) {
            return new Column(title, cells, cells, rank, true);
        }
    }

    Table(Terminal terminal, List<Column> columns) {
        this.terminal = terminal;
        this.columns = columns;
        this.widths = widths(columns, terminal.columns());
    }

    /// The width of each column; 0 for one that is left out.
    private static int[] widths(List<Column> columns, int room) {
        var widths = new int[columns.size()];
        int left = room + GAP;
        for (var column :
                columns.stream().sorted(Comparator.comparing(Column::rank)).toList()) {
            if (column.least + GAP > left) break;
            widths[columns.indexOf(column)] = column.least;
            left -= column.least + GAP;
        }
        while (left > 0 && widen(columns, widths)) left--;
        return widths;
    }

    /// Gives a cell to the narrowest column that can use it.
    private static boolean widen(List<Column> columns, int[] widths) {
        int narrowest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean canGrow = widths[i] > 0 && widths[i] < columns.get(i).most;
            if (canGrow && (narrowest < 0 || widths[i] < widths[narrowest])) narrowest = i;
        }
        if (narrowest >= 0) widths[narrowest]++;
        return narrowest >= 0;
    }

    /// The titles of the columns that have no room.
    private List<String> leftOut() {
        return IntStream.range(0, widths.length)
                .filter(i -> widths[i] == 0)
                .mapToObj(i -> columns.get(i).title)
                .toList();
    }

    /// Says below the rows which columns have no room.
    void noteOnLeftOut() {
        var absent = leftOut();
        if (absent.isEmpty()) return;
        var note = "no room for " + String.join(", ", absent) + ": see --json or a wider terminal";
        for (var line : Cells.wrapped(note, terminal.room(0)))
            terminal.out().println(terminal.styled(Terminal.Style.FAINT, line));
    }

    void head() {
        line(columns.stream().map(Column::title).toList(), Terminal.Style.FAINT);
    }

    void row(List<String> values) {
        line(values, null);
    }

    void strong(List<String> values) {
        line(values, Terminal.Style.STRONG);
    }

    /// In a file a column may go out of line, but nothing is cut.
    private String cell(String value, int width, boolean right) {
        return terminal.whole() && Cells.width(value) > width ? value : Cells.fit(value, width, right);
    }

    private void line(List<String> values, Terminal.@org.jspecify.annotations.Nullable Style style) {
        var cells = new StringJoiner(" ".repeat(GAP));
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) cells.add(cell(Cells.line(values.get(i)), widths[i], columns.get(i).right));
        }
        var line = cells.toString().stripTrailing();
        terminal.out().println(style == null ? line : terminal.styled(style, line));
    }
}
