package dev.twinlog.reconcile;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The digest of settled narratives (SPEC 3.6): SHA-256, so that two settlings of the same set can be held
/// against each other without having both. It is fed event by event, and holds nothing of them.
///
/// Every part is written as its length in bytes (4 bytes, big-endian) and its bytes, so that no two different
/// narratives are written alike; an absent text has the length -1, a time is 8 bytes.
public final class NarrativeDigest {
    private static final String FORM = "twinlog-narrative-1";
    private static final int ABSENT = -1;

    private final MessageDigest sha = sha256();
    private final byte[] eight = new byte[Long.BYTES];
    private long events;
    private boolean finished;

    private NarrativeDigest() {}

    /// Begins the digest of one session.
    ///
    /// @param readerVersion    of the reader that told it
    /// @param redactionVersion of the rules by which secrets were removed
    public static NarrativeDigest of(SessionId session, int readerVersion, int redactionVersion) {
        var digest = new NarrativeDigest();
        digest.text(FORM);
        digest.text(session.toString());
        digest.text("reader " + readerVersion);
        digest.text("redaction " + redactionVersion);
        return digest;
    }

    /// The digest of all narratives: of the digests of their sessions, by id.
    public static byte[] ofAll(SortedMap<SessionId, byte[]> sessions) {
        var digest = new NarrativeDigest();
        digest.text(FORM);
        sessions.forEach((session, each) -> {
            digest.text(session.toString());
            digest.bytes(each);
        });
        return digest.sha.digest();
    }

    /// The next event in narrative order.
    ///
    /// @param owned whether its session owns it, rather than having copied it
    /// @param body  its fields, in their canonical form
    public NarrativeDigest event(
            EventKey key,
            long at,
            @Nullable String turn,
            String status,
            @Nullable String agentId,
            boolean owned,
            byte[] body) {
        if (finished) throw new IllegalStateException("the digest is finished; an event after it has no place in it");
        text(key.toString());
        number(at);
        text(turn);
        text(status);
        text(agentId);
        text(owned ? "owned" : "copied");
        bytes(body);
        events++;
        return this;
    }

    /// The digest, 32 bytes. Ends it.
    public byte[] finish() {
        if (finished) throw new IllegalStateException("the digest is finished already");
        finished = true;
        number(events);
        return sha.digest();
    }

    /// The form in which digests are shown: lower-case hex.
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private void text(@Nullable String text) {
        if (text == null) length(ABSENT);
        else bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        length(bytes.length);
        sha.update(bytes);
    }

    private void length(int length) {
        sha.update(ByteBuffer.wrap(eight).putInt(length).array(), 0, Integer.BYTES);
    }

    private void number(long number) {
        sha.update(ByteBuffer.wrap(eight).putLong(number).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
