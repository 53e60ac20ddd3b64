package dev.twinlog.bench;

/// A limit that the product promises to meet.
///
/// @param atMost whether smaller is better
record Target(boolean atMost, double limit, String unit) {
    static Target atMost(double limit, String unit) {
        return new Target(true, limit, unit);
    }

    static Target atLeast(double limit, String unit) {
        return new Target(false, limit, unit);
    }

    boolean isMetBy(double value) {
        return atMost ? value <= limit : value >= limit;
    }

    @Override
    public String toString() {
        var number = limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
        return (atMost ? "≤ " : "≥ ") + number + " " + unit;
    }
}
