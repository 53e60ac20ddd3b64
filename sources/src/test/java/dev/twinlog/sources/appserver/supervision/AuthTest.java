package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.AuthState.Authenticated;
import dev.twinlog.sources.appserver.supervision.AuthState.Authenticating;
import dev.twinlog.sources.appserver.supervision.AuthState.LoggedOut;
import dev.twinlog.sources.appserver.supervision.AuthState.NeedsLogin;
import dev.twinlog.sources.appserver.supervision.AuthState.Unsupported;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
    private static final List<String> MODES = List.of("chatgpt");

    /// `needs`: nothing reported; `needs!`: with an error; `login`: our sign-in l1 waits for its user; `hope`: it is
    /// finished.
    private static final Map<String, Auth> STATES = Map.of(
            "needs", Auth.unknown(MODES),
            "needs!", state(new NeedsLogin("E")),
            "needs?", state(new NeedsLogin(Auth.NOTHING_REPORTED)),
            "login", new Auth(new Authenticating(), MODES, "l1", false),
            "login2", new Auth(new Authenticating(), MODES, "l2", false),
            "hope", new Auth(new Authenticating(), MODES, "l1", true),
            "hopes", new Auth(new Authenticating(), MODES, null, true),
            "yes", state(new Authenticated("chatgpt")),
            "apikey", state(new Unsupported("apikey")),
            "out", state(new LoggedOut()));

    private static final Map<String, AuthSignal> SIGNALS = signals();

    private static final String TABLE = """
            state   chatgpt apikey none   free  vanished error  start2 done   done1  done9  fail   fail1  fail9 logout overdue
            needs   yes     apikey needs  none  needs    needs! login2 hopes  hopes  hopes  needs! needs! needs! out   -
            needs!  yes     apikey needs! none  needs!   needs! login2 hopes  hopes  hopes  needs! needs! needs! out   -
            login   yes     apikey login  none  login    login  login2 hope   hope   -      needs! needs! -     out    -
            hope    yes     apikey hope   none  hope     needs! login2 hope   hope   -      needs! needs! -     out    needs?
            yes     yes     apikey needs  none  needs    yes    -      yes    yes    yes    -      -      -     out    -
            apikey  yes     apikey needs  none  needs    apikey login2 hopes  hopes  hopes  -      -      -     out    -
            out     yes     apikey out    none  out      out    login2 hopes  hopes  hopes  -      -      -     out    -
            """;

    static Stream<Arguments> cells() {
        return TransitionTable.cells(TABLE);
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @MethodSource("cells")
    void each_cell_is_as_the_table_says(String state, String signal, String next) {
        var got = STATES.get(state).on(SIGNALS.get(signal));
        if (next.equals("-")) assertThat(got).isEmpty();
        else if (next.equals("none")) assertThat(got).contains(state(new Unsupported("none")));
        else assertThat(got).contains(STATES.get(next));
    }

    @Test
    void the_table_is_whole() {
        assertThat(cells().count()).isEqualTo(7L * SIGNALS.size());
    }

    @Test
    void nothing_but_a_reported_account_authenticates() {
        for (var state : STATES.values()) {
            if (state.authenticated()) continue;
            SIGNALS.forEach((name, signal) -> state.on(signal)
                    .ifPresent(next -> assertThat(next.authenticated()).as(name).isEqualTo(name.equals("chatgpt"))));
        }
    }

    @Test
    void a_key_is_one_mode_by_both_of_its_spellings() {
        assertThat(Auth.unknown(List.of("apikey"))
                        .on(new AuthSignal.Account("apiKey"))
                        .orElseThrow()
                        .state())
                .isEqualTo(new Authenticated("apikey"));
    }

    private static Map<String, AuthSignal> signals() {
        var all = new LinkedHashMap<String, AuthSignal>();
        all.put("chatgpt", new AuthSignal.Account("chatgpt"));
        all.put("apikey", new AuthSignal.Account("apiKey"));
        all.put("none", new AuthSignal.NoAccount(true));
        all.put("free", new AuthSignal.NoAccount(false));
        all.put("vanished", new AuthSignal.Vanished());
        all.put("error", new AuthSignal.Unreadable("E"));
        all.put("start2", new AuthSignal.LoginStarted("l2"));
        all.put("done", new AuthSignal.LoginCompleted(null, null));
        all.put("done1", new AuthSignal.LoginCompleted("l1", null));
        all.put("done9", new AuthSignal.LoginCompleted("l9", null));
        all.put("fail", new AuthSignal.LoginCompleted(null, "E"));
        all.put("fail1", new AuthSignal.LoginCompleted("l1", "E"));
        all.put("fail9", new AuthSignal.LoginCompleted("l9", "E"));
        all.put("logout", new AuthSignal.LoggedOut());
        all.put("overdue", new AuthSignal.Overdue());
        return all;
    }

    private static Auth state(AuthState state) {
        return new Auth(state, MODES, null, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ChatGPT", "CHATGPT", " chatgpt", "chatgpt ", "chatgptAuthTokens"})
    void another_spelling_is_another_mode(String mode) {
        assertThat(Auth.unknown(MODES)
                        .on(new AuthSignal.Account(mode))
                        .orElseThrow()
                        .state())
                .isEqualTo(new Unsupported(mode));
    }
}
