package dev.twinlog.app.daemon;

import dev.twinlog.setup.Settings;
import dev.twinlog.store.DiskReserve;
import java.util.function.BooleanSupplier;

/// Whether the source may read on: ingest is on, the disk has room, and settling is not far behind.
///
/// @param farBehind whether more waits to be settled than is kept in memory
record HeldBack(Settings settings, DiskReserve reserve, BooleanSupplier farBehind) {
    boolean mayRead() {
        return settings.autoIngest() && !reserve.below() && !farBehind.getAsBoolean();
    }
}
