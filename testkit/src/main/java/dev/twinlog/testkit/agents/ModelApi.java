package dev.twinlog.testkit.agents;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/// How requests and answers of one model API look. It keeps nothing between requests: what was sent is in the ledger.
public interface ModelApi {
    /// The script with what agents of this API ask of themselves, such as compactions and titles.
    default Script completed(Script script) {
        return script;
    }

    /// Answers one request.
    void answer(Asked asked, Reply reply) throws IOException, InterruptedException, TimeoutException;

    /// A request, read whole.
    ///
    /// @param path without the query
    /// @param body the JSON of its body; without one a null value
    record Asked(String method, String path, Json body) {}
}
