package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Puts findings into words and tables.
///
/// @param loadAtStart the load average of a minute before anything was done
record Report(
        Machine machine,
        String commit,
        String date,
        double loadAtStart,
        SortedMap<String, String> versions,
        Map<String, Manifest> corpora,
        List<Finding> findings) {

    /// The regions of the page.
    Map<String, String> regions() {
        return Map.of("head", head(), "results", results());
    }

    private String head() {
        var loads = findings.stream().mapToDouble(Finding::load).summaryStatistics();
        var text = new StringBuilder();
        if (machine.isBusyAt(loadAtStart))
            text.append("> **Measured on a busy machine**: load ")
                    .append(Series.number(loadAtStart))
                    .append(" on ")
                    .append(machine.cores())
                    .append(" cores before the run, where ")
                    .append(Series.number(Machine.BUSY_LOAD_PER_CORE * machine.cores()))
                    .append(" is the limit. Do not quote these figures.\n\n");
        text.append("Measured on ")
                .append(date)
                .append(" at commit `")
                .append(commit)
                .append("` by `./dev bench`.\n\n");
        text.append("- machine: ").append(machine).append('\n');
        text.append("- load average of a minute: ")
                .append(Series.number(loadAtStart))
                .append(" before the run; ")
                .append(Series.number(loads.getMin()))
                .append(" to ")
                .append(Series.number(loads.getMax()))
                .append(" when rows began, their own work in it\n");
        versions.forEach((peer, version) ->
                text.append("- ").append(peer).append(": ").append(version).append('\n'));
        corpora.forEach((size, manifest) -> text.append("- corpus of ")
                .append(size)
                .append(": ")
                .append(corpus(manifest))
                .append('\n'));
        return text.toString();
    }

    private static String corpus(Manifest corpus) {
        return String.format(
                Locale.ROOT,
                "seed %d, %,d bytes, %,d files, %,d lines, %,d sessions, %s…",
                corpus.seed(),
                corpus.bytes(),
                corpus.files(),
                corpus.lines(),
                corpus.sessions(),
                corpus.digest().substring(0, 12));
    }

    private String results() {
        var bySize = new LinkedHashMap<String, List<Finding>>();
        for (var finding : findings)
            bySize.computeIfAbsent(finding.size(), _ -> new ArrayList<>()).add(finding);
        var text = new StringBuilder();
        bySize.forEach((size, of) -> text.append(table(size, of)).append('\n'));
        return text.append(counted()).toString();
    }

    private String table(String size, List<Finding> of) {
        var lines = new ArrayList<String>();
        lines.add("## " + (size.equals(Growth.ID) ? "Growth" : size));
        lines.add("");
        lines.add("| what | target | Twinlog | met | beside |");
        lines.add("|---|---|---|---|---|");
        for (var finding : of) lines.add(line(finding));
        return String.join("\n", lines) + "\n";
    }

    private String line(Finding finding) {
        var ours = finding.ours();
        var seen = ours == null
                ? finding.note()
                : finding.note().isEmpty() ? ours.toString() : ours + "; " + finding.note();
        if (!finding.commit().equals(commit)) seen += " (at commit `" + finding.commit() + "`)";
        var met = finding.met();
        var beside = finding.beside().entrySet().stream()
                .map(peer -> peer.getKey() + " " + peer.getValue())
                .collect(Collectors.joining("; "));
        return cells(
                finding.what(),
                finding.target() == null ? "" : finding.target().toString(),
                seen,
                met == null ? "" : met ? "yes" : "**no**",
                beside);
    }

    private static String counted() {
        return "## Counted, not timed\n\n| what | target | |\n|---|---|---|\n"
                + cells(
                        "acknowledged events lost, or settled twice, at kill -9",
                        "0",
                        "`TelemetryKillTest`: 5 kills in `./dev check`, 20 with `--long`; any other number fails it")
                + '\n';
    }

    private static String cells(String... cells) {
        return "| "
                + String.join(
                        " | ",
                        List.of(cells).stream()
                                .map(cell -> cell.replace("|", "\\|").replaceAll("\\s+", " "))
                                .toList())
                + " |";
    }
}
