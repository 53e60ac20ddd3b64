package dev.twinlog.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said of a name that fits several sessions.
class NamedSessionTest {
    @Test
    void of_many_sessions_some_are_named() {
        var one = new SessionId(Agent.CLAUDE, "a");
        assertThat(NamedSession.ambiguous("a", Collections.nCopies(7, one)))
                .endsWith("claude/a, claude/a, claude/a, claude/a, claude/a and 2 more; type more of it");
        assertThat(NamedSession.ambiguous("a", Collections.nCopies(100, one))).contains("and many more;");
        assertThat(NamedSession.ambiguous("a", List.of(one, one))).endsWith("claude/a, claude/a; type more of it");
    }
}
