package dev.twinlog.sources.transcripts;

import java.time.Duration;
import java.time.InstantSource;

/// Tells the listener how the first import goes.
final class ImportTold {
    private final Progress progress;
    private final FileTable table;
    private final InstantSource clock;
    private long began;
    private long bytesBefore;

    ImportTold(Progress progress, FileTable table, InstantSource clock) {
        this.progress = progress;
        this.table = table;
        this.clock = clock;
    }

    void begin() {
        began = clock.millis();
        bytesBefore = table.bytesCaptured();
    }

    void piece(TrackedFile file) {
        progress.told(new Progress.Import(
                table.bytesKnown(),
                table.bytesCaptured(),
                bytesBefore,
                table.files(),
                table.waiting(),
                file.path.toString(),
                Duration.ofMillis(clock.millis() - began)));
    }
}
