package dev.twinlog.sources.appserver;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.sources.appserver.Incoming.Notification;
import dev.twinlog.sources.appserver.Incoming.Reply;
import dev.twinlog.sources.appserver.Incoming.Response;
import dev.twinlog.sources.appserver.Incoming.ServerRequest;
import dev.twinlog.sources.appserver.Incoming.Unfit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes JSON-RPC 2.0 as Codex speaks it: without the member `jsonrpc`, which is taken and not
/// needed. Source: the specification at jsonrpc.org, and what Codex 0.169 was measured to send.
final class Messages {
    private Messages() {}

    private enum Member {
        ID,
        METHOD,
        PARAMS,
        RESULT,
        ERROR;

        static @Nullable Member named(String name) {
            return switch (name) {
                case "id" -> ID;
                case "method" -> METHOD;
                case "params" -> PARAMS;
                case "result" -> RESULT;
                case "error" -> ERROR;
                default -> null;
            };
        }
    }

    /// What a frame says. Never fails: what is no message is {@link Incoming.Unfit}.
    ///
    /// @param frame kept by what is returned; not to be changed
    static Incoming parse(byte[] frame) {
        try (var parser = JsonTokens.parser(frame, 0, frame.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return new Unfit("it is no JSON object");
            return message(members(frame, parser));
        } catch (UnfitException e) {
            return new Unfit(e.why);
        } catch (JsonParseException e) {
            return new Unfit("it is no JSON: " + e.getOriginalMessage() + " at byte "
                    + e.getLocation().getByteOffset());
        } catch (IOException e) {
            return new Unfit("it is no JSON: " + e.getMessage());
        }
    }

    private static Map<Member, RawJson> members(byte[] frame, JsonParser parser) throws IOException {
        var members = new EnumMap<Member, RawJson>(Member.class);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var member = Member.named(parser.currentName());
            parser.nextToken();
            int begin = JsonTokens.begin(parser);
            int end = JsonTokens.end(parser);
            if (member != null && members.put(member, new RawJson(frame, begin, end)) != null)
                throw new UnfitException("it names a member twice, at byte " + begin);
        }
        if (parser.nextToken() != null) throw new UnfitException("more follows the object");
        return members;
    }

    private static Incoming message(Map<Member, RawJson> members) throws UnfitException {
        var id = id(members.get(Member.ID));
        var method = members.get(Member.METHOD);
        if (method == null) return response(id, members);
        if (method.kind() != RawJson.Kind.STRING) throw new UnfitException("its method is no string");
        var params = members.get(Member.PARAMS);
        return id == null ? new Notification(method.asText(), params) : new ServerRequest(id, method.asText(), params);
    }

    private static @Nullable MessageId id(@Nullable RawJson json) throws UnfitException {
        if (json == null || json.kind() == RawJson.Kind.NULL) return null;
        var id = MessageId.of(json);
        if (id == null) throw new UnfitException("its id is neither an integer nor a string");
        return id;
    }

    private static Response response(@Nullable MessageId id, Map<Member, RawJson> members) throws UnfitException {
        if (id == null) throw new UnfitException("it has neither a method nor an id");
        var error = members.get(Member.ERROR);
        if (error != null && error.kind() != RawJson.Kind.NULL) return new Response(id, failure(error));
        var result = members.get(Member.RESULT);
        if (result == null) throw new UnfitException("it has an id, but neither method, result nor error");
        return new Response(id, new Reply.Result(result));
    }

    /// An error in another shape than JSON-RPC's is an error all the same.
    private static Reply.Failure failure(RawJson error) {
        var code = error.at("code");
        var message = error.text("message");
        return new Reply.Failure(code == null ? 0 : code.asLong(), message == null ? error.toString() : message);
    }

    /// @param params JSON of an object; null: none are sent
    static byte[] request(long id, String method, @Nullable String params) {
        return written("{\"id\":" + id + ",\"method\":" + RawJson.quote(method), params);
    }

    /// @param params JSON of an object; null: none are sent
    static byte[] notification(String method, @Nullable String params) {
        return written("{\"method\":" + RawJson.quote(method), params);
    }

    private static byte[] written(String begun, @Nullable String params) {
        var text = params == null ? begun + "}" : begun + ",\"params\":" + params + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String why;

        UnfitException(String why) {
            super(why);
            this.why = why;
        }
    }
}
