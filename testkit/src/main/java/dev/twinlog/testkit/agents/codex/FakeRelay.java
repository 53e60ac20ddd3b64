package dev.twinlog.testkit.agents.codex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The process that a fake Codex is: what it hears on standard input goes to the test as it is, and what the test says
/// goes to standard output. A line of the test that begins with `!` is an order: `!exit CODE`, `!err TEXT`,
/// `!flood COUNT LINE`, `!raw BYTES` (bytes in hexadecimal, without a newline). It ends when the test hangs up, so none
/// outlives its test. No library is used: it has to start quickly.
final class FakeRelay {
    private FakeRelay() {}

    /// @param args the test's port, whether standard input is read, and then the arguments of the fake program
    public static void main(String[] args) throws IOException {
        var test = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        // as the real one ends at SIGTERM
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        var out = test.getOutputStream();
        out.write(greeting(args).getBytes(StandardCharsets.UTF_8));
        if (Boolean.parseBoolean(args[1])) Thread.ofPlatform().daemon().start(() -> hear(out));
        obey(new BufferedReader(new InputStreamReader(test.getInputStream(), StandardCharsets.UTF_8)));
        Runtime.getRuntime().halt(0);
    }

    /// The first line to the test: process id, arguments and environment, with characters between them that are in
    /// none.
    private static String greeting(String[] args) {
        var text = new StringBuilder().append(ProcessHandle.current().pid());
        for (int i = 2; i < args.length; i++) text.append('\u001f').append(args[i]);
        System.getenv()
                .forEach((name, value) ->
                        text.append('\u001e').append(name).append('=').append(value.replace('\n', ' ')));
        return text.append('\n').toString();
    }

    private static void hear(OutputStream out) {
        try {
            System.in.transferTo(out);
            out.write((FakeCodex.HUNG_UP + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void obey(BufferedReader test) {
        try {
            for (var line = test.readLine(); line != null; line = test.readLine()) {
                if (!line.startsWith("!")) print(line + "\n");
                else order(line.substring(1).split(" ", 3));
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void order(String[] words) throws IOException {
        switch (words[0]) {
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "err" -> System.err.println(words.length > 2 ? words[1] + " " + words[2] : words[1]);
            case "flood" -> {
                for (int i = Integer.parseInt(words[1]); i > 0; i--) print(words[2] + "\n");
            }
            case "raw" -> {
                System.out.write(java.util.HexFormat.of().parseHex(words[1]));
                System.out.flush();
            }
            default -> throw new IOException("no such order: " + words[0]);
        }
    }

    private static void print(String text) throws IOException {
        System.out.write(text.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
