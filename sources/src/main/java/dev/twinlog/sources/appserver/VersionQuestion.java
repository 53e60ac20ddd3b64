package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks a program for its version: `codex --version` says `codex-cli 0.169.0`.
///
/// @param environment of the program, whole
/// @param folder      it runs in
record VersionQuestion(SortedMap<String, String> environment, Path folder) {
    static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}[0-9A-Za-z.+-]{0,40})");

    /// The version; null when it says none within three seconds. That is no reason not to run it.
    @Nullable
    String ask(Path program) throws InterruptedException {
        return ask(program, PATIENCE);
    }

    @Nullable
    String ask(Path program, Duration patience) throws InterruptedException {
        var answer = new Answer();
        var spec = new ChildSpec(List.of(program.toString(), "--version"), environment, folder);
        try (var child = Child.start(spec, answer, _ -> {})) {
            child.wire().close();
            child.awaitEnd(patience);
            return answer.version();
        } catch (IOException e) {
            return null;
        }
    }

    /// The first line that has a version.
    private static final class Answer implements Wire.Listener {
        private @Nullable String version;

        @Override
        public synchronized void frame(byte[] message) {
            if (version != null || message.length > 1024) return;
            var found = VERSION.matcher(new String(message, StandardCharsets.UTF_8));
            if (found.find()) version = found.group(1);
        }

        @Override
        public void unfit(String why, String quoted) {}

        @Override
        public void closed(@Nullable String why) {}

        synchronized @Nullable String version() {
            return version;
        }
    }
}
