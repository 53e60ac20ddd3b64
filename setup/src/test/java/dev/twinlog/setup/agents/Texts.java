package dev.twinlog.setup.agents;

import java.util.Set;

/// What the tests of set-up want written.
final class Texts {
    static final String TOKEN = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private Texts() {}

    static Wanted wanted() {
        return wanted("http://127.0.0.1:4318");
    }

    static Wanted wanted(String endpoint) {
        return new Wanted(base(endpoint), TOKEN, false, null, false, Set.of());
    }

    static Wanted replacing() {
        return new Wanted(base("http://127.0.0.1:4318"), TOKEN, false, null, true, Set.of());
    }

    static Wanted keeping(int days) {
        return new Wanted(base("http://127.0.0.1:4318"), TOKEN, false, days, false, Set.of());
    }

    static EndpointBase base(String text) {
        try {
            return EndpointBase.of(text, false);
        } catch (EndpointBase.BadEndpointException e) {
            throw new AssertionError(e);
        }
    }
}
