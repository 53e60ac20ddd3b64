package dev.twinlog.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    @Test
    void what_the_system_says_is_told_with_the_file_and_what_to_do() {
        assertThat(FileTrouble.words(new NoSuchFileException("/x/f")))
                .isEqualTo("/x/f is not there: make it or its folder, or name another");
        assertThat(FileTrouble.words(new AccessDeniedException("/x/f"))).contains("/x/f", "give it the right");
        assertThat(FileTrouble.words(new FileSystemException("/x/f", null, "No space left on device")))
                .isEqualTo("/x/f: No space left on device; free space there, or name a place on another disk");
        assertThat(FileTrouble.words(new FileSystemException("/x/f", null, "Too many levels of symbolic links")))
                .contains("/x/f", "mend or remove");
        assertThat(FileTrouble.words(new IOException("No space left on device")))
                .contains("free space");
    }

    @Test
    void no_name_of_a_class_is_shown_where_the_kind_is_known() {
        for (var trouble : List.of(
                new NoSuchFileException("/x"),
                new AccessDeniedException("/x"),
                new FileSystemException("/x"),
                new java.nio.file.NotDirectoryException("/x"),
                new java.nio.file.FileSystemLoopException("/x"),
                new java.nio.file.FileAlreadyExistsException("/x")))
            assertThat(FileTrouble.words(trouble)).doesNotContain("Exception").startsWith("/x");
    }
}
