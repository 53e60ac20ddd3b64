package dev.twinlog.sources.appserver.supervision;

import java.util.Optional;

/// The handshake of one generation (SPEC 5.3): `initialize`, its answer, `initialized`, then `account/read` and
/// `thread/loaded/list`, asked in this order without waiting in between, and complete when both are answered.
///
/// @param account whether the first of these is answered
/// @param list    whether the second is
record Handshake(HandshakeState state, boolean account, boolean list) {
    static final Handshake NONE = new Handshake(HandshakeState.NONE, false, false);

    /// What carries it on.
    enum Event {
        /// `initialize` is sent.
        SENT,
        /// It is answered by a result; `initialized` follows at once.
        ACKNOWLEDGED,
        /// It is answered by an error.
        REFUSED,
        /// It is not answered in time.
        OVERDUE,
        /// `account/read` is answered, be it by an error or by none in time.
        ACCOUNT_ANSWERED,
        /// `thread/loaded/list` is.
        LIST_ANSWERED
    }

    /// The next state; empty when the transition is illegal.
    Optional<Handshake> on(Event event) {
        return switch (state) {
            case NONE -> event == Event.SENT ? to(HandshakeState.INITIALIZE_SENT) : Optional.empty();
            case INITIALIZE_SENT -> sent(event);
            case INITIALIZED, COMPLETE -> answered(event);
            case FAILED -> Optional.empty();
        };
    }

    /// Whether `initialize` is acknowledged and `initialized` sent.
    boolean initialized() {
        return state == HandshakeState.INITIALIZED || state == HandshakeState.COMPLETE;
    }

    private Optional<Handshake> sent(Event event) {
        return switch (event) {
            case ACKNOWLEDGED -> to(HandshakeState.INITIALIZED);
            case REFUSED, OVERDUE -> to(HandshakeState.FAILED);
            case SENT, ACCOUNT_ANSWERED, LIST_ANSWERED -> Optional.empty();
        };
    }

    private Optional<Handshake> answered(Event event) {
        return switch (event) {
            case ACCOUNT_ANSWERED -> Optional.of(with(true, list));
            case LIST_ANSWERED -> Optional.of(with(account, true));
            case SENT, ACKNOWLEDGED, REFUSED, OVERDUE -> Optional.empty();
        };
    }

    private static Handshake with(boolean account, boolean list) {
        return new Handshake(account && list ? HandshakeState.COMPLETE : HandshakeState.INITIALIZED, account, list);
    }

    private static Optional<Handshake> to(HandshakeState state) {
        return Optional.of(new Handshake(state, false, false));
    }
}
