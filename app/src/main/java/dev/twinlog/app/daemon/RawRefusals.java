package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Settings.RawKept;

/// What cannot be had when not all raw bytes are kept, and why.
final class RawRefusals {
    private static final String SETTING = "raw.keep (or TWINLOG_RAW_KEEP) is \"";

    private RawRefusals() {}

    /// @throws Refusal when files cannot be given back byte for byte
    static void checkRestore(RawKept kept) throws Refusal {
        switch (kept) {
            case ALL -> {}
            case REDACTED ->
                throw refused("restore is refused: " + SETTING
                        + "redacted\", so the journal keeps what the agents wrote without the secrets in it, which is not"
                        + " byte for byte what they wrote; `twinlog show` tells what happened");
            case NONE ->
                throw refused("restore is refused: " + SETTING
                        + "none\", so the journal keeps raw bytes only until they are settled;"
                        + " `twinlog show` tells what happened");
        }
    }

    /// @throws Refusal when there is nothing to make a store from
    static void checkRebuild(RawKept kept) throws Refusal {
        if (kept == RawKept.NONE)
            throw refused(
                    "rebuild is refused: " + SETTING + "none\", so the journal does not have what the store was made"
                            + " from, and a new store would lack it; with \"all\" it is made from what there is, and sealed"
                            + " sessions are kept as they are");
    }

    private static Refusal refused(String why) {
        return new Refusal(Refusal.Reason.UNABLE, why);
    }
}
