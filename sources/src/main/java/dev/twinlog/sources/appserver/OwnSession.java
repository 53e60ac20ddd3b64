package dev.twinlog.sources.appserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How a program is started in a session of its own, so that no signal of a terminal reaches it and what it
/// starts can be told by its session. Linux has `setsid`, macOS only Perl's; where neither is, a program
/// stays in our session, and what it started is told by descent alone.
final class OwnSession {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin");

    private OwnSession() {}

    /// What stands in front of a command for this. The process id is that of the command in the end.
    static List<String> before() {
        return Stream.of(
                        List.of("setsid"), List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV"))
                .filter(command -> !program(command.getFirst()).isEmpty())
                .findFirst()
                .map(command -> Stream.concat(
                                Stream.of(program(command.getFirst())),
                                command.stream().skip(1))
                        .toList())
                .orElse(List.of());
    }

    /// The path of a program of the system; empty when there is none. `PATH` is not asked: it is the user's.
    private static String program(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }
}
