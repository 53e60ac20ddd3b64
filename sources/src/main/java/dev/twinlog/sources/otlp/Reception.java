package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.otlp.OtlpRequest.Token;
import dev.twinlog.otlp.Signal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes every request of one door, on all paths: looks at its head, takes in its body, has it kept, and
/// answers when it is on disk. Each request has a virtual thread of its own.
final class Reception implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Door door;
    private final DoorCounts counts;
    private final Lobby lobby;

    Reception(Door door, DoorCounts counts, Lobby lobby) {
        this.door = door;
        this.counts = counts;
        this.lobby = lobby;
    }

    /// One request under way.
    private record Visit(HttpRequest request, boolean http1, Call call, Arriving body, Patience patience) {}

    /// A request that can be kept.
    private record Parcel(byte[] payload, Token token, OtlpPayload.Tally tally, int bodyBytes, long at) {}

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        ConnectionWatch.begun(context);
        var body = new Arriving(lobby.limits().arrival());
        request.subscribe(body, context.eventLoop());
        var visit = new Visit(
                request,
                !context.sessionProtocol().isMultiplex(),
                Call.of(request, context.path()),
                body,
                new Patience(lobby.limits().hold()));
        var answer = new CompletableFuture<HttpResponse>();
        lobby.threads().execute(() -> complete(answer, visit));
        return HttpResponse.of(answer);
    }

    /// Whatever happens, there is an answer.
    private void complete(CompletableFuture<HttpResponse> answer, Visit visit) {
        try {
            answer.complete(answer(visit));
        } catch (Throwable bug) {
            LOG.error("a request of telemetry could not be taken", bug);
            var internal = new Refused(Reason.INTERNAL, "an error inside Twinlog; its log has the details");
            answer.complete(refused(visit, internal));
        }
    }

    private HttpResponse answer(Visit visit) {
        var call = visit.call;
        try {
            Strangers.refuse(visit.request);
            var signal = call.check(visit.request);
            return call.wire().accepted(signal, taken(visit, signal));
        } catch (Refused refused) {
            return refused(visit, refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(visit, new Refused(Reason.CLOSED, "Twinlog is stopping; send it again later"));
        }
    }

    private HttpResponse refused(Visit visit, Refused refused) {
        var signal = visit.call.signal();
        counts.refused(refused.reason());
        if (signal != null && refused.reason().lost() && !lobby.isCanary(visit.request.headers()))
            lobby.refusals()
                    .add(
                            door,
                            signal,
                            refused.reason(),
                            visit.body.bytes(),
                            lobby.clock().millis());
        var answer = visit.call.wire().refused(refused.reason(), refused.message());
        return visit.http1 && !visit.body.isWhole() ? answer.mapHeaders(Reception::closing) : answer;
    }

    /// The rest of a body that is not wanted is not read, so the connection is of no more use. HTTP/2 has
    /// no such header: see {@link Parting}.
    private static ResponseHeaders closing(ResponseHeaders headers) {
        return headers.toBuilder().set(HttpHeaderNames.CONNECTION, "close").build();
    }

    private OtlpPayload.Tally taken(Visit visit, Signal signal) throws Refused, InterruptedException {
        var token = token(visit);
        lobby.enter();
        try (var share = lobby.room().share(visit.patience)) {
            var parcel = parcel(visit, signal, token, share);
            if (share.waited() || !lobby.gate().isOpen()) counts.held();
            keep(signal, parcel, visit.patience);
            if (token != Token.CANARY) counts.acknowledged(parcel.tally, parcel.bodyBytes, parcel.at);
            return parcel.tally;
        } finally {
            lobby.leave();
        }
    }

    private Token token(Visit visit) throws Refused {
        var headers = visit.request.headers();
        if (lobby.isCanary(headers)) return Token.CANARY;
        var token = lobby.token().of(headers);
        if (lobby.token().required() && token != Token.VALID)
            throw new Refused(
                    Reason.UNAUTHENTICATED,
                    "a token is needed, and " + (token == Token.ABSENT ? "none" : "a wrong one")
                            + " came: `twinlog setup apply` writes it into the agents' settings");
        return token;
    }

    /// What the journal gets. The body itself is let go of here, since it may be large, and the payload is
    /// its copy.
    private Parcel parcel(Visit visit, Signal signal, Token token, Room.Share share)
            throws Refused, InterruptedException {
        var body = body(visit, share);
        var encoding = visit.call.wire().encoding();
        var tally = check(signal, encoding, body);
        long now = lobby.clock().millis();
        return new Parcel(new OtlpRequest(encoding, token, now, body).encode(), token, tally, body.length, now);
    }

    private byte[] body(Visit visit, Room.Share share) throws Refused, InterruptedException {
        var headers = visit.request.headers();
        try (var unpacking = visit.call.unpacking(headers, share, lobby.limits().bodyBytes())) {
            for (var piece = visit.body.next(); piece != null; piece = visit.body.next())
                unpacking.take(piece, 0, piece.length);
            return unpacking.end();
        }
    }

    private static OtlpPayload.Tally check(Signal signal, Encoding encoding, byte[] body) throws Refused {
        try {
            return OtlpPayload.check(signal, encoding, body);
        } catch (MalformedPayloadException e) {
            throw new Refused(Reason.MALFORMED, "the body cannot be read: " + e.getMessage());
        }
    }

    /// Returns when the request is on disk: `force` speaks of records before a position, so it is asked for
    /// the next one.
    private void keep(Signal signal, Parcel parcel, Patience patience) throws Refused, InterruptedException {
        var sink = lobby.gate().pass(patience);
        try {
            long position = sink.append(kind(signal), parcel.payload);
            if (parcel.token == Token.CANARY) lobby.canary().sent(position);
            sink.force(position + 1);
        } catch (IOException e) {
            LOG.warn("a request of telemetry was not kept: {}", e.getMessage());
            throw new Refused(Reason.NOT_KEPT, "the journal did not keep it; `twinlog status` says more");
        }
    }

    private static RecordClass kind(Signal signal) {
        return switch (signal) {
            case LOGS -> RecordClass.OTLP_LOGS;
            case TRACES -> RecordClass.OTLP_TRACES;
            case METRICS -> RecordClass.OTLP_METRICS;
        };
    }
}
