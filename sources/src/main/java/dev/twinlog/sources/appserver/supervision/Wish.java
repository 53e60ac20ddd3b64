package dev.twinlog.sources.appserver.supervision;

/// Whether a sidecar is to run.
///
/// @param expected   a stream is (SPEC 4), the kill switch aside
/// @param killSwitch it is on
/// @param stopped    by an operator
/// @param closing    Twinlog ends
record Wish(boolean expected, boolean killSwitch, boolean stopped, boolean closing) {
    boolean wanted() {
        return expected && !killSwitch && !stopped && !closing;
    }

    Wish withExpected(boolean next) {
        return new Wish(next, killSwitch, stopped, closing);
    }

    Wish withKillSwitch(boolean next) {
        return new Wish(expected, next, stopped, closing);
    }

    Wish withStopped(boolean next) {
        return new Wish(expected, killSwitch, next, closing);
    }

    Wish withClosing() {
        return new Wish(expected, killSwitch, stopped, true);
    }

    /// Why it is to end, as the control record says; only asked when it is not wanted.
    String cause() {
        if (closing) return "shutdown";
        if (killSwitch) return "kill_switch";
        if (stopped) return "operator";
        return "not_expected";
    }
}
