package dev.twinlog.app;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher's promise about its class archive, tried with two tiny jars laid out as ours are.
@Tag("slow")
class ClassArchiveTest {
    @TempDir
    Path folder;

    @Test
    void a_changed_jar_never_runs_stale_code() throws Exception {
        build("old");
        var archive = folder.resolve("app.jsa");
        assertThat(java("-XX:ArchiveClassesAtExit=" + archive)).isEqualTo("old");
        assertThat(archive).isNotEmptyFile();
        assertThat(java("-XX:SharedArchiveFile=" + archive)).isEqualTo("old");
        build("new");
        assertThat(java("-XX:SharedArchiveFile=" + archive)).isEqualTo("new");
    }

    @Test
    void the_launcher_never_runs_stale_code_even_when_the_changed_jar_looks_older() throws Exception {
        var launcher = Files.copy(Path.of("..", "twinlog"), folder.resolve("twinlog"), COPY_ATTRIBUTES);
        build("old");
        assertThat(launched(launcher)).isEqualTo("old");
        assertThat(launched(launcher)).isEqualTo("old");
        build("new");
        var longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        for (var jar : List.of("twinlog.jar", "word.jar"))
            Files.setLastModifiedTime(folder.resolve("lib").resolve(jar), longAgo);
        assertThat(launched(launcher)).isEqualTo("new");
    }

    private String launched(Path launcher) throws Exception {
        var builder = new ProcessBuilder(launcher.toString(), "usage").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TWINLOG_JAVA", System.getProperty("java.home"));
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    /// A main jar whose class path is in its manifest, and a library that holds the word.
    private void build(String word) throws Exception {
        Files.createDirectories(folder.resolve("lib"));
        var main = compile(
                "Main",
                "public class Main { public static void main(String[] a)"
                        + " { System.out.print(new Word().toString()); } }");
        var wordClass = folder.resolve("Word.class");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/word.jar");
        jar(folder.resolve("main.jar"), manifest, main);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "word.jar");
        jar(folder.resolve("lib/twinlog.jar"), manifest, main);
        compile("Word", "public class Word { public String toString() { return \"" + word + "\"; } }");
        jar(folder.resolve("lib/word.jar"), new Manifest(), wordClass);
    }

    private Path compile(String name, String source) throws Exception {
        var word = folder.resolve("Word.java");
        if (!Files.exists(word)) Files.writeString(word, "public class Word {}");
        var file = Files.writeString(folder.resolve(name + ".java"), source);
        var arguments =
                List.of("-proc:none", "-sourcepath", folder.toString(), "-d", folder.toString(), file.toString());
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).isZero();
        return folder.resolve(name + ".class");
    }

    private static void jar(Path jar, Manifest manifest, Path file) throws Exception {
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(file.getFileName().toString()));
            Files.copy(file, out);
        }
    }

    private String java(String option) throws Exception {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC"));
        command.addAll(List.of(
                "-Xlog:disable", option, "-jar", folder.resolve("main.jar").toString()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
