package dev.twinlog.app.daemon;

import dev.twinlog.app.Progress;
import dev.twinlog.app.daemon.lines.RedactingJournal;
import dev.twinlog.app.daemon.stream.FrameKeeping;
import dev.twinlog.app.daemon.stream.StreamHearing;
import dev.twinlog.journal.SegmentedJournal;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Redactor;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.appserver.AppServerSource;
import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.SidecarParts;
import dev.twinlog.sources.appserver.SidecarSettings;
import dev.twinlog.sources.otlp.Downstream;
import dev.twinlog.sources.transcripts.SourceLimits;
import dev.twinlog.sources.transcripts.SourceParts;
import dev.twinlog.sources.transcripts.TranscriptSource;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The ways in which an engine hears the agents: their files, their telemetry, the live stream. What they hear goes
/// into the journal, and how well they hear decides over the capture mode.
final class Witnesses {
    private final Engine engine;
    private final SegmentedJournal journal;
    private final Settings settings;
    private final Settling settling;
    private final Rush rush;
    private final HeldBack heldBack;
    private final @Nullable RedactingJournal redacting;
    private final FrameKeeping frames;
    private final TranscriptHearing hearing;
    private volatile @Nullable TelemetryDoors doors;
    private volatile @Nullable StreamHearing stream;

    /// @param rush is told of each request of telemetry
    Witnesses(Engine engine, SegmentedJournal journal, Rush rush) {
        this.engine = engine;
        this.journal = journal;
        this.rush = rush;
        this.settings = engine.settings();
        this.settling = engine.settling();
        this.heldBack = new HeldBack(this::mayKeep, journal, settling, engine::isEnding);
        this.redacting = settings.rawKept() == Settings.RawKept.REDACTED
                ? RedactingJournal.over(journal, file -> engine.store().reader().chunks(file))
                : null;
        this.frames = new FrameKeeping(journal, settings.rawKept() != Settings.RawKept.ALL, this::shut);
        this.hearing = new TranscriptHearing(settling, this::newSource);
    }

    /// Makes the source of the agents' transcripts, once what the journal held before is settled.
    TranscriptSource transcriptsAlone() throws InterruptedException, IOException {
        return hearing.make(journal.end());
    }

    /// Hears from now on, on threads of their own. The doors are closed with the rest.
    ///
    /// @param before the end of the journal before anything new was heard
    void start(TelemetryDoors opened, SidecarSettings app, long before) throws InterruptedException, IOException {
        hear(opened);
        hearing.start(before);
        hear(app, before);
    }

    /// What the doors have to tell of themselves stands behind the start, since it belongs to this life.
    private void hear(TelemetryDoors opened) {
        doors = opened;
        opened.join(new Downstream(
                new TelemetrySink(journal, settings.rawKept() != Settings.RawKept.ALL, rush),
                engine::tell,
                settling::settled));
    }

    private void hear(SidecarSettings app, long before) throws InterruptedException {
        var opened = new StreamHearing(
                settling,
                app,
                () -> Chronicle.in(engine.store().reader()).memory(),
                start -> new AppServerSource(parts(app.withKillSwitch(start.killSwitch()), start)));
        stream = opened;
        opened.start(before);
    }

    private SidecarParts parts(SidecarSettings app, StreamHearing.Start start) {
        return new SidecarParts(
                app,
                frames,
                engine::tell,
                start.memory(),
                engine.feed().frames(),
                engine.mode()::wake,
                new Redactor(ReadingCounter.NONE)::redact,
                engine.clock(),
                System::nanoTime,
                ThreadLocalRandom.current().nextLong());
    }

    private TranscriptSource newSource() throws IOException {
        return new TranscriptSource(new SourceParts(
                SourceStart.roots(settings),
                redacting == null ? journal : redacting,
                engine.between(() -> SourceStart.captured(engine.store())),
                engine.places().barrier(),
                engine.clock(),
                SourceLimits.standard(),
                engine.imports(),
                heldBack::mayRead));
    }

    /// The source of transcripts, where they are heard.
    @Nullable
    TranscriptSource source() {
        return hearing.source();
    }

    /// The doors of telemetry, where they are opened.
    @Nullable
    TelemetryDoors doors() {
        return doors;
    }

    /// The app-server that is listened to, where one is.
    @Nullable
    Sidecar sidecar() {
        return stream;
    }

    /// Where frames of the stream are kept.
    FrameKeeping frames() {
        return frames;
    }

    /// What keeps secrets out of the journal, when something does.
    @Nullable
    RedactingJournal redacting() {
        return redacting;
    }

    /// Whether files are read in bulk.
    boolean importing() {
        var transcripts = source();
        return transcripts != null && transcripts.health().importing();
    }

    /// How far the agents' files are captured and settled.
    Progress progress() {
        var transcripts = source();
        if (transcripts == null) return new Progress(0, 0, false);
        var health = transcripts.health();
        long read = health.counters().bytesRead();
        return new Progress(read, read + health.lagBytes(), caughtUp());
    }

    /// Whether everything that is known of the agents' files is settled.
    boolean caughtUp() {
        var transcripts = source();
        if (transcripts == null) return false;
        var health = transcripts.health();
        return !health.importing() && health.lagBytes() == 0 && settling.settled() >= journal.end();
    }

    /// In a word why nothing is kept, or null when it is.
    @Nullable
    String shut() {
        return CaptureFacts.shut(engine.ingestOn(), engine.reserve().below());
    }

    private boolean mayKeep() {
        return shut() == null;
    }

    /// Bytes that were read from files, or came as telemetry, since the start.
    long bytesHeard() {
        var transcripts = source();
        var opened = doors;
        return (transcripts == null ? 0 : transcripts.bytesRead()) + (opened == null ? 0 : opened.bytes());
    }

    /// What the capture mode is worked out from, measured now.
    CaptureFacts facts() {
        var transcripts = source();
        var opened = doors;
        var heard = stream;
        return new CaptureFacts(
                settling.failing(),
                engine.reserve().below(),
                engine.ingestOn(),
                hearing.silent(),
                transcripts == null ? null : transcripts.health(),
                opened == null ? null : new OtlpWitness(opened.standing()),
                heard == null ? null : heard.health());
    }

    /// Stops hearing. The doors go last: what is sent to a closed port is lost.
    void end() throws InterruptedException {
        var heard = stream;
        if (heard != null) heard.end();
        hearing.end();
        var opened = doors;
        if (opened != null) opened.close();
    }
}
