package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the operator has chosen, whole and checked. {@link SettingKeys} says what each value means.
///
/// @param claudePaths   folders with Claude Code's transcripts
/// @param codexPaths    folders with Codex' rollouts
/// @param otlpToken     whether telemetry needs a token
/// @param keepPersonal  whether accounts and e-mail addresses in telemetry are settled
/// @param diskFloor     bytes
/// @param stream        what is chosen about Codex' live stream
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
        StreamSettings stream,
        RawKept rawKept,
        OptionalInt spansDays,
        OptionalInt metricsDays,
        OptionalInt retentionDays) {
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
    /// @throws SettingsProblem when the file or a variable cannot be understood; the file is left as it is
    /// @throws IOException     when the file is there and cannot be read
    public static Settings read(Folders folders, Map<String, String> environment) throws SettingsProblem, IOException {
        var written = SettingsFile.read(folders.settingsFile());
        written.putAll(Overrides.of(environment));
        return of(folders, written);
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
                values.stream(),
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

        StreamSettings stream() {
            var binary = of(SettingKeys.SIDECAR_BINARY, String.class);
            var sha256 = of(SettingKeys.SIDECAR_SHA256, String.class);
            var modes = of(SettingKeys.APP_SERVER_AUTH_MODE, String.class);
            return new StreamSettings(
                    word(SettingKeys.STREAM_ENABLED, StreamSettings.Wanted.class),
                    of(SettingKeys.STREAM_KILL_SWITCH, Boolean.class),
                    word(SettingKeys.SIDECAR_LINK, StreamSettings.Link.class),
                    binary.isEmpty() ? null : folders.written(binary),
                    sha256.isEmpty() ? null : sha256,
                    variables(),
                    words(SettingKeys.SIDECAR_LOGIN_HOSTS),
                    List.of(modes.split(",", -1)));
        }

        private SortedMap<String, String> variables() {
            var variables = new TreeMap<String, String>();
            for (var variable : words(SettingKeys.SIDECAR_ENV)) {
                int equals = variable.indexOf('=');
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            return variables;
        }

        private List<String> words(SettingKeys key) {
            var words = new ArrayList<String>();
            for (var word : of(key, List.class)) words.add((String) word);
            return words;
        }

        List<Path> paths(SettingKeys key, List<Path> usual) {
            return written.get(key) instanceof List<?> list
                    ? list.stream().map(path -> folders.written((String) path)).toList()
                    : usual;
        }
    }
}
