package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PostingsBufferTest {
    private static final long SEED = 91;

    private final PostingsBuffer buffer = new PostingsBuffer();

    @Test
    void tokens_of_every_length_that_share_beginnings_are_kept_apart_and_come_in_the_order_of_their_bytes() {
        var random = new Random(SEED);
        var expected = new TreeMap<byte[], TreeSet<Long>>(Arrays::compareUnsigned);
        for (long id = 5; id < 2_000; id += 1 + random.nextInt(3)) {
            buffer.begin(id);
            for (int i = 0; i < 40; i++) {
                var token = token(random);
                expected.computeIfAbsent(token, _ -> new TreeSet<>()).add(id);
                add(token);
            }
        }
        var tokens = new ArrayList<byte[]>();
        buffer.drain(postings -> {
            var token = postings.token();
            tokens.add(token);
            var known = expected.get(token);
            assertThat(known).as("seed %d", SEED).isNotNull();
            assertThat(ids(postings))
                    .as("seed %d, %s", SEED, new String(token, StandardCharsets.UTF_8))
                    .isEqualTo(known);
        });
        assertThat(tokens).usingElementComparator(Arrays::compareUnsigned).containsExactlyElementsOf(expected.keySet());
        assertThat(buffer.isEmpty()).isTrue();
    }

    /// Of two letters, some beyond ASCII, so that many tokens are the beginning of others.
    private static byte[] token(Random random) {
        int length = 1 + random.nextInt(20);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++)
            text.append(i < 6 || random.nextInt(8) > 0 ? 'a' : random.nextBoolean() ? 'b' : 'ü');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What lies behind the token in its array is another's.
    private void add(byte[] token) {
        var room = new byte[token.length + Long.BYTES];
        Arrays.fill(room, (byte) 'x');
        System.arraycopy(token, 0, room, 0, token.length);
        buffer.add(room, token.length);
    }

    private static TreeSet<Long> ids(Postings postings) {
        var found = new LongArrayList();
        postings.addIdsTo(found);
        return new TreeSet<>(found);
    }

    @Test
    void it_gives_its_room_back_only_when_it_is_empty_and_goes_on_after_it() {
        buffer.begin(1);
        for (int i = 0; i < 50_000; i++) add(("word" + i).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(buffer::shrink)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("50000");
        long grown = buffer.room();
        buffer.drain(_ -> {});
        assertThat(buffer.room()).isEqualTo(grown);
        buffer.shrink();
        assertThat(buffer.room()).isLessThan(grown).isEqualTo(new PostingsBuffer().room());
        buffer.begin(2);
        add("again".getBytes(StandardCharsets.UTF_8));
        var tokens = new ArrayList<String>();
        buffer.drain(postings -> tokens.add(new String(postings.token(), StandardCharsets.UTF_8)));
        assertThat(tokens).containsExactly("again");
    }
}
