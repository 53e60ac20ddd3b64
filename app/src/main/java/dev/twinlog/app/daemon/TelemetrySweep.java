package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Expiries;
import dev.twinlog.app.daemon.stream.StreamMark;
import dev.twinlog.journal.Expired;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.store.Store;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Rewrites segments without raw requests of telemetry that nothing needs any more: those of sessions that let go of
/// them, and, by whole segments, those that told nothing of any session.
///
/// @param goOn asked for each record; it throws when all is to end
record TelemetrySweep(Engine engine, SegmentedJournal journal, Keeping keeping, BooleanSupplier goOn) {
    /// Requests that one sweep takes out; the rest follows in the next.
    static final int SWEPT_AT_ONCE_MAX = 200_000;

    private static final List<RecordClass> KINDS =
            List.of(RecordClass.OTLP_LOGS, RecordClass.OTLP_TRACES, RecordClass.OTLP_METRICS, RecordClass.STREAM);

    /// The note of up to where in the journal requests of a class that told nothing were looked for. What was needed
    /// then and is not by now is swept by name.
    private static final String LOOKED = "told_nothing/";

    /// Takes out the requests that sessions let go of.
    void sweep() throws IOException, InterruptedException, ExecutionException {
        for (var gone = unswept(); !gone.isEmpty(); gone = unswept()) {
            var taken = gone;
            journal.seal();
            for (var kind : KINDS)
                tell(
                        kind,
                        journal.expireBetween(
                                taken.first(),
                                taken.last() + 1,
                                kind,
                                record -> goOn.getAsBoolean() && taken.contains(record.position())));
            engine.settling().between(() -> swept(taken)).get();
        }
    }

    private TreeSet<Long> unswept() throws InterruptedException, ExecutionException {
        return engine.settling()
                .between(() -> engine.store().rawTelemetry().unswept().stream()
                        .sorted()
                        .limit(SWEPT_AT_ONCE_MAX)
                        .collect(Collectors.toCollection(TreeSet::new)))
                .get();
    }

    private boolean swept(Set<Long> positions) {
        engine.store().rawTelemetry().swept(positions);
        return true;
    }

    /// Takes out what told nothing, each class after its time.
    ///
    /// @param spans   after how many days spans and frames of the stream go, by their own setting
    /// @param metrics the same of metrics
    void toldNothing(OptionalInt spans, OptionalInt metrics)
            throws IOException, InterruptedException, ExecutionException {
        toldNothing(RecordClass.OTLP_LOGS, OptionalInt.empty());
        toldNothing(RecordClass.OTLP_TRACES, spans);
        toldNothing(RecordClass.OTLP_METRICS, metrics);
        toldNothing(RecordClass.STREAM, spans);
    }

    private void toldNothing(RecordClass kind, OptionalInt days)
            throws IOException, InterruptedException, ExecutionException {
        var term = keeping.toldNothing(days);
        var space = journal.space().get(kind);
        if (term.isEmpty() || space == null || space.records() == 0) return;
        long old = journal.positionBefore(engine.clock().millis() - term.get().toMillis());
        var mark = mark(kind);
        long before = Math.min(
                Math.min(old, engine.settling().settled()), mark.since().orElse(Long.MAX_VALUE));
        var note = LOOKED + kind.name().toLowerCase(Locale.ROOT);
        long from =
                engine.settling().between(() -> looked(engine.store(), note)).get();
        if (from >= before) return;
        var used = new HashSet<>(engine.settling()
                .<Set<Long>>between(() -> engine.store().telemetryBefore(before))
                .get());
        used.addAll(mark.describing());
        tell(
                kind,
                journal.expireBetween(
                        from, before, kind, record -> goOn.getAsBoolean() && !used.contains(record.position())));
        engine.settling().between(() -> look(engine.store(), note, before)).get();
    }

    /// What the reader of the stream may still need, though it told nothing yet: of an item that is not finished.
    private StreamMark mark(RecordClass kind) throws InterruptedException, ExecutionException {
        return kind == RecordClass.STREAM
                ? engine.settling().between(() -> StreamMark.in(engine.store())).get()
                : StreamMark.NONE;
    }

    private static long looked(Store store, String note) {
        var looked = store.note(note);
        return looked == null ? 0 : Long.parseLong(looked);
    }

    private static boolean look(Store store, String note, long before) {
        store.note(note, Long.toString(before));
        return true;
    }

    private void tell(RecordClass kind, Expired expired) throws IOException {
        if (expired.records() > 0)
            engine.tell(Expiries.swept(kind, expired, engine.clock().millis()));
    }
}
