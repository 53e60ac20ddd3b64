package dev.twinlog.sources.transcripts;

import java.time.Duration;
import java.util.Optional;

/// Is told how far the import has come, after each piece of it. Called on the reading thread: be quick.
@FunctionalInterface
public interface Progress {
    void told(Import now);

    /// Tells nobody.
    static Progress none() {
        return now -> {};
    }

    /// How far an import has come.
    ///
    /// @param bytesKnown    bytes of all files known
    /// @param bytesCaptured how many of them are in the journal
    /// @param bytesBefore   how many were when this import began
    /// @param files         files known
    /// @param filesLeft     files with bytes that are not captured
    /// @param current       the path of the file that was read last
    /// @param elapsed       since this import began
    record Import(
            long bytesKnown,
            long bytesCaptured,
            long bytesBefore,
            long files,
            long filesLeft,
            String current,
            Duration elapsed) {
        /// The mean rate of this import, 0 before there is one.
        public double bytesPerSecond() {
            long millis = elapsed.toMillis();
            return millis == 0 ? 0 : (bytesCaptured - bytesBefore) * 1000.0 / millis;
        }

        /// The time left at that rate; empty before there is a rate.
        public Optional<Duration> left() {
            double rate = bytesPerSecond();
            if (rate <= 0) return Optional.empty();
            return Optional.of(Duration.ofMillis((long) ((bytesKnown - bytesCaptured) * 1000.0 / rate)));
        }
    }
}
