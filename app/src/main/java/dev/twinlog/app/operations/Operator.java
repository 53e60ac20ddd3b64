package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Has operations done by a running Twinlog.
@FunctionalInterface
public interface Operator {
    /// Has one done, and returns its result: an object as plain maps, lists, strings, longs, doubles and booleans.
    ///
    /// @param params by name, each a string, a number or a boolean
    /// @throws Refusal     when it is refused; the message is for people
    /// @throws IOException when Twinlog does not answer
    Map<String, @Nullable Object> call(Operation operation, Map<String, ?> params) throws Refusal, IOException;
}
