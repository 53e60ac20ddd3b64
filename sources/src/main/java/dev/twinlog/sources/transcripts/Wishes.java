package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What other threads wait for, each until its moment.
final class Wishes {
    private final List<Wish.Reached> unmarked = new ArrayList<>();
    private final List<Due> marked = new ArrayList<>();
    private final List<Wish> caughtUp = new ArrayList<>();

    /// @param ticket the last ticket given when its mark came
    private record Due(Wish.Reached wish, long ticket) {}

    /// Keeps a wish; true when it asks for a walk.
    boolean add(Wish wish) {
        unmarked.removeIf(one -> one.answer().isDone());
        return switch (wish) {
            case Wish.Reached reached -> {
                unmarked.add(reached);
                yield false;
            }
            case Wish.CaughtUp late -> caughtUp.add(late);
        };
    }

    /// The mark of a wish came: what has a ticket now was written before it.
    void marked(long number, long ticket) {
        unmarked.removeIf(wish -> {
            if (wish.mark() == number) marked.add(new Due(wish, ticket));
            return wish.mark() == number;
        });
    }

    /// The mark of a wish came, and a walk must come before it can be granted.
    void afterWalk(long number) {
        for (var wish : unmarked) if (wish.mark() == number) caughtUp.add(wish);
        unmarked.removeIf(wish -> wish.mark() == number);
    }

    /// The mark of a wish came, and this is all that can be said.
    void answer(long number, Barrier instead) {
        unmarked.removeIf(wish -> wish.mark() == number && wish.answer().complete(instead));
    }

    /// Marks may be lost: whoever waits for one waits for the next walk instead.
    void marksLost() {
        caughtUp.addAll(unmarked);
        unmarked.clear();
    }

    void answerReached(Urgent urgent, Supplier<Barrier> answer) {
        if (marked.isEmpty()) return;
        marked.removeIf(
                due -> urgent.through(due.ticket()) && due.wish().answer().complete(answer.get()));
        marked.removeIf(due -> due.wish().answer().isDone());
    }

    void answerCaughtUp(Supplier<Barrier> answer) {
        for (var wish : caughtUp) wish.answer().complete(answer.get());
        caughtUp.clear();
    }

    /// Nothing can be granted now.
    void refuse(Barrier instead, String reason) {
        for (var wish : unmarked) wish.answer().complete(instead);
        for (var due : marked) due.wish().answer().complete(instead);
        for (var wish : caughtUp) {
            switch (wish) {
                case Wish.Reached reached -> reached.answer().complete(instead);
                case Wish.CaughtUp late -> late.answer().completeExceptionally(new IOException(reason));
            }
        }
        unmarked.clear();
        marked.clear();
        caughtUp.clear();
    }
}
