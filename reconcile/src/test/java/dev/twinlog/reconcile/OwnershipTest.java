package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final SessionId A = new SessionId(Agent.CLAUDE, "a");
    private static final SessionId B = new SessionId(Agent.CLAUDE, "b");
    private static final SessionId C = new SessionId(Agent.CLAUDE, "c");

    private static byte[] pairs(long... numbers) {
        var bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) bytes.putLong(number);
        return bytes.array();
    }

    @Test
    void the_session_with_the_least_birth_owns() {
        var ownership = Ownership.of(Map.of(A, List.of(pairs(1, 10, 2, 90)), B, List.of(pairs(1, 10, 3, 50))));
        assertThat(ownership.birth(A)).isEqualTo(90);
        assertThat(ownership.birth(B)).isEqualTo(50);
        assertThat(ownership.owner(List.of(A, B))).isEqualTo(B);
    }

    @Test
    void what_is_its_own_by_nature_tells_a_birth() {
        var ownership =
                Ownership.of(Map.of(A, List.of(pairs(1, 10, 2, 90), pairs(0, 5)), B, List.of(pairs(1, 10, 3, 50))));
        assertThat(ownership.birth(A)).isEqualTo(5);
        assertThat(ownership.owner(List.of(A, B))).isEqualTo(A);
    }

    @Test
    void a_session_wholly_contained_in_another_comes_first() {
        var ownership = Ownership.of(Map.of(A, List.of(pairs(1, 10, 3, 50)), B, List.of(pairs(1, 10))));
        assertThat(ownership.birth(B)).isEqualTo(Long.MIN_VALUE);
        assertThat(ownership.owner(List.of(A, B))).isEqualTo(B);
    }

    @Test
    void of_equal_births_the_least_id_owns() {
        var ownership = Ownership.of(Map.of(B, List.of(pairs(1, 10)), A, List.of(pairs(1, 10))));
        assertThat(ownership.owner(List.of(B, A))).isEqualTo(A);
    }

    @Test
    void a_fork_of_a_fork_owns_only_what_it_added() {
        var ownership = Ownership.of(Map.of(
                A, List.of(pairs(0, 1, 1, 10)),
                B, List.of(pairs(0, 20, 1, 10, 2, 21)),
                C, List.of(pairs(0, 30, 1, 10, 2, 21, 3, 31))));
        assertThat(ownership.owner(List.of(A, B, C))).isEqualTo(A);
        assertThat(ownership.owner(List.of(B, C))).isEqualTo(B);
    }

    @Test
    void a_record_indexed_twice_is_one_holder_with_its_least_time() {
        var ownership = Ownership.of(Map.of(A, List.of(pairs(2, 90), pairs(2, 80)), B, List.of(pairs(3, 85))));
        assertThat(ownership.birth(A)).isEqualTo(80);
    }

    @Test
    void a_stranger_has_no_birth() {
        var ownership = Ownership.of(Map.of(A, List.of()));
        assertThatThrownBy(() -> ownership.birth(B)).hasMessageContaining("claude/b");
    }
}
