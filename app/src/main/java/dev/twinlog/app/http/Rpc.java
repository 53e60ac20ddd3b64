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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// JSON-RPC 2.0 at `/rpc`. Errors of a call are told in the body, with status 200, as JSON-RPC over HTTP has it; who
/// sends notifications alone gets 204. The requests of a batch are answered one after the other, in their order.
final class Rpc extends AbstractHttpService {
    private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);
    /// UTF-16 units of a message that are logged.
    private static final int LOGGED_MAX = 512;

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
                .thenApply(body -> respond(context, RpcBody.parse(body.content().array()))));
    }

    private HttpResponse respond(ServiceRequestContext context, RpcBody body) {
        var items = body.items().stream().map(this::known).toList();
        if (items.stream().allMatch(RpcItem::isNotification))
            return answering.silently(context, () -> items.forEach(this::heed));
        if (body.isBatch()) return answering.answer(context, out -> batch(items, out), new Reply("null"));
        return switch (items.getFirst()) {
            case RpcFault fault -> Replies.json(HttpStatus.OK, error(fault));
            case RpcRequest call -> answering.answer(context, out -> result(call, out), new Reply(id(call)));
        };
    }

    /// The same, or a fault in place of a request for what is no method.
    private RpcItem known(RpcItem item) {
        if (!(item instanceof RpcRequest call) || call.isNotification() || methods.containsKey(call.method()))
            return item;
        var hint = Nearest.hint(call.method(), methods.keySet());
        return new RpcFault(id(call), RpcCodes.METHOD_NOT_FOUND, "there is no method '" + call.method() + "'" + hint);
    }

    /// The head of the response is held back until the method has written or ended, since it may still refuse.
    private void result(RpcRequest call, OutputStream out) throws Refusal, IOException {
        out.write(head(id(call)));
        method(call).call(call.params(), out);
        out.write('}');
    }

    private void batch(List<RpcItem> items, OutputStream out) throws IOException {
        char before = '[';
        for (var item : items) {
            if (item.isNotification()) {
                heed(item);
                continue;
            }
            out.write(before);
            before = ',';
            switch (item) {
                case RpcFault fault -> out.write(utf8(error(fault)));
                case RpcRequest call -> inBatch(call, out);
            }
        }
        out.write(']');
    }

    private void inBatch(RpcRequest call, OutputStream out) throws IOException {
        var result = new ResultStream(out, head(id(call)));
        try {
            method(call).call(call.params(), result);
            result.end();
        } catch (Refusal refusal) {
            result.refuse(refusal, new Reply(id(call)));
        } catch (IOException e) {
            result.refuse(new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e), new Reply(id(call)));
        } catch (RuntimeException bug) {
            LOG.error("{} has failed", call.method(), bug);
            result.refuse(new Refusal(Refusal.Reason.UNABLE, Answering.BUG, bug), new Reply(id(call)));
        }
    }

    /// Does what nobody waits for; who sends it asks not to hear how it went.
    private void heed(RpcItem item) {
        if (!(item instanceof RpcRequest call)) return;
        try {
            method(call).call(call.params(), OutputStream.nullOutputStream());
        } catch (Refusal | IOException e) {
            LOG.info("a notification was not followed: {}", words(e));
        } catch (RuntimeException bug) {
            LOG.error("{} has failed", call.method(), bug);
        }
    }

    /// What somebody sent may be in it.
    private static String words(Exception e) {
        var said = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return said.length() <= LOGGED_MAX ? said : said.substring(0, LOGGED_MAX) + "…";
    }

    private RpcMethod method(RpcRequest call) throws Refusal {
        var method = methods.get(call.method());
        if (method == null) throw new Refusal(Refusal.Reason.NOT_FOUND, "there is no method '" + call.method() + "'");
        return method;
    }

    /// A result in a batch, whose head is written when something of it is: until then it may become an error.
    private static final class ResultStream extends OutputStream {
        private final OutputStream out;
        private final byte[] head;
        private boolean begun;

        ResultStream(OutputStream out, byte[] head) {
            this.out = out;
            this.head = head;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (!begun) out.write(head);
            begun = true;
            out.write(bytes, from, count);
        }

        void end() throws IOException {
            write('}');
        }

        /// @throws IOException when it is too late for an error
        void refuse(Refusal refusal, Reply reply) throws IOException {
            if (begun) throw new IOException(refusal.getMessage(), refusal);
            out.write(utf8(reply.body(refusal)));
        }
    }

    private static byte[] head(String id) {
        return utf8("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":");
    }

    private static String id(RpcRequest call) {
        return call.id() == null ? "null" : call.id();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String error(RpcFault fault) {
        return error(fault.id(), fault.code(), fault.message());
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
