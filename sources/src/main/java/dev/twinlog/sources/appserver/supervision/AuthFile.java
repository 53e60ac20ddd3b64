package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The file of Codex' account, which a running app-server does not look at again (SPEC 5.5). It counts as changed when
/// it is not the one that our child read, and the same at two looks in a row. What the child writes itself, at a
/// sign-in or sign-out, is no change.
///
/// @param read   the file's stamp when the child was started; null: no file
/// @param latest its stamp at the last look
/// @param steady whether the look before had seen the same
/// @param since  when a look first saw the latest; null: before all looks
/// @param own    until then what changes is the child's own doing; null: it is not
record AuthFile(
        @Nullable String read,
        @Nullable String latest,
        boolean steady,
        @Nullable Tick since,
        @Nullable Tick own) {
    static final AuthFile UNKNOWN = new AuthFile(null, null, false, null, null);
    /// So long after it told of it our child may still write what it told of.
    static final Duration OWN = Duration.ofSeconds(3);

    AuthFile look(@Nullable String stamp, Tick now) {
        boolean ours = own != null && !now.reached(own);
        boolean same = Objects.equals(stamp, latest);
        return new AuthFile(ours ? stamp : read, stamp, same, same ? since : now, ours ? own : null);
    }

    /// A child is started, which reads it as it is.
    AuthFile started() {
        return new AuthFile(latest, latest, steady, since, null);
    }

    /// Our child has changed it, or is about to.
    AuthFile written(Tick now) {
        return new AuthFile(latest, latest, steady, since, now.plus(OWN));
    }

    boolean changed() {
        return steady && !Objects.equals(read, latest);
    }

    /// While a sign-in waits for its user: our child tells of what it has written at once, so what it has not told of
    /// by now was written by somebody else, such as `codex login` after a sign-in that was given up.
    boolean changedByOthers(Tick now) {
        return changed() && since != null && now.reached(since.plus(OWN));
    }
}
