package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Awaited;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A program that answers as `codex --version` and `codex app-server` do, without a model, a network or an account, and
/// that misbehaves on request. It is a script on disk, started by whoever is tested; what its processes hear comes to
/// the test, and the test has them say anything. They end with the test.
public final class FakeCodex implements AutoCloseable {
    /// What `--version` says.
    public static final String VERSION = "0.169.0";

    static final String HUNG_UP = "!hung up";

    private static final String CONDUCT = "conduct";

    /// Who is signed in, as `account/read` tells.
    public enum Account {
        CHATGPT,
        API_KEY,
        SIGNED_OUT,
        /// The provider needs no account.
        NOT_REQUIRED
    }

    /// How a process behaves. It counts for starts to come.
    public enum Conduct {
        /// It reads and answers.
        SERVES,
        /// It ends at once with code 3, and a line on standard error.
        EXITS,
        /// Its standard output is no JSON; it reads nothing, and ends when told to.
        GARBAGE,
        /// It reads, and says nothing.
        SILENT,
        /// It neither reads nor says anything; it does not notice the end of its standard input.
        DEAF,
        /// It reads and answers, and neither SIGTERM nor the end of its standard input ends it.
        STUBBORN,
        /// It serves, with a child that no SIGTERM ends and that does not end with it.
        GRANDCHILD
    }

    private final Path program;
    private final ServerSocket test;
    private volatile Conduct conductOfNext = Conduct.SERVES;
    private final Awaited<List<FakeAppServer>> starts = new Awaited<>(new ArrayList<>());
    private final Map<String, Function<Json, Map<String, @Nullable Object>>> answers = new ConcurrentHashMap<>();
    private volatile Account account = Account.CHATGPT;

    private FakeCodex(Path program, ServerSocket test) {
        this.program = program;
        this.test = test;
    }

    /// Writes the program into a folder, as `codex`. It serves, signed in with ChatGPT.
    public static FakeCodex in(Path folder) throws IOException {
        Files.createDirectories(folder);
        var fake = new FakeCodex(
                folder.toRealPath().resolve("codex"), new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        fake.conduct(Conduct.SERVES).write(VERSION);
        Thread.ofVirtual().start(fake::listen);
        return fake;
    }

    /// Writes the program anew as another version, as an update of Codex does: another file, another hash.
    public void update(String version) throws IOException {
        write(version);
    }

    private void write(String version) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = FakeCodex.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        var next = program.resolveSibling("codex.next");
        Files.writeString(next, """
                #!/bin/sh
                # Acts as Codex; see FakeCodex.
                [ "$1" != --version ] || { echo "codex-cli %s"; exit 0; }
                reads=true signals=
                case $(cat '%s') in
                EXITS) echo "Error: this Codex does not start" >&2; exit 3 ;;
                DEAF) reads=false ;;
                STUBBORN) trap '' TERM; signals=-Xrs ;;
                GRANDCHILD)
                    sh -c 'trap "" TERM HUP INT; while :; do sleep 600 & wait; done' '%s' </dev/null >/dev/null 2>&1 & ;;
                esac
                exec '%s' $signals -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx64m -cp '%s' \\
                    %s %d $reads "$@"
                """.formatted(
                        version,
                        program.resolveSibling(CONDUCT),
                        program,
                        java,
                        classes,
                        FakeRelay.class.getName(),
                        test.getLocalPort()));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(next, program, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The program.
    public Path program() {
        return program;
    }

    /// Who is signed in from now on. A running one says nothing of it by itself, as the real one does.
    public FakeCodex account(Account now) {
        account = now;
        return this;
    }

    /// How processes behave that start from now on.
    public FakeCodex conduct(Conduct next) throws IOException {
        conductOfNext = next;
        Files.writeString(program.resolveSibling(CONDUCT), next.name());
        return this;
    }

    /// What requests of a method are answered from now on: an object with `result` or `error`, or an empty one for no
    /// answer at all.
    public FakeCodex on(String method, Function<Json, Map<String, @Nullable Object>> answer) {
        answers.put(method, answer);
        return this;
    }

    /// All processes so far, in the order of their starts.
    public List<FakeAppServer> starts() {
        return starts.read(List::copyOf);
    }

    /// Waits for a start.
    ///
    /// @param number from 1
    public FakeAppServer awaitStart(int number, Duration within) throws InterruptedException, TimeoutException {
        return starts.await(
                within,
                all -> all.size() < number ? null : all.get(number - 1),
                () -> "start " + number + " of " + program);
    }

    private void listen() {
        try {
            while (true) {
                var server = FakeAppServer.greeted(test.accept(), conductOfNext, this::answer);
                starts.change(all -> all.add(server));
                server.begin();
            }
        } catch (IOException e) {
            if (!test.isClosed()) throw new IllegalStateException("a fake Codex is no longer heard", e);
        }
    }

    private Map<String, @Nullable Object> answer(Json request) {
        var method = request.at("method").text();
        var own = answers.get(method);
        if (own != null) return own.apply(request);
        return switch (method) {
            case "initialize" -> object("result", initialized(request));
            case "account/read" -> object("result", account());
            case "thread/loaded/list" -> object("result", object("data", List.of(), "nextCursor", null));
            case "account/logout" -> object("result", object());
            default ->
                object("error", object("code", -32600, "message", "Invalid request: unknown variant `" + method + "`"));
        };
    }

    private Map<String, @Nullable Object> initialized(Json request) {
        var name = request.at("params", "clientInfo", "name").text();
        return object(
                "userAgent",
                name + "/" + VERSION + " (fake)",
                "codexHome",
                program.resolveSibling(".codex").toString(),
                "platformFamily",
                "unix",
                "platformOs",
                "linux");
    }

    private Map<String, @Nullable Object> account() {
        var of = switch (account) {
            case CHATGPT ->
                object(
                        "type", "chatgpt",
                        "email", "fake@example.invalid",
                        "planType", "plus",
                        "workspaceName", "Fake");
            case API_KEY -> object("type", "apiKey");
            case SIGNED_OUT, NOT_REQUIRED -> null;
        };
        return object(
                "account",
                of,
                "userId",
                null,
                "requiresOpenaiAuth",
                account != Account.NOT_REQUIRED,
                "workspaceRouting",
                null);
    }

    /// Ends all its processes, and the children that they have left behind.
    @Override
    public void close() throws IOException {
        test.close();
        starts().forEach(FakeAppServer::close);
        OwnProcesses.kill(OwnProcesses.named(program.toString()));
    }
}
