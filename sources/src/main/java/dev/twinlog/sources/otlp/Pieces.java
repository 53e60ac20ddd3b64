package dev.twinlog.sources.otlp;

import java.util.ArrayList;
import java.util.List;

/// A body that is sent as it is: its pieces, until it is whole, each paid for from the room.
final class Pieces implements Unpacking {
    private final Room.Share share;
    private final int bytesMax;
    private final List<byte[]> pieces = new ArrayList<>();
    private int bytes;

    Pieces(Room.Share share, int bytesMax) {
        this.share = share;
        this.bytesMax = bytesMax;
    }

    @Override
    public void take(byte[] piece, int from, int length) throws Refused, InterruptedException {
        if (length == 0) return;
        if (length > bytesMax - bytes)
            throw new Refused(
                    Reason.TOO_LARGE, "a body may have " + bytesMax + " bytes, inflated; send fewer records at once");
        share.grow(length);
        bytes += length;
        pieces.add(whole(piece, from, length));
    }

    private static byte[] whole(byte[] piece, int from, int length) {
        if (from == 0 && length == piece.length) return piece;
        return java.util.Arrays.copyOfRange(piece, from, from + length);
    }

    @Override
    public byte[] end() {
        if (pieces.size() == 1) return pieces.getFirst();
        var whole = new byte[bytes];
        int at = 0;
        for (var piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        return whole;
    }
}
