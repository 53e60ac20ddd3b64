package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The state of capture as text: the mode first, then what it follows from.
final class StatusText {
    private static final int NAME_CELLS = 12;
    private final Terminal terminal;

    StatusText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param killed whether the settings have the kill switch on, where no daemon says it
    void show(Map<?, ?> status, boolean killed) {
        var reasons = status.get("reasons") instanceof List<?> all ? all : List.of();
        var mode = Words.text(status.get("captureMode"));
        line("mode", terminal.styled(style(mode), Cells.line(mode)));
        if (!meaning(mode).isEmpty()) line("", meaning(mode));
        reasons.forEach(reason -> line("", plain(reason)));
        if (status.get("problems") instanceof List<?> problems)
            problems.forEach(problem -> line("problem", plain(problem)));
        if (status.get("baseline") instanceof Map<?, ?> baseline) baseline(baseline, reasons);
        if (isRunning(status)) {
            if (status.get("stream") instanceof Map<?, ?> stream) stream(stream, reasons);
        } else {
            line(
                    "stream",
                    killed
                            ? "nothing runs, and the kill switch is on: `twinlog up` starts without the stream"
                            : "nothing runs that could hear it");
        }
        if (status.get("rescue") instanceof Map<?, ?> rescue) rescue(rescue);
        section("serves at", status.get("addresses"));
        section("counted", counted(status.get("counters")));
        section("space", sizes(status.get("space")));
    }

    /// Whether a daemon says it, and not the store that it left.
    static boolean isRunning(Map<?, ?> status) {
        return !(status.get("reasons") instanceof List<?> reasons)
                || reasons.stream().noneMatch(reason -> String.valueOf(reason).startsWith("not_running"));
    }

    private static Style style(String mode) {
        return switch (mode) {
            case "FAILURE" -> Style.BAD;
            case "DEGRADED_STREAMING" -> Style.ODD;
            default -> Style.STRONG;
        };
    }

    /// What a mode means; docs/vocabulary.md has more.
    private static String meaning(String mode) {
        return switch (mode) {
            case "OTEL_ONLY" -> "the baseline is up: what agents write is captured; no live stream is expected";
            case "HYBRID_ACTIVE" -> "the baseline is up, and the live stream is heard";
            case "DEGRADED_STREAMING" -> "the baseline is up; the live stream is expected, and not heard";
            case "FAILURE" -> "the baseline is down: not all that agents do is captured";
            default -> "";
        };
    }

    /// @param reasons those of the mode, which were told already
    private void baseline(Map<?, ?> baseline, List<?> reasons) {
        line("baseline", Boolean.TRUE.equals(baseline.get("up")) ? "up" : terminal.styled(Style.BAD, "down"));
        baseline.forEach((name, witness) -> {
            if (!(witness instanceof Map<?, ?> map)) return;
            boolean told = reasons.contains(name + ": " + map.get("reason"));
            line("  " + name, witness(map, told));
        });
    }

    private static String witness(Map<?, ?> witness, boolean told) {
        if (!Boolean.TRUE.equals(witness.get("works"))) {
            var reason = plain(witness.get("reason")).replace('_', ' ');
            if (reason.equals("not expected")) return reason;
            return "does not work: " + (told ? "see above" : reason);
        }
        var words = new StringJoiner(", ").add("works");
        if (witness.get("lagBytes") instanceof Long lag && lag > 0) words.add(Words.size(lag) + " behind");
        if (witness.get("reason") != null) words.add("but " + (told ? "see above" : plain(witness.get("reason"))));
        return words.toString();
    }

    private void stream(Map<?, ?> stream, List<?> reasons) {
        var label = "stream";
        for (var text : StreamText.lines(stream, reasons)) {
            for (var part : Cells.broken(Cells.line(text), terminal.room(NAME_CELLS + 2))) {
                line(label, part);
                label = "";
            }
        }
        StreamText.next(stream).ifPresent(next -> line("next", Cells.line(next)));
    }

    private void rescue(Map<?, ?> rescue) {
        var label = "rescue";
        boolean missing = rescue.get("dueNotCaptured") instanceof Long sessions && sessions > 0;
        var lines = RescueText.lines(rescue);
        for (int i = 0; i < lines.size(); i++) {
            for (var part : Cells.broken(Cells.line(lines.get(i)), terminal.room(NAME_CELLS + 2))) {
                line(label, missing && i == RescueText.DUE ? terminal.styled(Style.BAD, part) : part);
                label = "";
            }
        }
    }

    private void section(String name, @Nullable Object values) {
        if (!(values instanceof Map<?, ?> map)) return;
        var label = name;
        int cells = map.keySet().stream()
                .mapToInt(key -> Cells.width(plain(key)))
                .max()
                .orElse(0);
        for (var value : map.entrySet()) {
            if (value.getValue() == null) continue;
            line(label, Cells.fit(plain(value.getKey()), cells, false) + "  " + shown(value.getValue()));
            label = "";
        }
    }

    /// What never happened is left to `--json`.
    private static @Nullable Object counted(@Nullable Object counters) {
        if (!(counters instanceof Map<?, ?> map)) return counters;
        var counted = new LinkedHashMap<Object, Object>();
        map.forEach((name, amount) -> {
            if (!Long.valueOf(0).equals(amount)) counted.put(name, amount);
        });
        return counted;
    }

    private static @Nullable Object sizes(@Nullable Object space) {
        if (!(space instanceof Map<?, ?> map)) return space;
        var sizes = new LinkedHashMap<String, Object>();
        map.forEach((name, bytes) -> sizes.put(name.toString(), bytes instanceof Long size ? Words.size(size) : bytes));
        return sizes;
    }

    private static String shown(Object value) {
        if (!(value instanceof Map<?, ?> map)) return plain(value);
        var words = new StringJoiner(", ");
        map.forEach((name, part) -> words.add(part(plain(name), part)));
        return words.toString();
    }

    private static String part(String name, @Nullable Object value) {
        boolean bytes = name.toLowerCase(java.util.Locale.ROOT).endsWith("bytes");
        return bytes && value instanceof Long size ? name + " " + Words.size(size) : name + " " + plain(value);
    }

    private static String plain(@Nullable Object value) {
        return Cells.line(Words.number(value));
    }

    private void line(String name, String text) {
        var label = name;
        for (var part : Cells.broken(text, terminal.room(NAME_CELLS + 2))) {
            terminal.out().println((Cells.fit(label, NAME_CELLS, false) + "  " + part).stripTrailing());
            label = "";
        }
    }
}
