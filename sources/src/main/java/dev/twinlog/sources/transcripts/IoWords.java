package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;

/// A refusal of the file system in words, without the path that stands beside it anyway.
final class IoWords {
    private IoWords() {}

    static String of(IOException refusal) {
        return switch (refusal) {
            case AccessDeniedException denied -> "permission denied";
            case FileSystemLoopException loop -> "it is a loop of links";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> refusal.getClass().getSimpleName() + ": " + refusal.getMessage();
        };
    }
}
