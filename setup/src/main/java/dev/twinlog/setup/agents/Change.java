package dev.twinlog.setup.agents;

import org.jspecify.annotations.Nullable;

/// One key of an agent's settings that becomes another.
///
/// @param key  with its tables: `env.OTEL_LOGS_EXPORTER`, `otel.exporter`
/// @param from as the file writes it; null: it was not there
/// @param to   as the file writes it; null: it goes
public record Change(
        String key, @Nullable String from, @Nullable String to) {}
