package dev.twinlog.bench.corpus;

import java.util.List;
import java.util.SplittableRandom;

/// Everything random about one session, from one seed.
final class Dice {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /// From 0 to below `bound`.
    int below(int bound) {
        return random.nextInt(bound);
    }

    double unit() {
        return random.nextDouble();
    }

    boolean once(double share) {
        return unit() < share;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /// A length or a duration as they occur: most near the median, few of them very long.
    int around(double median, double spread, int least, int most) {
        double normal = StrictMath.sqrt(-2 * StrictMath.log(1 - unit())) * StrictMath.cos(2 * Math.PI * unit());
        return Math.clamp(Math.round(median * StrictMath.exp(spread * normal)), least, most);
    }

    String hex(int length) {
        var hex = new StringBuilder(length + 8);
        while (hex.length() < length) hex.append("%08x".formatted(random.nextInt()));
        return hex.substring(0, length);
    }

    String uuid() {
        return uuid(hex(8), hex(4), "4");
    }

    /// An id that begins with its time.
    String timedUuid(long millis) {
        var time = "%012x".formatted(millis);
        return uuid(time.substring(0, 8), time.substring(8), "7");
    }

    private String uuid(String first, String second, String version) {
        return first + "-" + second + "-" + version + hex(3) + "-a" + hex(3) + "-" + hex(12);
    }

    /// Letters and digits as in the agents' ids.
    String id(int length) {
        var id = new StringBuilder(length);
        for (int i = 0; i < length; i++) id.append(ALPHABET.charAt(below(ALPHABET.length())));
        return id.toString();
    }
}
