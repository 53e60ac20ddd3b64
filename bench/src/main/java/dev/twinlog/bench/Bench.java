package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.corpus.CorpusPlan;
import dev.twinlog.bench.corpus.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// `./dev bench`: measures what is wanted, row by row, and writes the page after each.
public final class Bench {
    /// The key of a finding that only says that its row failed.
    static final String FAILED = "failed";

    private static final double SPACE_TO_WRITE = 2.4;
    private static final double SPACE_WHEN_WRITTEN = 1.4;

    private final Options options;
    private final Setup setup;
    private final Machine machine;
    private final String commit;
    private final double loadAtStart;
    private final Results results;
    private final Map<String, Manifest> corpora = new LinkedHashMap<>();
    private int failures;

    private Bench(Options options, Setup setup, double loadAtStart) throws IOException, InterruptedException {
        this.options = options;
        this.setup = setup;
        this.loadAtStart = loadAtStart;
        this.machine = Machine.here(setup.work());
        this.commit = Machine.commit(setup.root());
        this.results = Results.in(setup.root().resolve("bench/target/results"));
    }

    /// Measures; ends with 1 when a row failed, 2 on wrong usage.
    ///
    /// @param words as in the usage; the property `bench.root` names the checkout
    public static void main(String[] words) throws IOException, InterruptedException {
        if (List.of(words).contains("--help")) {
            System.out.printf(Options.USAGE, String.join(", ", Options.rows()));
            return;
        }
        Options options;
        try {
            options = Options.of(words);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "; see ./dev bench --help");
            System.exit(2);
            return;
        }
        System.exit(run(options));
    }

    private static int run(Options options) throws IOException, InterruptedException {
        double load = Proc.load();
        var root = Path.of(System.getProperty("bench.root", ".")).toRealPath();
        var cache =
                Objects.requireNonNullElseGet(options.cache(), Bench::userCache).toAbsolutePath();
        var work = Files.createDirectories(
                cache.resolve("work-" + ProcessHandle.current().pid()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(work)));
        var peers = Peers.of(root.resolve("bench/target/peers"));
        var setup = new Setup(
                root, Path.of(System.getProperty("java.home")), cache, work, peers, options.runs(), System.err);
        return new Bench(options, setup, load).all();
    }

    private static Path userCache() {
        var home = Path.of(System.getProperty("user.home"));
        var named = System.getenv("XDG_CACHE_HOME");
        return (named == null ? home.resolve(".cache") : Path.of(named)).resolve("dev.twinlog-bench");
    }

    private static void deleteQuietly(Path folder) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            Corpus.deleteTree(folder);
        } catch (IOException e) {
            System.err.println("bench: " + folder + " could not be deleted: " + e.getMessage());
        }
    }

    private int all() throws IOException, InterruptedException {
        setup.say("bench: " + machine);
        setup.peers().versions().forEach((peer, version) -> setup.say("bench: " + peer + " " + version));
        if (machine.isBusyAt(loadAtStart))
            setup.say("bench: *** THE MACHINE IS BUSY: load " + loadAtStart + "; the page will say so");
        prepare();
        for (var size : options.sizes()) size(size);
        Growth.tell(results, new Findings(results, Growth.ID, Growth.ID, setup, commit));
        page();
        setup.say(failures == 0 ? "bench: done" : "bench: done; " + failures + " rows failed");
        return failures == 0 ? 0 : 1;
    }

    /// The launcher builds and rehearses when it must; that is no start that is measured.
    private void prepare() throws IOException, InterruptedException {
        var folder = setup.work().resolve("prepare");
        setup.twinlog(folder, folder).command("--version").run().checked("twinlog --version");
    }

    private void size(Size size) throws IOException, InterruptedException {
        var rows = Row.all().stream()
                .filter(options::wants)
                .filter(row -> row.suits(size))
                .filter(row -> !stands(row, size))
                .toList();
        if (rows.isEmpty()) return;
        setup.say("bench: " + size);
        var plan = CorpusPlan.of(size.bytes(), CorpusPlan.BUSY);
        long needed =
                (long) (size.bytes() * (Corpus.isCached(plan, setup.cache()) ? SPACE_WHEN_WRITTEN : SPACE_TO_WRITE));
        long free = Files.getFileStore(setup.cache()).getUsableSpace();
        if (free < needed) {
            failed(
                    "space",
                    size,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d MB free, and %,d MB are needed: make room, or name another folder by --cache",
                            setup.cache(),
                            free / 1_000_000,
                            needed / 1_000_000));
            return;
        }
        try (var stage = new Stage(setup, size)) {
            corpora.put(size.toString(), stage.corpus().manifest());
            for (var row : rows) row(row, stage);
        }
    }

    private boolean stands(Row row, Size size) {
        return options.resume() && results.has(row.id(), size.toString(), commit);
    }

    private void row(Row row, Stage stage) throws IOException, InterruptedException {
        setup.say("  " + row.id() + " at " + stage.size());
        long began = System.nanoTime();
        try {
            row.measure(stage, new Findings(results, row.id(), stage.size().toString(), setup, commit));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            stage.stop();
            failed(row.id(), stage.size(), e.getMessage() == null ? e.toString() : e.getMessage());
        }
        setup.say(String.format(Locale.ROOT, "  %s took %.0f s", row.id(), (System.nanoTime() - began) / 1e9));
        page();
    }

    private void failed(String row, Size size, String why) throws IOException {
        failures++;
        new Findings(results, row, size.toString(), setup, commit)
                .missing(
                        FAILED,
                        row,
                        null,
                        "it failed: "
                                + why.replace(setup.work().toString(), "…")
                                        .replace(setup.cache().toString(), "…"));
    }

    private void page() throws IOException {
        var file = options.report();
        if (file == null) return;
        var date = LocalDate.now(Clock.systemUTC()).toString();
        var report =
                new Report(machine, commit, date, loadAtStart, setup.peers().versions(), corpora, sorted());
        Page.read(file).with(report.regions()).write(file);
    }

    /// As the page has them: by size, growth last, in the order of the rows.
    private List<Finding> sorted() {
        var rows = Options.rows();
        return results.all().stream()
                .sorted(java.util.Comparator.comparing(
                                (Finding each) -> each.size().equals(Growth.ID))
                        .thenComparing(each -> each.size().equals(Growth.ID) ? Size.FIVE : Size.of(each.size()))
                        .thenComparing(each -> rows.indexOf(each.row())))
                .toList();
    }
}
