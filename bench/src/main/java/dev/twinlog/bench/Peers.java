package dev.twinlog.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The programs that stand beside Twinlog, as far as they can be run here.
///
/// @param versions what is told of each; of one that cannot be run, why
record Peers(
        @Nullable Ccusage ccusage,
        @Nullable Ripgrep ripgrep,
        @Nullable Zipkin zipkin,
        boolean duckdb,
        SortedMap<String, String> versions) {
    /// Installs what can be installed into a folder.
    static Peers of(Path folder) throws IOException, InterruptedException {
        var versions = new TreeMap<String, String>();
        var ccusage = Ccusage.installed(folder);
        versions.put(
                Ccusage.NAME,
                ccusage.map(_ -> Ccusage.VERSION + " (native binary)").orElse("not run: npm could not install it"));
        var ripgrep = Ripgrep.installed();
        versions.put(
                Ripgrep.NAME,
                ripgrep.map(Ripgrep::version).orElse("not run: not installed (Debian: apt install ripgrep)"));
        var zipkin = Zipkin.installed(folder);
        versions.put(
                Zipkin.NAME,
                zipkin.map(_ -> Zipkin.VERSION + " (executable jar, its storage in memory)")
                        .orElse("not run: Maven could not fetch it"));
        var duckdb = duckDbVersion();
        versions.put(
                DuckDb.NAME,
                duckdb.map(version -> version + " (in a Java process of its own)")
                        .orElse("not run: it does not start here"));
        return new Peers(ccusage.orElse(null), ripgrep.orElse(null), zipkin.orElse(null), duckdb.isPresent(), versions);
    }

    private static Optional<String> duckDbVersion() {
        try (var duckdb = DuckDb.start()) {
            return Optional.of(duckdb.version());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
