package dev.twinlog.app.daemon.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.TranscriptReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HugeLinesTest {
    private static final int THREADS = 8;

    @Test
    void one_huge_line_at_a_time_is_read_in_the_whole_process() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var start = new CyclicBarrier(THREADS);
        var all = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < THREADS; i++) {
            var task = new FutureTask<>(() -> {
                start.await();
                for (int n = 0; n < 1000; n++)
                    HugeLines.OF_PROCESS.alone(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        return inside.decrementAndGet();
                    });
                return true;
            });
            all.add(task);
            Thread.ofPlatform().start(task);
        }
        for (var task : all) task.get();
        assertThat(most).hasValue(1);
    }

    /// What hears may read the same file again, its huge line too: then the first must be let go already.
    @Test
    void what_a_huge_line_tells_is_heard_after_it_was_let_go_and_in_order() throws Exception {
        var path = "-p/11111111-2222-4333-8444-555555555555.jsonl";
        var file = new FileId(Agent.CLAUDE, "/root", path, 1, 2, 3, 4);
        var reading = new Reading(TranscriptPaths.of(Agent.CLAUDE, path).orElseThrow(), 1, new Teller());
        var heard = new ArrayList<String>();
        Consumer<Heard> out = told ->
                heard.add(((Unreadable) told).raw().length() + (HugeLines.OF_PROCESS.isHeldHere() ? " held" : " free"));

        long offset = 0;
        for (var piece : pieces()) {
            var chunk = new FileChunk(file, offset, piece, 1).encode();
            reading.take(FileChunkView.of(chunk), offset, out);
            offset += piece.length;
        }

        assertThat(heard).containsExactly("2 free", HugeLines.BYTES_MIN + 1 + " free", "3 free");
    }

    private static List<byte[]> pieces() {
        var pieces = new ArrayList<byte[]>();
        pieces.add("ab\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        int piece = 1 << 20;
        for (int left = HugeLines.BYTES_MIN; left > 0; left -= piece) {
            var bytes = new byte[Math.min(piece, left)];
            java.util.Arrays.fill(bytes, (byte) 'x');
            pieces.add(bytes);
        }
        pieces.add("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        pieces.add("\nabc\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return pieces;
    }

    /// Tells of each line how long it is.
    private static final class Teller implements TranscriptReader {
        @Override
        public void line(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out) {
            if (to - from > HugeLines.BYTES_MIN)
                assertThat(HugeLines.OF_PROCESS.isHeldHere()).isTrue();
            var session = context.file().session();
            var place = new RawPlace(context.raw().position(), context.raw().offset(), to - from);
            out.accept(new Unreadable(session, session.agent(), Unreadable.Reason.NOT_JSON, place, context.fileKey()));
        }

        @Override
        public void whole(byte[] content, LineContext context, Consumer<Heard> out) {
            throw new AssertionError();
        }
    }
}
