package dev.twinlog.setup;

import dev.twinlog.setup.SettingType.Choice;
import dev.twinlog.setup.SettingType.Days;
import dev.twinlog.setup.SettingType.Digest;
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
    AUTO_INGEST(
            "ingest.auto_ingest_enabled",
            new Flag(),
            true,
            "Whether sessions are captured at all. A running Twinlog follows it."),
    STREAM_ENABLED(
            "stream.enabled",
            new Choice(List.of("auto", "on", "off")),
            "auto",
            "Whether Codex' live stream is listened to; auto: when Codex is there."),
    STREAM_KILL_SWITCH(
            "stream.kill_switch",
            new Flag(),
            false,
            "Whether the live stream is off at once and until somebody says otherwise; `twinlog stream kill on|off` writes it."
                    + " A running Twinlog follows it."),
    SIDECAR_LINK(
            "sidecar.link",
            new Choice(List.of("auto", "attach", "spawn")),
            "auto",
            "Which Codex app-server is talked to: attach, the one that your Codex runs; spawn, a child of Twinlog; auto, yours"
                    + " while it is there."),
    SIDECAR_BINARY(
            "sidecar.binary",
            new SettingType.File(),
            "",
            "The `codex` to run as our own app-server. Without it the first on the PATH, or in npm's usual folders."),
    SIDECAR_SHA256(
            "sidecar.sha256",
            new Digest(),
            "",
            "The SHA-256 that this binary must have; any other is not run. Without it each is, and a change is told."),
    SIDECAR_ENV(
            "sidecar.env",
            new ListTypes.Variables(),
            List.of(),
            "Variables that our own app-server gets beside HOME, PATH, CODEX_HOME, TMPDIR, LANG and those of proxies and"
                    + " certificates."),
    SIDECAR_LOGIN_HOSTS(
            "sidecar.login_hosts",
            new ListTypes.Hosts(),
            List.of("auth.openai.com", "chatgpt.com"),
            "Hosts that a sign-in may lead to, by https; http://HOST:PORT of this machine too where it is named."),
    APP_SERVER_AUTH_MODE(
            "app_server_auth_mode",
            new ListTypes.AuthModes(),
            "chatgpt",
            "How Codex must be signed in for its stream to be used; any other way is unsupported."),
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

    /// The name in answers to programs, as operators know it: `autoIngestEnabled`, `appServerAuthMode`,
    /// `streamKillSwitch`. The section `ingest` is left out of it.
    public String camelCase() {
        var words = (key.startsWith("ingest.") ? key.substring("ingest.".length()) : key).split("[._-]", -1);
        var name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++)
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        return name.toString();
    }

    /// Whether a running Twinlog follows it, without a start.
    public boolean isFollowed() {
        return this == STREAM_KILL_SWITCH || this == AUTO_INGEST;
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
            case ListTypes.AuthModes() -> ListTypes.AuthModes.KNOWN;
            case Paths _, Port _, Size _, Digest _, SettingType.File _, ListTypes.Variables _, ListTypes.Hosts _ ->
                List.of();
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
