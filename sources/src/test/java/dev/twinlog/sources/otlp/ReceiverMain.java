package dev.twinlog.sources.otlp;

import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// A receiver over a journal, and nothing else: to be measured, and to be driven against walls in a process
/// of its own. Prints its ports, runs until its input ends, and then prints its health.
public final class ReceiverMain {
    private ReceiverMain() {}

    /// @param args the journal's folder, and the two ports
    public static void main(String[] args) throws IOException {
        var token = new TokenRule(false, "made-up"::equals);
        var parts = ReceiverParts.of(Integer.parseInt(args[1]), Integer.parseInt(args[2]), token, new SecureRandom());
        try (var journal = SegmentedJournal.open(Path.of(args[0]), JournalLimits.DEFAULT);
                var receiver = OtlpReceiver.start(parts)) {
            receiver.open(new Downstream(
                    sink(journal), fact -> journal.append(RecordClass.CONTROL, fact.encode()), journal::forced));
            System.out.println(receiver.health().http().port() + " "
                    + receiver.health().grpc().port());
            while (System.in.read() >= 0) {}
            System.out.println(receiver.health());
        }
    }

    static OtlpSink sink(Journal journal) {
        return new OtlpSink() {
            @Override
            public long append(RecordClass kind, byte[] payload) throws IOException {
                return journal.append(kind, payload);
            }

            @Override
            public void force(long position) throws IOException {
                journal.force(position);
            }
        };
    }
}
