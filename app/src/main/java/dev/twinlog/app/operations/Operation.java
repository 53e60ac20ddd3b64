package dev.twinlog.app.operations;

import static dev.twinlog.app.operations.Parameter.Type.BOOLEAN;
import static dev.twinlog.app.operations.Parameter.Type.INTEGER;
import static dev.twinlog.app.operations.Parameter.Type.STRING;

import dev.twinlog.setup.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that an operator can have done at `/rpc`, beside asking the questions of the other commands. This table
/// is the documentation (`docs/operations.md` is checked against it) and the grammar of the parameters.
public enum Operation {
    GET_CAPTURE_RELIABILITY_STATUS(
            "How well capture works now: the capture mode, why, the witnesses, counters and space.",
            "What `twinlog status --json` prints."),
    GET_CODEX_APP_SERVER_STATUS(
            "How the Codex app-server is heard: its life, link, sign-in, restarts and live threads.", Results.SIDECAR),
    START_CODEX_APP_SERVER(
            "Starts it, if it is not started, and leaves `crash_loop`: the restart budget is clear then. Refused while"
                    + " the kill switch is on.",
            Results.AFTERWARDS),
    STOP_CODEX_APP_SERVER(
            "Stops it until an operator starts it. A child of ours is ended; of a server of the user's only the link.",
            Results.AFTERWARDS),
    CODEX_APP_SERVER_INITIALIZE(
            "Tells how far the handshake is, which runs by itself; as often as wanted.", Results.HANDSHAKE),
    CODEX_APP_SERVER_INITIALIZED(
            "Tells how far the handshake is, which runs by itself; as often as wanted.", Results.HANDSHAKE),
    CODEX_APP_SERVER_ACCOUNT_READ(
            "Asks the app-server who is signed in; the sign-in state follows its answer.",
            "The app-server's answer to `account/read`."),
    CODEX_APP_SERVER_ACCOUNT_LOGIN_START(
            "Begins a sign-in with ChatGPT on our own app-server. Refused on the server of the user's own Codex: sign in"
                    + " there.",
            "`{\"type\", \"loginId\", \"authUrl\"}`, the URL to open whole; by code `{\"type\", \"loginId\","
                    + " \"verificationUrl\", \"userCode\"}`.",
            Parameter.optional(
                    "type", STRING, "`chatgpt`, in a browser of this machine, or `chatgptDeviceCode`, by a code.")),
    CODEX_APP_SERVER_ACCOUNT_LOGIN_COMPLETED(
            "A hint that a sign-in has ended: has the app-server asked who is signed in. It changes nothing by itself.",
            Results.HINTED,
            Parameter.needed("success", BOOLEAN, "Whether it went well; it is not believed.")),
    CODEX_APP_SERVER_ACCOUNT_UPDATED(
            "A hint that the account has changed: has the app-server asked who is signed in. It changes nothing by"
                    + " itself.",
            Results.HINTED,
            Parameter.optional("auth_mode", STRING, "The mode that is claimed; it is not believed."),
            Parameter.optional("authenticated", BOOLEAN, "What is claimed; it is not believed.")),
    CODEX_APP_SERVER_ACCOUNT_LOGOUT(
            "Signs our own app-server out, and with it the whole Codex of this user: it takes the sign-in in CODEX_HOME"
                    + " away. Refused on the server of the user's own Codex.",
            Results.AFTERWARDS + " It has `\"did\"` too: what was done, in words."),
    CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH(
            "Writes `stream.kill_switch` into config.toml, all else in it kept, and follows it at once. Refused while"
                    + " `TWINLOG_STREAM_KILL_SWITCH` overrides it.",
            Results.AFTERWARDS,
            Parameter.needed("enabled", BOOLEAN, "true: the stream is off until it is said otherwise.")),
    CODEX_APP_SERVER_REQUEST_THREAD_SNAPSHOT(
            "Reads a thread as the app-server has it; nothing is subscribed to, started or resumed.",
            "The app-server's answer to `thread/read`, without secrets.",
            Parameter.needed("threadId", STRING, "The id of the thread.")),
    GET_CODEX_STREAM_DEDUPE_LOG(
            "What came of what the live stream said: its part of the log of verdicts, the latest first.",
            "What `twinlog decisions --witness stream --json` prints.",
            Parameter.optional("limit", INTEGER, "At most so many; 100 without it.")),
    GET_INGEST_CONFIG(
            "The settings, as the file and the environment have them now. The running Twinlog follows"
                    + " `stream.kill_switch` and `ingest.auto_ingest_enabled`, and holds the others as they were when it started.",
            Results.CONFIG),
    SET_INGEST_CONFIG(
            "Writes settings into config.toml, all else in it kept; nothing is written when one of them makes no sense,"
                    + " or a variable overrides it. A list is an array of texts, or its TOML as a text.",
            "The answer of `get_ingest_config` afterwards, with `\"changed\"`, the names of those that are new in the"
                    + " file.",
            settings()),
    CONFIGURE_CODEX_OTEL(
            "Has Codex send its telemetry here: `twinlog setup apply codex`, with a copy of its settings kept.",
            "What `twinlog setup apply codex --json` prints.",
            Parameter.optional("endpoint", STRING, "The base, as `http://127.0.0.1:4318`; this Twinlog without it."),
            Parameter.optional("replace", BOOLEAN, "Whether another exporter may be replaced."),
            Parameter.optional("allow_insecure", BOOLEAN, "Whether http may go to another machine, in clear.")),
    DISCOVER_CAPTURE_SOURCES(
            "What there is on this machine that could be captured from.",
            "`{\"roots\": [{\"agent\", \"path\", \"exists\"}], \"binaries\": [{\"agent\", \"path\"}], \"sockets\":"
                    + " [{\"agent\", \"path\", \"exists\"}], \"settings\": [{\"agent\", \"path\", \"exists\","
                    + " \"telemetry\": {SIGNAL: BASE}, \"problem\"}]}`; a binary's path is null when there is none on"
                    + " the PATH."),
    GET_COLLECTOR_MIGRATION_STATUS(
            "How far the migration of a collector is.", "An error in this version: " + Results.NOT_AVAILABLE + "."),
    RUN_COLLECTOR_MIGRATION(
            "Migrates a collector.",
            "An error in this version: " + Results.NOT_AVAILABLE + ".",
            Parameter.optional("dry_run", BOOLEAN, "Whether only the plan is told.")),
    ROLLBACK_COLLECTOR_MIGRATION(
            "Takes the migration of a collector back.", "An error in this version: " + Results.NOT_AVAILABLE + ".");

    private final String doc;
    private final String result;
    private final List<Parameter> parameters;

    Operation(String doc, String result, Parameter... parameters) {
        this.doc = doc;
        this.result = result;
        this.parameters = List.of(parameters);
    }

    private static Parameter[] settings() {
        return Arrays.stream(SettingKeys.values())
                .map(key -> Parameter.optional(key.camelCase(), STRING, "`" + key.key() + "`: " + key.shape() + "."))
                .toArray(Parameter[]::new);
    }

    /// The name at `/rpc`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The operation of a name.
    public static Optional<Operation> ofWire(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.wire().equals(name))
                .findFirst();
    }

    /// What it does, in a sentence or two.
    public String doc() {
        return doc;
    }

    /// What its result is.
    public String result() {
        return result;
    }

    /// What it takes.
    public List<Parameter> parameters() {
        return parameters;
    }

    /// Results that more than one has.
    static final class Results {
        static final String NOT_AVAILABLE = "not available in this version";
        static final String SIDECAR =
                "`{\"state\", \"generation\", \"link\", \"reach\", \"auth\": {\"state\", \"mode\","
                        + " \"error\"}, \"handshake\", \"killSwitch\", \"restarts\": {\"spentInWindow\", \"limit\","
                        + " \"clearInSeconds\", \"total\", \"lastCause\"}, \"expected\", \"gate\", \"reason\", \"detail\","
                        + " \"pid\", \"binary\", \"threads\", \"approvals\", \"counters\", \"lastError\"}`";
        static final String AFTERWARDS = "The answer of `get_codex_app_server_status` afterwards.";
        static final String HANDSHAKE =
                "`{\"handshake\", \"generation\", \"state\"}`, as `get_codex_app_server_status` has them.";
        static final String HINTED =
                AFTERWARDS + " It has `\"asked\"` too: whether the app-server could be asked, and `\"askedError\"`.";
        static final String CONFIG =
                "Every setting by its name in camelCase, `autoIngestEnabled`, `appServerAuthMode`, …;"
                        + " `\"file\"`; `\"overridden\"`, those that a variable of the environment decides. Values of"
                        + " `sidecarEnv` are left out. `\"needsRestart\"`: those that hold only when Twinlog is started again.";

        private Results() {}
    }
}
