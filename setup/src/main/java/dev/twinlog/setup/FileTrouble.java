package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What files can do to a command, in words: which file, what is wrong, and what to do.
public final class FileTrouble {
    private FileTrouble() {}

    /// One line about an exception, without the name of a class where its kind is known.
    public static String words(IOException trouble) {
        return switch (trouble) {
            case UnfitFileException unfit -> String.valueOf(unfit.getMessage());
            case NoSuchFileException gone -> gone.getFile() + " is not there: make it or its folder, or name another";
            case AccessDeniedException denied ->
                denied.getFile()
                        + " may not be used by this user: give it the right to (ls -ld tells), or name another";
            case NotDirectoryException file -> file.getFile() + " is no folder: name one, or take it away";
            case FileAlreadyExistsException there ->
                there.getFile() + " is there already: take it away, or name another";
            case DirectoryNotEmptyException full -> full.getFile() + " is a folder that is not empty: name another";
            case FileSystemLoopException loop -> loop.getFile() + " is a link in a circle: mend or remove the link";
            case FileSystemException other -> other.getFile() + ": " + reason(other.getReason());
            default ->
                trouble.getMessage() == null ? "reading or writing failed: " + trouble : reason(trouble.getMessage());
        };
    }

    /// What the system says with what to do about it; it says this in English, whatever the locale is.
    private static String reason(@Nullable String reason) {
        if (reason == null) return "the system refuses it and says not why; look at the file and its folder";
        var advice = advice(reason.toLowerCase(Locale.ROOT));
        return advice == null ? reason : reason + "; " + advice;
    }

    private static @Nullable String advice(String reason) {
        if (reason.contains("no space left") || reason.contains("quota"))
            return "free space there, or name a place on another disk";
        if (reason.contains("symbolic links")) return "its links lead in a circle: mend or remove them";
        if (reason.contains("read-only")) return "name a place that can be written";
        if (reason.contains("name too long")) return "name a shorter one";
        if (reason.contains("is a directory")) return "name a file in it";
        if (reason.contains("not permitted")) return "give the user that runs twinlog the right to it";
        return null;
    }
}
