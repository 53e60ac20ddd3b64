package dev.twinlog.app;

import dev.twinlog.app.http.PageServer;
import dev.twinlog.app.http.RpcMethod;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.PageToken;
import dev.twinlog.setup.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/// A wiring whose daemon is a lock, a place on record and a real server in front of laid-down answers.
public final class CannedWiring implements Wiring {
    private final CannedAnswers answers;
    private final Map<String, RpcMethod> methods;
    private volatile OptionalLong importing = OptionalLong.empty();

    public CannedWiring(CannedAnswers answers) {
        this(answers, Map.of());
    }

    /// @param methods at `/rpc` beside the questions
    public CannedWiring(CannedAnswers answers, Map<String, RpcMethod> methods) {
        this.answers = answers;
        this.methods = Map.copyOf(methods);
    }

    /// From now on daemons import, and are at so many percent.
    public void importing(long percent) {
        importing = OptionalLong.of(percent);
    }

    @Override
    public Answers reading(Folders folders, Settings settings) {
        return answers;
    }

    @Override
    public Answers working(Folders folders, Settings settings) throws Refusal {
        try {
            Files.createDirectories(folders.data());
            DaemonLock.take(folders.data()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    @Override
    public Daemon daemon(Folders folders, Settings settings) throws Refusal {
        try {
            return new CannedDaemon(folders.data(), settings.pagePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class CannedDaemon implements Daemon {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Path data;
        private final DaemonLock lock;
        private final PageToken token;
        private final PageServer server;

        CannedDaemon(Path data, int port) throws IOException, Refusal {
            this.data = Files.createDirectories(data);
            lock = DaemonLock.take(data);
            token = PageToken.of(data, new SecureRandom());
            server =
                    PageServer.start(port, token, new PageServer.Served(answers, methods, () -> true, () -> importing));
            new DaemonPlace(server.port(), ProcessHandle.current().pid()).write(data);
        }

        @Override
        public Addresses addresses() {
            return new Addresses("http://127.0.0.1:" + server.port() + "/?token=" + token.reveal(), null, null);
        }

        @Override
        public Progress progress() {
            return new Progress(100, 100, true);
        }

        @Override
        public void await() throws InterruptedException {
            ended.await();
        }

        @Override
        public void close() {
            try (lock) {
                server.close();
                DaemonPlace.delete(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ended.countDown();
            }
        }
    }
}
