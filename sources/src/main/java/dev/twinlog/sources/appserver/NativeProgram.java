package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program beneath the launcher of npm. `npm i -g @openai/codex` (0.169) lays out, and links
/// `bin/codex` to the first:
///
/// ```
/// lib/node_modules/@openai/codex/bin/codex.js                                       a script for Node
/// lib/node_modules/@openai/codex/node_modules/@openai/codex-linux-x64/vendor/TRIPLE/bin/codex
/// ```
///
/// In a local installation the second package stands beside the first. The script only runs the program:
/// going there directly needs no Node, and what is looked at is what is run.
final class NativeProgram {
    private static final String LAUNCHER = "codex.js";
    /// Of the vendor's folder, newest layout first.
    private static final List<String> PLACES = List.of("bin/codex", "codex/codex");

    private NativeProgram() {}

    /// The program itself: the file as it is when it is no launcher; null when the launcher has none for
    /// this machine.
    ///
    /// @param real links followed
    static @Nullable Path beneath(Path real) throws IOException {
        if (!real.endsWith(LAUNCHER)) return real;
        var root = real.resolve("../..").normalize();
        for (var folder = root; folder != null; folder = folder.getParent())
            for (var vendor : vendors(root, folder)) {
                var program = in(vendor);
                if (program != null) return program.toRealPath();
            }
        return null;
    }

    /// As Node resolves a package: in each `node_modules` from the script upwards; older versions have it
    /// inside.
    private static List<Path> vendors(Path root, Path folder) {
        var packaged = folder.resolve("node_modules/@openai/codex-" + platform() + "/vendor");
        return folder.equals(root) ? List.of(packaged, root.resolve("vendor")) : List.of(packaged);
    }

    private static @Nullable Path in(Path vendor) throws IOException {
        if (!Files.isDirectory(vendor)) return null;
        try (Stream<Path> triples = Files.list(vendor)) {
            return triples.filter(NativeProgram::ours)
                    .sorted()
                    .flatMap(triple -> PLACES.stream().map(triple::resolve))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static boolean ours(Path triple) {
        var name = triple.getFileName().toString();
        return name.startsWith(arm() ? "aarch64-" : "x86_64-") && name.contains(mac() ? "-apple-" : "-linux-");
    }

    private static String platform() {
        return (mac() ? "darwin-" : "linux-") + (arm() ? "arm64" : "x64");
    }

    private static boolean mac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    }

    private static boolean arm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    static String missing(Path launcher) {
        return launcher + " is npm's launcher of Codex, and the program for this machine (package @openai/codex-"
                + platform() + ") is not installed beneath it: npm i -g @openai/codex";
    }
}
