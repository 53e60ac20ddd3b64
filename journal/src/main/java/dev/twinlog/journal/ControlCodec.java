package dev.twinlog.journal;

final class ControlCodec {
    private ControlCodec() {}

    static byte[] encode(Control control) {
        throw new UnsupportedOperationException("made in the next step");
    }

    static Control decode(byte[] payload) throws CorruptRecordException {
        throw new CorruptRecordException("made in the next step");
    }
}
