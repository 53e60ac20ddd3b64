package dev.twinlog.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.twinlog.model.Agent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The payload of a chunk: a head of names and numbers, then the bytes of the piece (docs/journal.md).
final class FileChunkCodec {
    private static final byte VERSION = 1;
    /// Of a piece that was kept otherwise than it was read.
    private static final byte REDACTED = 2;

    private static final int NUMBERS_BYTES = 6 * Long.BYTES + Integer.BYTES;

    /// The longest root or path, in UTF-8 bytes.
    static final int NAME_BYTES_MAX = 0xFFFF;

    private FileChunkCodec() {}

    /// What stands before the bytes of a piece.
    ///
    /// @param kept   how many bytes of it the payload holds
    /// @param length how many bytes of the file it stands for
    record Head(FileId file, long offset, long at, long hash, int bytesFrom, int kept, int length, boolean redacted) {}

    static byte[] encode(FileChunk chunk) {
        return encode(VERSION, chunk.file(), chunk.offset(), chunk.at(), chunk.bytes(), 0);
    }

    static byte[] encode(RedactedChunk chunk) {
        return encode(REDACTED, chunk.file(), chunk.offset(), chunk.at(), chunk.kept(), chunk.length());
    }

    private static byte[] encode(byte version, FileId file, long offset, long at, byte[] bytes, int length) {
        var root = name(file.root());
        var path = name(file.path());
        int head = 2 + 2 * Short.BYTES + root.length + path.length + NUMBERS_BYTES;
        if (version == REDACTED) head += Integer.BYTES;
        var payload = ByteBuffer.allocate(Math.addExact(head, bytes.length));
        payload.put(version).put(code(file.agent()));
        payload.putShort((short) root.length)
                .put(root)
                .putShort((short) path.length)
                .put(path);
        payload.putLong(file.device()).putLong(file.inode());
        payload.putLong(file.generation()).putInt(file.generationBytes());
        payload.putLong(offset).putLong(at).putLong(hash(bytes, 0, bytes.length));
        if (version == REDACTED) payload.putInt(length);
        return payload.put(bytes).array();
    }

    static FileChunk decode(byte[] payload) throws CorruptRecordException {
        var head = verified(payload);
        if (head.redacted())
            throw new CorruptRecordException("the chunk of " + head.file().path() + " at offset " + head.offset()
                    + " was kept without its secrets: its own bytes are not in the journal");
        var bytes = Arrays.copyOfRange(payload, head.bytesFrom(), payload.length);
        return new FileChunk(head.file(), head.offset(), bytes, head.at());
    }

    /// The head, after its hash was found to be that of the bytes.
    static Head verified(byte[] payload) throws CorruptRecordException {
        var head = head(payload);
        if (hash(payload, head.bytesFrom(), head.kept()) != head.hash())
            throw new CorruptRecordException("the bytes of a chunk of "
                    + head.file().path() + " at offset " + head.offset() + " do not match their hash");
        return head;
    }

    /// The head alone; the bytes are not checked against their hash.
    static Head head(byte[] payload) throws CorruptRecordException {
        try {
            var from = ByteBuffer.wrap(payload);
            byte version = from.get();
            if (version != VERSION && version != REDACTED)
                throw new CorruptRecordException("chunk format " + version + " is not known");
            boolean redacted = version == REDACTED;
            var file = file(from);
            long offset = from.getLong();
            long at = from.getLong();
            long hash = from.getLong();
            int length = redacted ? from.getInt() : from.remaining();
            if (length < 0) throw new CorruptRecordException("a chunk of " + length + " bytes is none");
            return new Head(file, offset, at, hash, from.position(), from.remaining(), length, redacted);
        } catch (BufferUnderflowException e) {
            throw new CorruptRecordException("a payload of " + payload.length + " bytes is no whole chunk");
        }
    }

    private static FileId file(ByteBuffer from) throws CorruptRecordException {
        var agent = agent(from.get());
        return new FileId(agent, name(from), name(from), from.getLong(), from.getLong(), from.getLong(), from.getInt());
    }

    private static long hash(byte[] bytes, int from, int length) {
        return Hashing.xxh3_64().hashBytesToLong(bytes, from, length);
    }

    private static byte[] name(String name) {
        var bytes = name.getBytes(UTF_8);
        if (bytes.length > NAME_BYTES_MAX)
            throw new IllegalArgumentException("a path of " + bytes.length + " bytes cannot be kept");
        return bytes;
    }

    private static String name(ByteBuffer from) {
        var bytes = new byte[Math.min(Short.toUnsignedInt(from.getShort()), from.remaining() + 1)];
        from.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static byte code(Agent agent) {
        return switch (agent) {
            case CLAUDE -> 1;
            case CODEX -> 2;
        };
    }

    private static Agent agent(byte code) throws CorruptRecordException {
        for (var agent : Agent.values()) if (code(agent) == code) return agent;
        throw new CorruptRecordException("a chunk of agent number " + code + ", which is not known");
    }
}
