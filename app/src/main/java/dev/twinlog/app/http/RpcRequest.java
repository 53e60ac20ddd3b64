package dev.twinlog.app.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request of JSON-RPC 2.0 (https://www.jsonrpc.org/specification), as far as Twinlog uses it: parameters by name,
/// each a string, a number or a boolean, or an array of them.
///
/// @param id     as it was written, JSON; null for a notification
/// @param method the name
/// @param params as texts, an array as TOML writes it; null ones are left out
record RpcRequest(@Nullable String id, String method, Map<String, String> params) implements RpcItem {
    private static final String NO_PARAMETER = " must be a string, a number or a boolean, or an array of them";

    @Override
    public boolean isNotification() {
        return id == null;
    }

    /// Reads what the parser stands on, to its end: a request, or -32600 for what is no call, -32602 for strange
    /// parameters.
    ///
    /// @throws IOException when it is no JSON
    static RpcItem read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new RpcFault(RpcCodes.INVALID_REQUEST, "a request is an object");
        }
        var reading = new Reading();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName())
            reading.member(name, json.nextToken(), json);
        return reading.item();
    }

    private static final class Reading {
        private @Nullable String id;
        private @Nullable String version;
        private @Nullable String method;
        private final TreeMap<String, String> params = new TreeMap<>();

        private int trouble;
        private String message = "";

        void member(String name, JsonToken value, JsonParser json) throws IOException {
            switch (name) {
                case "jsonrpc" -> {
                    version = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    json.skipChildren();
                }
                case "method" -> {
                    method = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    json.skipChildren();
                }
                case "id" -> id = id(value, json);
                case "params" -> params(value, json);
                default -> json.skipChildren();
            }
        }

        private String id(JsonToken value, JsonParser json) throws IOException {
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

        private void note(int code, String what) {
            if (trouble != 0) return;
            trouble = code;
            message = what;
        }

        RpcItem item() {
            if (!"2.0".equals(version)) note(RpcCodes.INVALID_REQUEST, "jsonrpc must be \"2.0\"");
            var named = method;
            if (named == null) note(RpcCodes.INVALID_REQUEST, "method must be a string");
            return trouble != 0 || named == null
                    ? new RpcFault(id == null ? "null" : id, trouble, message)
                    : new RpcRequest(id, named, params);
        }
    }
}
