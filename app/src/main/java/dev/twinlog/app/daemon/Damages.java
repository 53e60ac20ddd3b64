package dev.twinlog.app.daemon;

import dev.twinlog.model.Unreadable;
import dev.twinlog.store.Batch.FileRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names files that cannot be read on.
final class Damages {
    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private Damages() {}

    /// A line that cannot be read is one of many; a file that cannot is named.
    static void tell(Unreadable line, FileRow file) {
        if (line.reason() != Unreadable.Reason.DAMAGED) return;
        LOG.warn(
                "{} under {} is damaged behind its byte {}: what cannot be unpacked is missing from session {};"
                        + " put a sound copy in its place under a new inode, and it is read again",
                file.path(),
                file.root(),
                line.raw().offset(),
                file.session());
    }
}
