package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.app.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what answers on a thread of its own, and turns how it ends into a response.
final class Answering {
    /// What is told of an error of ours.
    static final String BUG = "an error inside Twinlog; its log has the details";

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final ExecutorService threads;

    Answering(ExecutorService threads) {
        this.threads = threads;
    }

    /// What writes an answer.
    interface Writer {
        void write(OutputStream out) throws Refusal, IOException;
    }

    /// @param onRefusal the status of a refusal, and its body
    HttpResponse answer(ServiceRequestContext context, Writer writer, RefusalReply onRefusal) {
        return answer(context, MediaType.JSON_UTF_8, writer, onRefusal);
    }

    /// @param type of what is written
    HttpResponse answer(ServiceRequestContext context, MediaType type, Writer writer, RefusalReply onRefusal) {
        var response = HttpResponse.streaming();
        return begin(context, response, new AnswerStream(response, type, Limits.PIECE_BYTES), writer::write, onRefusal);
    }

    /// Does what is not answered but by 204, when it is done.
    HttpResponse silently(ServiceRequestContext context, Runnable work) {
        context.clearRequestTimeout();
        return HttpResponse.of(CompletableFuture.runAsync(work, threads).handle((_, bug) -> {
            if (bug != null) LOG.error("what nobody waits for has failed", bug);
            return HttpResponse.of(Replies.bare(HttpStatus.NO_CONTENT).build());
        }));
    }

    /// An answer that goes on for as long as its reader wants.
    HttpResponse feed(ServiceRequestContext context, StreamWriter writer, RefusalReply onRefusal) {
        var response = HttpResponse.streaming();
        var out = new AnswerStream(response, MediaType.EVENT_STREAM, Limits.FEED_PIECE_BYTES);
        return begin(context, response, out, writer, onRefusal);
    }

    private HttpResponse begin(
            ServiceRequestContext context,
            HttpResponseWriter response,
            AnswerStream out,
            StreamWriter writer,
            RefusalReply onRefusal) {
        context.clearRequestTimeout();
        threads.execute(() -> write(writer, out, response, onRefusal));
        return response;
    }

    /// What writes an answer that says when it is to be sent.
    interface StreamWriter {
        void write(AnswerStream out) throws Refusal, IOException;
    }

    private static void write(
            StreamWriter writer, AnswerStream out, HttpResponseWriter response, RefusalReply onRefusal) {
        try {
            writer.write(out);
            out.close();
        } catch (Refusal refusal) {
            if (out.begun()) out.abort(refusal);
            else reply(response, onRefusal.status(refusal), onRefusal.body(refusal));
        } catch (IOException e) {
            var refusal = new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
            if (out.begun()) out.abort(e);
            else reply(response, onRefusal.status(refusal), onRefusal.body(refusal));
        } catch (RuntimeException | Error bug) {
            LOG.error("a question could not be answered", bug);
            var refusal = new Refusal(Refusal.Reason.UNABLE, BUG, bug);
            if (out.begun()) out.abort(bug);
            else reply(response, HttpStatus.INTERNAL_SERVER_ERROR, onRefusal.body(refusal));
        }
    }

    private static void reply(HttpResponseWriter response, HttpStatus status, String body) {
        var data = HttpData.ofUtf8(body);
        response.write(Replies.head(status, MediaType.JSON_UTF_8)
                .contentLength(data.length())
                .build());
        response.write(data);
        response.close();
    }

    /// How a refusal is told: `/api` by a status, `/rpc` in the body.
    interface RefusalReply {
        HttpStatus status(Refusal refusal);

        String body(Refusal refusal);
    }
}
