package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NarrativeDigestTest {
    private static final EventKey KEY = new EventKey(Told.CLAUDE, Kind.PROMPT, "u");

    private static NarrativeDigest begun() {
        return NarrativeDigest.of(Told.CLAUDE, 1, 1);
    }

    private static NarrativeDigest event(NarrativeDigest digest, String turn, String status, String body) {
        return digest.event(KEY, 5, turn, status, null, true, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(NarrativeDigest digest) {
        return NarrativeDigest.hex(digest.finish());
    }

    @Test
    void equal_narratives_have_equal_digests() {
        assertThat(hex(event(begun(), "t", "completed", "{}"))).isEqualTo(hex(event(begun(), "t", "completed", "{}")));
    }

    @Test
    void every_part_counts() {
        var other = new SessionId(Told.CLAUDE.agent(), "other");
        var body = new byte[] {1};
        var digests = List.of(
                hex(begun()),
                hex(NarrativeDigest.of(other, 1, 1)),
                hex(NarrativeDigest.of(Told.CLAUDE, 2, 1)),
                hex(NarrativeDigest.of(Told.CLAUDE, 1, 2)),
                hex(begun().event(KEY, 5, "t", "s", null, true, body)),
                hex(begun().event(new EventKey(Told.CLAUDE, Kind.PROMPT, "v"), 5, "t", "s", null, true, body)),
                hex(begun().event(KEY, 6, "t", "s", null, true, body)),
                hex(begun().event(KEY, 5, null, "s", null, true, body)),
                hex(begun().event(KEY, 5, "", "s", null, true, body)),
                hex(begun().event(KEY, 5, "t", "r", null, true, body)),
                hex(begun().event(KEY, 5, "t", "s", "agent", true, body)),
                hex(begun().event(KEY, 5, "t", "s", null, false, body)),
                hex(begun().event(KEY, 5, "t", "s", null, true, new byte[] {2})));
        assertThat(new HashSet<>(digests)).hasSameSizeAs(digests);
    }

    @Test
    void a_text_cannot_flow_over_into_the_next() {
        assertThat(hex(event(begun(), "ab", "c", "{}"))).isNotEqualTo(hex(event(begun(), "a", "bc", "{}")));
    }

    @Test
    void the_order_of_events_counts() {
        var one = event(event(begun(), "t", "a", "{}"), "t", "b", "{}");
        var other = event(event(begun(), "t", "b", "{}"), "t", "a", "{}");
        assertThat(hex(one)).isNotEqualTo(hex(other));
    }

    @Test
    void nothing_is_added_to_a_finished_digest() {
        var digest = begun();
        digest.finish();
        assertThatThrownBy(() -> event(digest, "t", "s", "{}")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(digest::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_digest_of_all_counts_sessions_by_id() {
        var all = new TreeMap<SessionId, byte[]>();
        all.put(Told.CODEX, new byte[] {1});
        all.put(Told.CLAUDE, new byte[] {2});
        var same = new TreeMap<>(all);
        assertThat(NarrativeDigest.ofAll(all))
                .isEqualTo(NarrativeDigest.ofAll(same))
                .hasSize(32);
        same.put(Told.CLAUDE, new byte[] {3});
        assertThat(NarrativeDigest.ofAll(all)).isNotEqualTo(NarrativeDigest.ofAll(same));
    }
}
