package dev.twinlog.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// CPU time of all child processes that have ended, with theirs, as the system counts it: exact, however short they
/// lived. Two readings around one child tell that child's time.
@SuppressWarnings("restricted")
final class ChildTimes {
    private static final int RUSAGE_CHILDREN = -1;
    private static final int LONGS = 18;
    private static final MethodHandle GETRUSAGE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private ChildTimes() {}

    /// Seconds of user and system time of all children that were waited for.
    static double seconds() {
        try (var arena = Arena.ofConfined()) {
            var usage = arena.allocate(ValueLayout.JAVA_LONG, LONGS);
            int failed = (int) GETRUSAGE.invokeExact(RUSAGE_CHILDREN, usage);
            if (failed != 0) throw new IllegalStateException("getrusage answered " + failed);
            return at(usage, 0) + at(usage, 2) + (at(usage, 1) + at(usage, 3)) / 1e6;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static double at(java.lang.foreign.MemorySegment usage, int index) {
        return usage.getAtIndex(ValueLayout.JAVA_LONG, index);
    }
}
