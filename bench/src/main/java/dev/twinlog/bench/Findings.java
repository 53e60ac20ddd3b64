package dev.twinlog.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes what a row found at one size, says it, and keeps it.
final class Findings {
    private final Results results;
    private final String row;
    private final String size;
    private final Setup setup;
    private final String commit;
    private final double load;
    private int count;

    Findings(Results results, String row, String size, Setup setup, String commit) {
        this.results = results;
        this.row = row;
        this.size = size;
        this.setup = setup;
        this.commit = commit;
        this.load = Proc.load();
    }

    /// A value that is its series' median.
    void add(String key, String what, @Nullable Target target, Series ours, Map<String, Series> beside)
            throws IOException {
        add(key, what, target, ours.median(), ours, beside, "");
    }

    /// A value, with its series and what is to be said about it.
    void add(
            String key,
            String what,
            @Nullable Target target,
            double told,
            @Nullable Series ours,
            Map<String, Series> beside,
            String note)
            throws IOException {
        var at = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var finding = new Finding(row, key, size, what, target, told, ours, beside, note, load, commit, at);
        if (count++ == 0) results.begin(row, size);
        results.add(finding);
        var met = finding.met();
        setup.say("    " + what + ": " + (ours == null ? note : ours + (note.isEmpty() ? "" : "; " + note))
                + (met == null ? "" : ", target " + target + (met ? ": met" : ": NOT MET")));
        beside.forEach((peer, series) -> setup.say("      beside: " + peer + " " + series));
    }

    /// That something could not be measured, and why.
    void missing(String key, String what, @Nullable Target target, String why) throws IOException {
        add(key, what, target, 0, null, Map.of(), "not measured: " + why);
    }
}
