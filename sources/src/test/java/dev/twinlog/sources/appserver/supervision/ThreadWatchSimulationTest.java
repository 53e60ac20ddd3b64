package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.ThreadWatch.Act;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Question;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A server whose threads start, work, idle, close, whose answers come late or never, and which is started
/// anew; and the watch beside it. After each step: nothing was sent that may harm. At the end: nothing idle
/// is listened to.
class ThreadWatchSimulationTest {
    static LongStream seeds() {
        var seed = Long.getLong("twinlog.seed");
        if (seed != null) return LongStream.of(seed);
        return LongStream.range(0, Boolean.getBoolean("twinlog.long") ? 5000 : 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_is_sent_that_may_harm_whatever_the_server_does(long seed) {
        new World(seed).run();
    }

    private static final class World {
        private record Message(Tick at, long order, Runnable arrives) {}

        private static final class Thread {
            private boolean active;
            private boolean file;
            private boolean subscribed;
        }

        private final long seed;
        private final Random random;
        private Tick now = Tick.ZERO;
        private long order;
        private long server;
        private ThreadWatch watch = ThreadWatch.shared();
        private final PriorityQueue<Message> wire =
                new PriorityQueue<>(Comparator.comparing(Message::at).thenComparing(Message::order));
        private Map<String, Thread> threads = new TreeMap<>();
        private final Map<String, Tick> named = new HashMap<>();
        private final TreeSet<String> sawActive = new TreeSet<>();
        private final Map<String, Tick> lastResume = new HashMap<>();
        private Tick lastArrival = Tick.ZERO;
        private int resumes;
        private int names;
        /// Nothing fails any more.
        private boolean kind;

        World(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < 400; i++) step();
            threads.forEach(this::idle);
            settle();
            assertThat(threads.values()).as("seed " + seed).noneMatch(thread -> thread.subscribed);
            assertThat(watch.threads()).as("seed " + seed).noneMatch(ThreadWatch.Known::heard);
            assertThat(watch.next()).as("seed " + seed).isEmpty();
            hearsOne();
        }

        /// When all goes well a thread that works is heard.
        private void hearsOne() {
            kind = true;
            var thread = new Thread();
            threads.put("last", thread);
            work("last", thread);
            settle();
            assertThat(watch.threads()).as("seed " + seed).contains(new ThreadWatch.Known("last", true, false));
            assertThat(resumes).isPositive();
        }

        private void step() {
            var ids = new ArrayList<>(threads.keySet());
            var id = ids.isEmpty() ? "" : ids.get(random.nextInt(ids.size()));
            var thread = threads.get(id);
            switch (random.nextInt(12)) {
                case 0 -> threads.put("t" + names++, new Thread());
                case 1, 2, 3 -> {
                    if (thread != null) work(id, thread);
                }
                case 4, 5 -> {
                    if (thread != null) idle(id, thread);
                }
                case 6 -> {
                    if (thread != null && random.nextInt(4) == 0) closeThread(id);
                }
                case 7 -> {
                    if (thread != null && thread.active) ask(id);
                }
                case 8 -> {
                    if (random.nextInt(8) == 0) restart();
                }
                case 9 -> say(new Sign.Listed(0, List.copyOf(threads.keySet()), null));
                default -> pass(Duration.ofMillis(random.nextInt(200)));
            }
        }

        private void work(String id, Thread thread) {
            thread.active = true;
            say(new Sign.Status(id, true));
            var born = server;
            later(Duration.ofMillis(random.nextInt(150)), () -> {
                if (born == server) thread.file = true;
            });
        }

        private void idle(String id, Thread thread) {
            if (!thread.active) return;
            thread.active = false;
            say(new Sign.Status(id, false));
            if (thread.subscribed && random.nextInt(5) > 0) say(new Sign.TurnOver(id));
        }

        private void closeThread(String id) {
            threads.remove(id);
            say(new Sign.Closed(id));
        }

        private void ask(String id) {
            say(new Sign.Asked(new Question("" + random.nextInt(50), "m", id, null, "", 0)));
            if (random.nextBoolean()) say(new Sign.Resolved("" + random.nextInt(50)));
        }

        /// The link ends with the server, and a new watch begins with the new link.
        private void restart() {
            server++;
            wire.clear();
            threads = new TreeMap<>();
            named.clear();
            sawActive.clear();
            lastResume.clear();
            watch = ThreadWatch.shared();
        }

        /// What the server says arrives in order.
        private void say(Sign sign) {
            lastArrival = max(lastArrival, now.plus(Duration.ofMillis(random.nextInt(8))));
            wire.add(new Message(lastArrival, order++, () -> hear(sign)));
        }

        private static Tick max(Tick one, Tick other) {
            return one.reached(other) ? one : other;
        }

        private void later(Duration wait, Runnable happens) {
            wire.add(new Message(now.plus(wait), order++, happens));
        }

        private void hear(Sign sign) {
            if (sign instanceof Sign.Status(var id, var active)) {
                if (active) sawActive.add(id);
                else sawActive.remove(id);
                lastResume.remove(id); // what becomes active anew is tried anew
            }
            if (sign instanceof Sign.Listed(var look, var ids, var _) && look > 0)
                for (var id : ids) named.put(id, now);
            var step = watch.on(sign, now);
            watch = step.watch();
            step.acts().forEach(this::send);
        }

        private void send(Act act) {
            switch (act) {
                case Act.Loaded(var look, var _) -> later(delay(), () -> list(look));
                case Act.Resume(var id) -> {
                    mayResume(id);
                    later(delay(), () -> resume(id));
                }
                case Act.Unsubscribe(var id) -> later(delay(), () -> unsubscribe(id));
            }
        }

        private Duration delay() {
            return Duration.ofMillis(random.nextInt(10));
        }

        private void mayResume(String id) {
            resumes++;
            assertThat(sawActive)
                    .as("seed " + seed + ": resumed without having been seen active")
                    .contains(id);
            assertThat(named.get(id))
                    .as("seed " + seed + ": resumed without a list directly before")
                    .isEqualTo(now);
            var last = lastResume.put(id, now);
            if (last != null)
                assertThat(now.since(last)).as("seed " + seed).isGreaterThanOrEqualTo(Duration.ofMillis(25));
        }

        private void list(long look) {
            if (!kind && random.nextInt(10) == 0) say(new Sign.NotListed(look));
            else say(new Sign.Listed(look, List.copyOf(threads.keySet()), null));
        }

        private void resume(String id) {
            var thread = threads.get(id);
            if (thread == null) say(new Sign.NotResumed(id, "thread not found: " + id));
            else if (!thread.file) say(new Sign.NotResumed(id, "no rollout found for thread id " + id));
            else if (!kind && random.nextInt(20) == 0) say(new Sign.NotResumed(id, "it will not"));
            else {
                thread.subscribed = true;
                say(!kind && random.nextInt(20) == 0 ? new Sign.ResumeUnanswered(id) : new Sign.Resumed(id));
            }
        }

        private void unsubscribe(String id) {
            var thread = threads.get(id);
            if (thread != null) thread.subscribed = false;
            say(new Sign.Unsubscribed(id));
        }

        private void pass(Duration time) {
            passUntil(now.plus(time));
        }

        private void passUntil(Tick end) {
            while (true) {
                var due = watch.next().orElse(null);
                var next = wire.peek();
                boolean timer = due != null && (next == null || next.at.reached(due));
                var at = timer ? due : next == null ? null : next.at;
                if (at == null || !end.reached(at)) break;
                now = max(now, at);
                if (timer) hear(new Sign.Time());
                else wire.remove().arrives.run();
            }
            now = max(now, end);
        }

        private void settle() {
            passUntil(now.plus(Duration.ofSeconds(30)));
        }
    }
}
