package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the operator has chosen, whole and checked. {@link SettingKeys} says what each value means.
///
/// @param claudePaths   folders with Claude Code's transcripts
/// @param codexPaths    folders with Codex' rollouts
/// @param otlpToken     whether telemetry needs a token
/// @param keepPersonal  whether accounts and e-mail addresses in telemetry are settled
/// @param diskFloor     bytes
/// @param spansDays     empty: raw spans are kept for ever
/// @param metricsDays   empty: raw metrics are kept for ever
/// @param retentionDays empty: kept for ever
public record Settings(
        List<Path> claudePaths,
        List<Path> codexPaths,
        int pagePort,
        int otlpHttpPort,
        int otlpGrpcPort,
        TokenWanted otlpToken,
        boolean keepPersonal,
        long diskFloor,
        boolean autoIngest,
        StreamWanted stream,
        RawKept rawKept,
        OptionalInt spansDays,
        OptionalInt metricsDays,
        OptionalInt retentionDays) {
    /// Whether the live stream is wanted.
    public enum StreamWanted {
        AUTO,
        ON,
        OFF
    }

    /// What token telemetry must come with.
    public enum TokenWanted {
        OPTIONAL,
        REQUIRED
    }

    /// What the journal keeps of raw bytes.
    public enum RawKept {
        ALL,
        REDACTED,
        NONE
    }

    public Settings {
        claudePaths = List.copyOf(claudePaths);
        codexPaths = List.copyOf(codexPaths);
    }

    /// The settings of a machine: the file, overridden by the environment. A file that is not there says
    /// nothing.
    ///
    /// @throws SettingsProblem when the file or a variable cannot be understood, or asks for what this version
    /// does not do; the file is left as it is
    /// @throws IOException     when the file is there and cannot be read
    public static Settings read(Folders folders, Map<String, String> environment) throws SettingsProblem, IOException {
        var written = SettingsFile.read(folders.settingsFile());
        written.putAll(Overrides.of(environment));
        return of(folders, written).honoured();
    }

    /// Checks that this version does what such values ask for.
    ///
    /// @throws SettingsProblem when it does not
    static void check(Folders folders, Map<SettingKeys, Object> written) throws SettingsProblem {
        of(folders, written).honoured();
    }

    /// These settings, when this version does what they ask for. Less kept than was asked is a promise broken in
    /// silence, so it is refused.
    private Settings honoured() throws SettingsProblem {
        if (stream == StreamWanted.ON)
            throw notYet(SettingKeys.STREAM_ENABLED, "\"auto\" and \"off\"", "does not listen to Codex' live stream");
        return this;
    }

    private static SettingsProblem notYet(SettingKeys key, String usual, String instead) {
        return new SettingsProblem(key.key() + " (or " + key.variable() + "): this version has nothing but " + usual
                + " yet, it " + instead + "; take the setting away, or set it to one of them");
    }

    /// The settings of a machine on which nobody has chosen anything.
    public static Settings usual(Folders folders) {
        return of(folders, new EnumMap<>(SettingKeys.class));
    }

    private static Settings of(Folders folders, Map<SettingKeys, Object> written) {
        var values = new Values(folders, written);
        return new Settings(
                values.paths(SettingKeys.WATCH_CLAUDE, folders.claudeTranscripts()),
                values.paths(SettingKeys.WATCH_CODEX, folders.codexTranscripts()),
                values.of(SettingKeys.PAGE_PORT, Integer.class),
                values.of(SettingKeys.OTLP_HTTP_PORT, Integer.class),
                values.of(SettingKeys.OTLP_GRPC_PORT, Integer.class),
                values.word(SettingKeys.OTLP_TOKEN, TokenWanted.class),
                values.of(SettingKeys.OTLP_KEEP_PERSONAL, Boolean.class),
                values.of(SettingKeys.DISK_FLOOR, Long.class),
                values.of(SettingKeys.AUTO_INGEST, Boolean.class),
                values.word(SettingKeys.STREAM_ENABLED, StreamWanted.class),
                values.word(SettingKeys.RAW_KEEP, RawKept.class),
                values.of(SettingKeys.RAW_SPANS_DAYS, OptionalInt.class),
                values.of(SettingKeys.RAW_METRICS_DAYS, OptionalInt.class),
                values.of(SettingKeys.RETENTION_DAYS, OptionalInt.class));
    }

    /// The same with the ports that the command line names; null leaves a port as it is.
    ///
    /// @throws SettingsProblem when a port is out of range
    public Settings withPorts(@Nullable Integer page, @Nullable Integer otlpHttp, @Nullable Integer otlpGrpc)
            throws SettingsProblem {
        return new Settings(
                claudePaths,
                codexPaths,
                port("--page-port", page, pagePort),
                port("--otlp-http-port", otlpHttp, otlpHttpPort),
                port("--otlp-grpc-port", otlpGrpc, otlpGrpcPort),
                otlpToken,
                keepPersonal,
                diskFloor,
                autoIngest,
                stream,
                rawKept,
                spansDays,
                metricsDays,
                retentionDays);
    }

    private static int port(String option, @Nullable Integer wanted, int otherwise) throws SettingsProblem {
        if (wanted == null) return otherwise;
        try {
            return (Integer) new SettingType.Port().read(wanted.longValue());
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(option + " " + e.getMessage(), e);
        }
    }

    /// Typed sight of what was written, with the defaults where nothing was.
    private record Values(Folders folders, Map<SettingKeys, Object> written) {
        <T> T of(SettingKeys key, Class<T> type) {
            var value = written.getOrDefault(key, key.usual());
            if (value == null) throw new IllegalStateException(key + " has no default");
            return type.cast(value);
        }

        <E extends Enum<E>> E word(SettingKeys key, Class<E> type) {
            return Enum.valueOf(type, of(key, String.class).toUpperCase(java.util.Locale.ROOT));
        }

        List<Path> paths(SettingKeys key, List<Path> usual) {
            return written.get(key) instanceof List<?> list
                    ? list.stream().map(path -> folders.written((String) path)).toList()
                    : usual;
        }
    }
}
