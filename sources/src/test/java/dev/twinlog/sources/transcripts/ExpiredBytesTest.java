package dev.twinlog.sources.transcripts;

import static dev.twinlog.sources.transcripts.Scene.append;
import static dev.twinlog.sources.transcripts.Scene.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiredBytesTest {
    private static final String SESSION = "proj/s1.jsonl";

    private Scene scene;
    private Path session;

    @BeforeEach
    void set(@TempDir Path base) throws IOException {
        scene = new Scene(base);
        session = scene.claude.resolve(SESSION);
    }

    @AfterEach
    void end() throws Exception {
        scene.end();
    }

    @Test
    void a_file_whose_bytes_have_expired_is_heard_whole_again_when_it_grows_and_not_before() throws Exception {
        write(session, "one\ntwo\n");
        scene.catchUp();
        var first = scene.kept.generations(SESSION).getFirst();
        scene.source().expired(List.of(new Captured(first, 8, false, 0, true)));
        scene.catchUp();
        Files.setLastModifiedTime(session, FileTime.fromMillis(1_000));
        scene.catchUp();
        assertThat(scene.kept.generations(SESSION)).hasSize(1);
        append(session, "three\n");
        scene.catchUp();
        var generations = scene.kept.generations(SESSION);
        assertThat(generations).hasSize(2);
        assertThat(scene.kept.restored(generations.getLast())).asString().isEqualTo("one\ntwo\nthree\n");
        assertThat(scene.kept.facts(Capture.FILE_REWRITTEN)).isEmpty();
    }

    @Test
    void what_was_captured_after_what_expired_is_heard_again_at_once() throws Exception {
        write(session, "one\n");
        scene.catchUp();
        append(session, "two\n");
        scene.catchUp();
        var first = scene.kept.generations(SESSION).getFirst();
        scene.source().expired(List.of(new Captured(first, 4, false, 0, true)));
        scene.catchUp();
        assertThat(scene.kept.restored(scene.kept.generations(SESSION).getLast()))
                .asString()
                .isEqualTo("one\ntwo\n");
        assertThat(scene.kept.generations(SESSION)).hasSize(2);
    }
}
