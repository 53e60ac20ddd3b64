package dev.twinlog.app;

import org.jspecify.annotations.Nullable;

/// Where a daemon serves. Whole URLs without a path; the page's carries its token as a query.
///
/// @param page     `http://127.0.0.1:4319/?token=…`
/// @param otlpHttp null when it is not listening
/// @param otlpGrpc null when it is not listening
public record Addresses(
        @Nullable String page,
        @Nullable String otlpHttp,
        @Nullable String otlpGrpc) {}
