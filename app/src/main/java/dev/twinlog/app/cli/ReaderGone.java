package dev.twinlog.app.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// Notices that nobody reads stdout any more, also while nothing is written: `tail | head -3` should end when `head`
/// does, and not with the next event. Where the system's `poll` cannot be had, the next write tells.
final class ReaderGone {
    private static final int STDOUT = 1;
    /// Where `struct pollfd` has what was found.
    private static final int REVENTS_AT = 6;
    private static final int POLLFD_BYTES = 8;
    private static final int FOR_EVER = -1;

    private ReaderGone() {}

    /// Has it done once stdout is a pipe that nobody reads, on a thread of its own.
    static void watch(Runnable then) {
        Thread.ofPlatform().name("reader gone").daemon().start(() -> {
            if (pollStdout()) then.run();
        });
    }

    /// Waits until the system reports an error on stdout; false when that cannot be told.
    @SuppressWarnings("restricted") // the launcher allows native access
    private static boolean pollStdout() {
        var linker = Linker.nativeLinker();
        var found = linker.defaultLookup().find("poll");
        if (found.isEmpty()) return false;
        var poll = linker.downcallHandle(
                found.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            var asked = arena.allocate(POLLFD_BYTES, Integer.BYTES);
            asked.set(ValueLayout.JAVA_INT, 0, STDOUT);
            int ready = (int) poll.invokeExact(asked, 1L, FOR_EVER);
            return ready == 1 && asked.get(ValueLayout.JAVA_SHORT, REVENTS_AT) != 0;
        } catch (VirtualMachineError broken) {
            throw broken;
        } catch (Throwable refused) {
            return false; // then the next write tells
        }
    }
}
