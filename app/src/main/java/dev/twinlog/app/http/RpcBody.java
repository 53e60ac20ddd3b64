package dev.twinlog.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What somebody sends to `/rpc`: one request, or several as a batch.
///
/// @param items one, where it is no batch
record RpcBody(boolean isBatch, List<RpcItem> items) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING_MAX)
                    .maxStringLength(Limits.BODY_BYTES_MAX)
                    .build())
            .build();

    RpcBody {
        items = List.copyOf(items);
    }

    /// What is no JSON at all is one fault, -32700; so is a batch that is empty or too long, -32600.
    static RpcBody parse(byte[] bytes) {
        try (var json = JSON.createParser(bytes)) {
            var first = json.nextToken();
            if (first == null) return fault(RpcCodes.PARSE_ERROR, "the body is empty");
            var body =
                    first == JsonToken.START_ARRAY ? batch(json) : new RpcBody(false, List.of(RpcRequest.read(json)));
            if (json.nextToken() == null) return body;
            skipAll(json);
            return fault(RpcCodes.INVALID_REQUEST, "there is more after the request");
        } catch (IOException e) {
            return fault(RpcCodes.PARSE_ERROR, "the body is no JSON, or nested too deep");
        }
    }

    private static RpcBody batch(JsonParser json) throws IOException {
        var items = new ArrayList<RpcItem>();
        int count = 0;
        for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) throw new IOException("the batch has no end");
            if (count++ < Limits.BATCH_MAX) items.add(RpcRequest.read(json));
            else json.skipChildren();
        }
        if (count == 0) return fault(RpcCodes.INVALID_REQUEST, "a batch has at least one request");
        return count <= Limits.BATCH_MAX
                ? new RpcBody(true, items)
                : fault(RpcCodes.INVALID_REQUEST, "a batch has " + Limits.BATCH_MAX + " requests at most");
    }

    private static RpcBody fault(int code, String message) {
        return new RpcBody(false, List.of(new RpcFault(code, message)));
    }

    /// Reads to the end, so that what is no JSON is told as such.
    private static void skipAll(JsonParser json) throws IOException {
        json.skipChildren();
        while (json.nextToken() != null) json.skipChildren();
    }
}
