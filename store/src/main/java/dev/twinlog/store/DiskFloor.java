package dev.twinlog.store;

/// How much space must stay free, and when the reserve is held: decisions only.
///
/// @param floorBytes   below it nothing more is taken in
/// @param reserveBytes the size of a file kept for the moment when the disk is full
public record DiskFloor(long floorBytes, long reserveBytes) {
    public static final DiskFloor STANDARD = new DiskFloor(256L << 20, 16L << 20);

    public DiskFloor {
        if (floorBytes < 0 || reserveBytes < 0)
            throw new IllegalArgumentException("a floor of " + floorBytes + " and a reserve of " + reserveBytes);
    }

    /// What to do.
    ///
    /// @param below       take nothing more in
    /// @param holdReserve keep the reserve, or take it again; false = give it up
    public record Decision(boolean below, boolean holdReserve) {}

    /// Below the floor the reserve is given up, so that what is under way can be finished. It is taken again, and
    /// intake goes on, only once there is space for the reserve as well: taking it must not lead below again.
    public Decision decide(long freeBytes, boolean wasBelow, boolean reserveHeld) {
        long needed = reserveHeld ? floorBytes : floorBytes + reserveBytes;
        boolean below = freeBytes < (wasBelow ? needed : floorBytes);
        return new Decision(below, !below && (reserveHeld || freeBytes >= floorBytes + reserveBytes));
    }
}
