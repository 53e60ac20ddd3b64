package dev.twinlog.store;

/// What must hold of every batch, whatever store takes it.
public final class BatchCheck {
    private BatchCheck() {}

    /// The greatest event id after the batch.
    ///
    /// @throws IllegalArgumentException when its position goes back or its event ids do not ascend: a bug of
    /// the caller
    public static long lastEventId(Batch batch, long position, long lastEventId) {
        if (batch.position() < position)
            throw new IllegalArgumentException(
                    "a batch at position " + batch.position() + " after one at position " + position);
        long last = lastEventId;
        for (var event : batch.events()) {
            if (event.id() <= last)
                throw new IllegalArgumentException("event id " + event.id() + " after " + last + ": ids must ascend");
            last = event.id();
        }
        return last;
    }
}
