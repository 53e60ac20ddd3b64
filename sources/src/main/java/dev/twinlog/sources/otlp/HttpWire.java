package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.Signal;

/// OTLP over HTTP: an answer is written as its request was.
record HttpWire(Encoding encoding) implements Wire {
    static final MediaType PROTOBUF = MediaType.create("application", "x-protobuf");

    @Override
    public HttpResponse accepted(Signal signal, OtlpPayload.Tally tally) {
        return response(ResponseHeaders.builder(HttpStatus.OK), ExportAnswer.of(encoding, signal, tally));
    }

    @Override
    public HttpResponse refused(Reason reason, String message) {
        var headers = ResponseHeaders.builder(reason.status());
        switch (reason) {
            case METHOD -> headers.add(HttpHeaderNames.ALLOW, "POST");
            case UNAUTHENTICATED -> headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
            case CONTENT_ENCODING -> headers.add(HttpHeaderNames.ACCEPT_ENCODING, "gzip, identity");
            case OVERLOADED, CLOSED, NOT_KEPT ->
                headers.addLong(HttpHeaderNames.RETRY_AFTER, OtlpLimits.RETRY_AFTER.toSeconds());
            case FOREIGN,
                    UNKNOWN_PATH,
                    CONTENT_TYPE,
                    MALFORMED,
                    LINE_TOO_LONG,
                    HEAD_TOO_LARGE,
                    TOO_LARGE,
                    SLOW,
                    CUT_SHORT,
                    INTERNAL -> {}
        }
        return response(headers, RpcStatus.of(reason, message).encode(encoding));
    }

    private HttpResponse response(ResponseHeadersBuilder headers, byte[] body) {
        var type = encoding == Encoding.JSON ? MediaType.JSON : PROTOBUF;
        return HttpResponse.of(
                headers.contentType(type)
                        .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                        .contentLength(body.length)
                        .build(),
                HttpData.wrap(body));
    }
}
