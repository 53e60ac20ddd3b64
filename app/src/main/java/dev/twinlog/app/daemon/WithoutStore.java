package dev.twinlog.app.daemon;

import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.rescue.Hearing;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.Settings.RawKept;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Answers where the store cannot be opened: `status` says so, `rebuild` makes it anew from the journal when
/// this process holds the lock, and everything else is refused with the reason.
final class WithoutStore implements Answers {
    private final Refusal why;
    private final Places places;
    private final Clock clock;
    private final Almanac almanac;
    private final RawKept kept;
    private final AgentReaders.Making readers;
    private final @Nullable Runnable unlock;

    /// @param why    what kept the store from being opened
    /// @param settings what the journal keeps of raw bytes, and how it is read
    /// @param unlock gives the lock of the data folder back; null: this process does not hold it
    WithoutStore(
            Refusal why, Places places, Clock clock, Almanac almanac, Settings settings, @Nullable Runnable unlock) {
        this.why = why;
        this.places = places;
        this.clock = clock;
        this.almanac = almanac;
        this.kept = settings.rawKept();
        this.readers = AgentReaders.chosen(settings);
        this.unlock = unlock;
    }

    @Override
    public void sessions(Question.Sessions question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void show(Question.Show question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void search(Question.Search question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void usage(Question.Usage question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void export(Question.Export question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void status(Question.Status question, OutputStream out) throws IOException {
        var status = Statuses.notRunning(String.valueOf(why.getMessage()), clock.millis());
        StoreAnswers.write(status.with(almanac.rescue().summary(null, () -> Hearing.NOBODY)), out);
    }

    @Override
    public void prices(Question.Prices question, OutputStream out) throws Refusal, IOException {
        StoreAnswers.write(almanac.pricesView(), out);
    }

    @Override
    public void verify(Question.Verify question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void sync(Question.Sync question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void restore(Question.Restore question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void explain(Question.Explain question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException {
        var journal = new JournalAlone(places);
        if (unlock == null) journal.attributes(out);
        else journal.attributesLocked(out);
    }

    @Override
    public void decisions(Question.Decisions question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void gaps(Question.Gaps question, OutputStream out) throws Refusal {
        throw why;
    }

    @Override
    public void rebuild(Question.Rebuild question, OutputStream out) throws Refusal, IOException {
        if (unlock == null) throw why;
        RawRefusals.checkRebuild(kept);
        var rebuilt = remade();
        var asOf = Instant.ofEpochMilli(clock.millis());
        StoreAnswers.write(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("asOf", asOf.toString());
                    rebuilt.write(json);
                    json.writeEndObject();
                },
                out);
    }

    private Rebuilt remade() throws Refusal {
        try (var journal = SegmentedJournal.open(places.journal(), JournalLimits.DEFAULT)) {
            var damage = new Remaking(places, journal, readers, () -> false).make(0);
            places.swapStore();
            try (var reader = EmbeddedStore.openToRead(places.store())) {
                return Rebuilt.of(reader, damage);
            }
        } catch (IOException | StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "the store was not rebuilt: " + Engine.words(e), e);
        }
    }

    @Override
    public void close() {
        if (unlock != null) unlock.run();
    }
}
