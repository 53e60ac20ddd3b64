package dev.twinlog.app.http;

import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// One method at `/rpc`. A new method is an entry of the table that {@link PageServer} is given.
@FunctionalInterface
public interface RpcMethod {
    /// Does what it is named for, and writes its result, one JSON value.
    ///
    /// @param params by name, as texts
    /// @throws Refusal when it will not; nothing may have been written then
    void call(Map<String, String> params, OutputStream result) throws Refusal, IOException;
}
