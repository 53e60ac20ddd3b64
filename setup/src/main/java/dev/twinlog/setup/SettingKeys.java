package dev.twinlog.setup;

import dev.twinlog.setup.SettingType.Choice;
import dev.twinlog.setup.SettingType.Days;
import dev.twinlog.setup.SettingType.Flag;
import dev.twinlog.setup.SettingType.Paths;
import dev.twinlog.setup.SettingType.Port;
import dev.twinlog.setup.SettingType.Size;
import java.io.File;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Every setting there is. This table is the documentation, the parser's grammar and the source of the
/// defaults.
public enum SettingKeys {
    WATCH_CLAUDE(
            "watch_paths.claude",
            new Paths(File.pathSeparator),
            null,
            "Folders with Claude Code's transcripts. Default: projects/ in CLAUDE_CONFIG_DIR or ~/.claude."),
    WATCH_CODEX(
            "watch_paths.codex_logs",
            new Paths(File.pathSeparator),
            null,
            "Folders with Codex' rollouts. Default: sessions/ and archived_sessions/ in CODEX_HOME or ~/.codex."),
    PAGE_PORT(
            "page-port",
            new Port(),
            4319,
            "Port of the page, /api and /rpc on loopback. If it is taken, the next free one is used and printed."),
    OTLP_HTTP_PORT(
            "otlp-http-port",
            new Port(),
            4318,
            "Port for OTLP over HTTP on loopback. If it is taken, it is tried again; no other is used, since agents are told."),
    OTLP_GRPC_PORT("otlp-grpc-port", new Port(), 4317, "Port for OTLP over gRPC on loopback; as otlp-http-port."),
    OTLP_TOKEN(
            "otlp.token",
            new Choice(List.of("optional", "required")),
            "optional",
            "What telemetry without a valid token is: optional, kept and marked; required, refused. `twinlog setup apply` gives agents the token."),
    OTLP_KEEP_PERSONAL(
            "otlp.keep_personal",
            new Flag(),
            false,
            "Whether accounts and e-mail addresses that telemetry names are settled too; the raw records hold them in any case."),
    DISK_FLOOR(
            "disk.floor",
            new Size(),
            256L << 20,
            "Free space below which capture stops and keeps its place, until there is room again."),
    AUTO_INGEST("ingest.auto_ingest_enabled", new Flag(), true, "Whether sessions are captured at all."),
    STREAM_ENABLED(
            "stream.enabled",
            new Choice(List.of("auto", "on", "off")),
            "auto",
            "Whether Codex' live stream is listened to; auto: when Codex is there. This version never does; on is refused."),
    RAW_KEEP(
            "raw.keep",
            new Choice(List.of("all", "redacted", "none")),
            "all",
            "What the journal keeps of raw bytes, telemetry too: all; redacted, without secrets (no restore);"
                    + " none once settled (no restore, no rebuild)."),
    RAW_SPANS_DAYS(
            "raw.spans_days",
            new Days(),
            java.util.OptionalInt.of(7),
            "How long raw spans that no reader uses are kept."),
    RAW_METRICS_DAYS(
            "raw.metrics_days",
            new Days(),
            java.util.OptionalInt.of(2),
            "How long raw metrics that no reader uses are kept."),
    RETENTION_DAYS(
            "retention.days",
            new Days(),
            java.util.OptionalInt.empty(),
            "How long sessions are kept after their last activity, in the store and raw. The agents' own files are never touched.");

    private final String key;
    private final SettingType type;
    private final @Nullable Object usual;
    private final String doc;

    SettingKeys(String key, SettingType type, @Nullable Object usual, String doc) {
        this.key = key;
        this.type = type;
        this.usual = usual;
        this.doc = doc;
    }

    /// The dotted name in `config.toml`.
    public String key() {
        return key;
    }

    /// The environment variable that overrides the file: `TWINLOG_PAGE_PORT`, `TWINLOG_DISK_FLOOR`, …
    public String variable() {
        return "TWINLOG_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// What may be written, in words.
    public String shape() {
        return type.shape();
    }

    /// The words that may be written, as far as there are few: also beside numbers.
    public List<String> words() {
        return switch (type) {
            case Choice(var words) -> words;
            case Flag() -> List.of("true", "false");
            case Days() -> List.of("keep");
            case Paths _, Port _, Size _ -> List.of();
        };
    }

    /// One or two sentences for the reader of the documentation.
    public String doc() {
        return doc;
    }

    /// The value when nothing is written; null when it depends on the machine's folders.
    @Nullable
    Object usual() {
        return usual;
    }

    SettingType type() {
        return type;
    }
}
