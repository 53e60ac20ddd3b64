package dev.twinlog.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request of JSON-RPC 2.0 (https://www.jsonrpc.org/specification), as far as Twinlog uses it: one call,
/// parameters by
/// name, each a string, a number or a boolean, or an array of them.
///
/// @param id     as it was written, JSON; null for a notification
/// @param method the name
/// @param params as texts, an array as TOML writes it; null ones are left out
record RpcRequest(@Nullable String id, String method, Map<String, String> params) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING_MAX)
                    .maxStringLength(Limits.BODY_BYTES_MAX)
                    .build())
            .build();

    /// What is wrong with a request, by the codes of the specification.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;
        private final String id;

        Malformed(int code, String id, String message) {
            super(message);
            this.code = code;
            this.id = id;
        }

        int code() {
            return code;
        }

        /// The id as far as it could be read, else `null`; JSON.
        String id() {
            return id;
        }
    }

    /// @throws Malformed with -32700 for what is no JSON, -32600 for what is no call, -32602 for strange
    /// parameters
    static RpcRequest parse(byte[] body) throws Malformed {
        var reading = new Reading();
        try (var json = JSON.createParser(body)) {
            reading.read(json);
        } catch (IOException e) {
            throw new Malformed(RpcCodes.PARSE_ERROR, "null", "the body is no JSON, or nested too deep");
        }
        return reading.request();
    }

    private static final String NO_PARAMETER = " must be a string, a number or a boolean, or an array of them";

    private static final class Reading {
        private @Nullable String id;
        private @Nullable String version;
        private @Nullable String method;
        private final TreeMap<String, String> params = new TreeMap<>();

        private int trouble;
        private String message = "";

        void read(JsonParser json) throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                note(RpcCodes.INVALID_REQUEST, "a request is one object; batches are not taken");
                skipAll(json);
                return;
            }
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                member(name, json.nextToken(), json);
            }
            if (json.nextToken() != null) note(RpcCodes.INVALID_REQUEST, "there is more after the request");
        }

        private void member(String name, JsonToken value, JsonParser json) throws IOException {
            switch (name) {
                case "jsonrpc" -> version = json.getValueAsString();
                case "method" -> method = value == JsonToken.VALUE_STRING ? json.getText() : null;
                case "id" -> id = id(value, json);
                case "params" -> params(value, json);
                default -> json.skipChildren();
            }
        }

        private @Nullable String id(JsonToken value, JsonParser json) throws IOException {
            if (value == JsonToken.VALUE_STRING) return Replies.quoted(json.getText());
            if (value == JsonToken.VALUE_NUMBER_INT) return json.getText();
            if (value != JsonToken.VALUE_NULL) note(RpcCodes.INVALID_REQUEST, "id must be a string or an integer");
            json.skipChildren();
            return "null";
        }

        private void params(JsonToken value, JsonParser json) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                note(RpcCodes.INVALID_PARAMS, "params must be an object");
                json.skipChildren();
                return;
            }
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                var token = json.nextToken();
                if (token == JsonToken.VALUE_NULL) continue;
                if (token.isScalarValue()) params.put(name, json.getText());
                else if (token == JsonToken.START_ARRAY) list(name, json);
                else note(RpcCodes.INVALID_PARAMS, name + NO_PARAMETER);
                json.skipChildren();
            }
        }

        /// What follows the first that is no scalar is passed over.
        private void list(String name, JsonParser json) throws IOException {
            var items = new StringJoiner(", ", "[", "]");
            for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token == null) return;
                if (token == JsonToken.VALUE_STRING) items.add(Replies.quoted(json.getText()));
                else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) items.add(json.getText());
                else note(RpcCodes.INVALID_PARAMS, name + NO_PARAMETER);
                json.skipChildren();
            }
            params.put(name, items.toString());
        }

        /// Reads to the end, so that what is no JSON is told as such.
        private static void skipAll(JsonParser json) throws IOException {
            json.skipChildren();
            while (json.nextToken() != null) json.skipChildren();
        }

        private void note(int code, String what) {
            if (trouble != 0) return;
            trouble = code;
            message = what;
        }

        RpcRequest request() throws Malformed {
            if (!"2.0".equals(version)) note(RpcCodes.INVALID_REQUEST, "jsonrpc must be \"2.0\"");
            var named = method;
            if (named == null) note(RpcCodes.INVALID_REQUEST, "method must be a string");
            if (trouble != 0 || named == null) throw new Malformed(trouble, id == null ? "null" : id, message);
            return new RpcRequest(id, named, params);
        }
    }
}
