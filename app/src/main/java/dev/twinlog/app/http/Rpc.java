package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Nearest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// JSON-RPC 2.0 at `/rpc`. Errors of a call are told in the body, with status 200, as JSON-RPC over HTTP has
/// it.
final class Rpc extends AbstractHttpService {
    private static final byte[] END = {'}'};

    private final Map<String, RpcMethod> methods;
    private final Answering answering;

    Rpc(Map<String, RpcMethod> methods, Answering answering) {
        this.methods = new TreeMap<>(methods);
        this.answering = answering;
    }

    /// Only JSON is taken: a form of a foreign page cannot send it without asking first.
    @Override
    protected HttpResponse doPost(ServiceRequestContext context, HttpRequest request) {
        var type = request.contentType();
        if (type == null || !type.is(MediaType.JSON)) {
            return Replies.error(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
        }
        return HttpResponse.of(request.aggregate()
                .thenApply(body -> respond(context, body.content().array())));
    }

    private HttpResponse respond(ServiceRequestContext context, byte[] body) {
        RpcRequest call;
        try {
            call = RpcRequest.parse(body);
        } catch (RpcRequest.Malformed e) {
            return Replies.json(HttpStatus.OK, error(e.id(), e.code(), String.valueOf(e.getMessage())));
        }
        var id = call.id() == null ? "null" : call.id();
        var method = methods.get(call.method());
        if (method == null) {
            var hint = Nearest.hint(call.method(), methods.keySet());
            var message = "there is no method '" + call.method() + "'" + hint;
            return Replies.json(HttpStatus.OK, error(id, RpcCodes.METHOD_NOT_FOUND, message));
        }
        return answering.answer(context, out -> result(method, call, id, out), new Reply(id));
    }

    /// The head of the response is held back until the method has written or ended, since it may still refuse.
    private static void result(RpcMethod method, RpcRequest call, String id, OutputStream out)
            throws Refusal, IOException {
        var head = ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":").getBytes(StandardCharsets.UTF_8);
        out.write(head);
        method.call(call.params(), out);
        out.write(END);
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":"
                + Replies.quoted(message) + "}}";
    }

    private record Reply(String id) implements Answering.RefusalReply {
        @Override
        public HttpStatus status(Refusal refusal) {
            return HttpStatus.OK;
        }

        @Override
        public String body(Refusal refusal) {
            return error(id, RpcCodes.of(refusal.reason()), String.valueOf(refusal.getMessage()));
        }
    }
}
