package dev.twinlog.sources.appserver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A parent to be killed: starts one child, prints what it says, and waits.
public final class ParentMain {
    private ParentMain() {}

    public static void main(String... arguments) throws Exception {
        var listener = new Wire.Listener() {
            @Override
            public void frame(byte[] message) {
                System.out.println(new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void unfit(String why, String quoted) {}

            @Override
            public void closed(@Nullable String why) {}
        };
        var spec = new ChildSpec(
                List.of("/bin/sh", "-c", arguments[1]),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                Path.of(arguments[0]));
        var child = Child.start(spec, listener, _ -> {});
        System.out.println("child " + child.pid());
        Thread.currentThread().join();
    }
}
