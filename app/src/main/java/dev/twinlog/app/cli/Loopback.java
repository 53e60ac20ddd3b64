package dev.twinlog.app.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 request to a port of this machine, and its response. The JDK's clients load hundreds of classes and
/// would double the time that a command takes to start; all that is needed here is what our own daemon speaks.
final class Loopback implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final int HEADERS_MAX = 100;
    private static final String IMPORT_HEADER = "twinlog-import:";

    private final Socket socket;
    private final InputStream in;
    private int status;
    private @Nullable String importing;
    private @Nullable InputStream body;

    /// Connects.
    ///
    /// @param readMillis how long to wait for the next bytes of an answer; 0: as long as it takes
    Loopback(int port, int readMillis) throws IOException {
        socket = new Socket();
        try {
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.connect(new InetSocketAddress(loopback, port), CONNECT_MILLIS);
            socket.setSoTimeout(readMillis);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends a request and reads the head of the response.
    ///
    /// @param json the body of a POST; null: a GET
    void send(String pathAndQuery, String token, byte @Nullable [] json) throws IOException {
        var head = new StringBuilder(256)
                .append(json == null ? "GET " : "POST ")
                .append(pathAndQuery)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(socket.getPort())
                .append("\r\nAuthorization: Bearer ")
                .append(token)
                .append("\r\nConnection: close\r\n");
        if (json != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(json.length)
                    .append("\r\n");
        }
        var bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var out = socket.getOutputStream();
        out.write(bytes);
        if (json != null) out.write(json);
        out.flush();
        readHead();
    }

    int status() {
        return status;
    }

    /// The percent that an import is at, of an answer that is partial therefore; else null.
    @Nullable
    String importing() {
        return importing;
    }

    /// The body of the response.
    InputStream body() {
        if (body == null) throw new IllegalStateException("nothing was sent yet");
        return body;
    }

    private void readHead() throws IOException {
        var line = line(in);
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) throw new IOException("no HTTP answer: " + line);
        status = Integer.parseInt(line.substring(9, 12));
        long length = -1;
        boolean chunked = false;
        for (int i = 0; !(line = line(in)).isEmpty(); i++) {
            if (i == HEADERS_MAX) throw new IOException("an answer with more than " + HEADERS_MAX + " headers");
            var header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:"))
                length = Long.parseLong(header.substring(15).strip());
            if (header.startsWith(IMPORT_HEADER))
                importing = header.substring(IMPORT_HEADER.length()).strip();
            if (header.startsWith("transfer-encoding:")) chunked = header.contains("chunked");
        }
        body = chunked ? new Chunked(in) : new Sized(in, length);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException("the daemon closed the connection");
            if (line.length() == LINE_BYTES_MAX) throw new IOException("a line longer than " + LINE_BYTES_MAX);
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// A body of known length, or up to the end of the connection when the length is negative.
    private static final class Sized extends InputStream {
        private final InputStream in;
        private long left;

        Sized(InputStream in, long length) {
            this.in = in;
            this.left = length < 0 ? Long.MAX_VALUE : length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left == 0) return -1;
            int read = in.read(bytes, from, (int) Math.min(count, left));
            if (read < 0 && left < Long.MAX_VALUE / 2) throw new EOFException("the answer was cut short");
            if (read > 0) left -= read;
            return read;
        }
    }

    /// A body in chunks, each with its length in front; a missing last chunk is an answer cut short.
    private static final class Chunked extends InputStream {
        private final InputStream in;
        private long left;
        private boolean ended;
        private boolean first = true;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left == 0 && !ended) nextChunk();
            if (ended) return -1;
            int read = in.read(bytes, from, (int) Math.min(count, left));
            if (read < 0) throw new EOFException("the answer was cut short");
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first) line(in);
            first = false;
            var size = line(in);
            int extension = size.indexOf(';');
            left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
            ended = left == 0;
        }
    }
}
