package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.stream.Frames;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.model.Heard;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.readers.codex.stream.StreamReader;
import dev.twinlog.reconcile.ToldTogether;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What requests of telemetry, frames of the stream and the ends of its generations told of one session, told again in
/// the order of the journal. For one reading and one thread: frames are understood by those before them.
final class Retelling {
    private static final Logger LOG = LoggerFactory.getLogger(Retelling.class);

    private final Requests requests;
    private final StreamReader stream;

    Retelling(Journal journal, AgentReaders readers) {
        this.requests = new Requests(journal, readers.telemetry());
        this.stream = readers.stream().get();
    }

    /// What is told at some positions together, in the order in which it fits.
    ///
    /// @param positions ascending, and behind those of the calls before
    /// @param damaged   told of each that cannot be read, which is passed over
    List<Heard> together(Collection<Long> positions, Predicate<Heard> wanted, Runnable damaged) {
        var told = new ArrayList<Heard>();
        for (long position : positions) {
            boolean whole = read(position, each -> {
                if (wanted.test(each)) told.add(each);
            });
            if (!whole) damaged.run();
        }
        return ToldTogether.ordered(told);
    }

    private boolean read(long position, Consumer<Heard> out) {
        try {
            var record = requests.intact(position);
            return Requests.signal(record.kind()) == null ? frame(record, out) : requests.read(record, out) != null;
        } catch (CorruptRecordException | MalformedPayloadException e) {
            LOG.warn("a record at {} that told of a session is passed over: {}", position, e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean frame(JournalRecord record, Consumer<Heard> out) throws CorruptRecordException {
        Frames.read(record, stream, StreamReader.Needed.NOBODY, out);
        return true;
    }

    /// Why what is at a position cannot be had, with segment and offset; null when it can.
    @Nullable
    String damage(long position) throws IOException {
        return requests.damage(position);
    }
}
