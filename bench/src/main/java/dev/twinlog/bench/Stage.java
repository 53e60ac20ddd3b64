package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.corpus.CorpusPlan;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the rows of one size have in common: the corpus, a home of it, a data folder that imported it, a daemon.
/// Each part is made when a row first asks for it, so that any row can be run alone.
final class Stage implements AutoCloseable {
    private final Setup setup;
    private final Size size;
    private final Corpus corpus;
    private final Home home;
    private boolean imported;
    private @Nullable DaemonRun daemon;

    /// Writes the corpus if the cache does not hold it.
    Stage(Setup setup, Size size) throws IOException {
        this.setup = setup;
        this.size = size;
        this.corpus = corpus(CorpusPlan.of(size.bytes(), CorpusPlan.BUSY));
        this.home = Home.of(corpus, setup.work().resolve("home"));
    }

    /// The corpus of another plan.
    Corpus corpus(CorpusPlan plan) throws IOException {
        if (!Corpus.isCached(plan, setup.cache())) setup.say("  writing the corpus " + plan.name() + ", once");
        return Corpus.of(plan, setup.cache());
    }

    Setup setup() {
        return setup;
    }

    Size size() {
        return size;
    }

    Corpus corpus() {
        return corpus;
    }

    Home home() {
        return home;
    }

    /// Twinlog with the data folder that rows have in common.
    Twinlog twinlog() {
        return setup.twinlog(home.folder(), setup.work().resolve("data"));
    }

    /// Twinlog with an empty data folder in the place of that.
    Twinlog fresh() throws IOException {
        stop();
        imported = false;
        Corpus.deleteTree(twinlog().data());
        return twinlog();
    }

    /// Says that what {@link #fresh} gave has imported everything.
    void imported() {
        imported = true;
    }

    /// Twinlog that has imported everything, and runs not.
    Twinlog whole() throws IOException, InterruptedException {
        stop();
        if (!imported) {
            setup.say("  importing, once for all rows");
            fresh().sync();
            imported = true;
        }
        return twinlog();
    }

    /// A daemon over all of it, which has caught up.
    DaemonRun daemon() throws IOException, InterruptedException {
        if (daemon == null) {
            daemon = DaemonRun.start(whole());
            daemon.awaitWhole();
            Honest.same("the daemon's usage at its start", daemon.usage(), home.all());
        }
        return daemon;
    }

    /// Ends the daemon, if one runs.
    void stop() {
        if (daemon != null) daemon.close();
        daemon = null;
    }

    /// Ends everything and deletes homes and data; the corpus stays in the cache.
    @Override
    public void close() throws IOException {
        stop();
        Corpus.deleteTree(setup.work());
    }

    /// A folder beside the common one, for a row of its own.
    Path beside(String name) {
        return setup.work().resolve(name);
    }
}
