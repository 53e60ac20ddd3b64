package dev.twinlog.setup.agents;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileReplacement;
import dev.twinlog.setup.FileReplacement.Steps;
import dev.twinlog.setup.SmallFile;
import dev.twinlog.setup.agents.Setup.Action;
import dev.twinlog.setup.agents.Setup.Outcome;
import dev.twinlog.setup.agents.SetupRecord.Written;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One agent's file, read once.
final class SetupWork {
    private final Agent agent;
    private final Path file;
    private final AgentConfig config;
    private final Archive archive;
    private final byte @Nullable [] bytes;
    private final List<Written> written;
    private final List<Written> elsewhere;
    private final Clock clock;
    private final FileReplacement files;

    SetupWork(Agent agent, Path file, Archive archive, Clock clock, Steps steps) throws IOException {
        this.agent = agent;
        this.file = file;
        this.config = AgentConfig.of(agent, file.toString());
        this.archive = archive;
        this.clock = clock;
        this.files = new FileReplacement(Setup.BYTES_MAX, steps);
        this.bytes = SmallFile.read(file, Setup.BYTES_MAX);
        var all = archive.read().written();
        this.written = all.stream().filter(this::isHere).toList();
        this.elsewhere = all.stream().filter(one -> !isHere(one)).toList();
    }

    /// What is intended.
    ///
    /// @param original what an undo goes back to afterwards
    /// @param after    null: the file goes
    record Intent(
            SetupWork work,
            byte @Nullable [] original,
            byte @Nullable [] after,
            Action action,
            List<Change> changes,
            List<Objection> objections,
            List<String> notes) {
        Outcome outcome(@Nullable Path backup) {
            return new Outcome(
                    work.agent,
                    work.file,
                    action,
                    work.shortened(changes, after),
                    work.diff(action, after),
                    objections,
                    notes,
                    backup);
        }
    }

    private Intent nothing(List<String> notes) {
        return new Intent(this, bytes, bytes, Action.NOTHING, List.of(), List.of(), notes);
    }

    private Intent refused(Objection... why) {
        return new Intent(this, bytes, bytes, Action.REFUSED, List.of(), List.of(why), List.of());
    }

    Intent plan(Wanted wanted) throws IOException {
        var now = text();
        if (bytes != null && now == null) return refused(notUtf8(file));
        var ours = written.stream().map(Written::endpoint).collect(Collectors.toSet());
        var original = original(now);
        var plan = config.plan(
                now == null ? null : now.text(), original == null ? null : original.text(), wanted.knowing(ours));
        if (plan.isRefused()) return refused(plan.objections().toArray(Objection[]::new));
        if (!plan.changes(now == null ? null : now.text())) return nothing(plan.notes());
        var readOnly = readOnly();
        if (readOnly != null) return refused(readOnly);
        var mark = now == null ? new MarkedText("", "") : now;
        return new Intent(
                this,
                plan.original() == null ? null : mark.bytes(plan.original()),
                mark.bytes(Objects.requireNonNull(plan.after())),
                bytes == null ? Action.CREATE : Action.MODIFY,
                plan.changes(),
                List.of(),
                plan.notes());
    }

    private @Nullable MarkedText text() {
        try {
            return bytes == null ? null : MarkedText.of(bytes);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /// The same agent may have other folders, with settings of their own.
    private boolean isHere(Written one) {
        return one.file().equals(file.toString());
    }

    /// The file as it would be without us; null: it would not be there.
    private @Nullable MarkedText original(@Nullable MarkedText now) throws IOException {
        if (now == null) return null;
        if (!(best(now, true) instanceof Undone.Restored(var text, var _))) return now;
        return text == null ? null : new MarkedText(now.mark(), text);
    }

    /// What an undo comes to by the record that fits best: the newest may not have taken place, when a
    /// change was broken off.
    ///
    /// @return null: nothing is on record
    private @Nullable Undone best(MarkedText now, boolean force) throws IOException {
        Undone best = null;
        for (var one : written.reversed()) {
            var undone = undone(one, now, force);
            if (best == null || misfit(undone) < misfit(best)) best = undone;
        }
        return best;
    }

    private static int misfit(Undone undone) {
        return switch (undone) {
            case Undone.Restored(var _, var notes) -> notes.size();
            case Undone.Refused _ -> Integer.MAX_VALUE;
        };
    }

    private Undone undone(Written one, MarkedText now, boolean force) throws IOException {
        var before = archive.before(one);
        return config.undone(
                before == null ? null : MarkedText.of(before).text(),
                MarkedText.of(archive.after(one)).text(),
                now.text(),
                force);
    }

    private @Nullable Objection readOnly() throws IOException {
        if (bytes == null) return null;
        var target = file.toRealPath();
        boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        boolean writable = Files.isWritable(target)
                && (!posix || Files.getPosixFilePermissions(target).contains(PosixFilePermission.OWNER_WRITE));
        if (writable && Files.isWritable(Objects.requireNonNull(target.getParent()))) return null;
        return new Objection(
                Objection.Rule.READ_ONLY,
                target + " is read-only: give yourself the right to write it (chmod u+w), or, when a program makes"
                        + " it, have that program write what `twinlog setup plan` shows");
    }

    Outcome apply(Wanted wanted) throws IOException {
        var intent = plan(wanted);
        if (intent.action() == Action.REFUSED || intent.action() == Action.NOTHING) return intent.outcome(null);
        Archive.makePrivate(Objects.requireNonNull(file.getParent()));
        var after = Objects.requireNonNull(intent.after());
        var one = archive.keep(
                clock.instant(),
                file,
                wanted.endpoint().text(),
                intent.original(),
                after,
                shortened(intent.changes(), after));
        archive.write(record(Stream.concat(written.stream(), Stream.of(one))));
        files.write(file, bytes, after);
        archive.write(record(Stream.of(one)));
        return intent.outcome(archive.backup(one));
    }

    private SetupRecord record(Stream<Written> here) {
        return new SetupRecord(Stream.concat(elsewhere.stream(), here).toList());
    }

    Intent undoing() throws IOException {
        if (written.isEmpty() && !hasOurToken()) return nothing(List.of());
        if (written.isEmpty())
            return refused(new Objection(
                    Objection.Rule.NOTHING_ON_RECORD,
                    file + " has a token for Twinlog, but what `twinlog setup apply` wrote there is not on record:"
                            + " docs/setup.md says how to take it out by hand"));
        if (bytes == null) return nothing(List.of(file + " is gone, and with it what was written into it"));
        var now = text();
        if (now == null) return refused(notUtf8(file));
        for (var one : written) if (isAsBefore(one)) return nothing(List.of());
        return switch (Objects.requireNonNull(best(now, false))) {
            case Undone.Restored restored -> restoring(restored, now);
            case Undone.Refused(var why) -> refused(why);
        };
    }

    /// Whether the file has something of ours, whoever wrote it there.
    private boolean hasOurToken() {
        var now = text();
        return now != null && config.telemetry(now.text()).token() != null;
    }

    private boolean isAsBefore(Written one) throws IOException {
        return Arrays.equals(archive.before(one), bytes);
    }

    private Intent restoring(Undone.Restored restored, MarkedText now) throws IOException {
        var readOnly = readOnly();
        if (readOnly != null) return refused(readOnly);
        var text = restored.text();
        if (now.text().equals(text)) return nothing(restored.notes());
        return new Intent(
                this,
                bytes,
                text == null ? null : now.bytes(text),
                text == null ? Action.DELETE : Action.MODIFY,
                List.of(),
                List.of(),
                restored.notes());
    }

    Outcome undo() throws IOException {
        var intent = undoing();
        if (intent.action() == Action.REFUSED) return intent.outcome(null);
        var after = intent.after();
        if (intent.action() == Action.DELETE) files.remove(file, Objects.requireNonNull(bytes));
        else if (intent.action() == Action.MODIFY) files.write(file, bytes, Objects.requireNonNull(after));
        if (elsewhere.isEmpty()) archive.clear();
        else archive.write(record(Stream.of()));
        return intent.outcome(null);
    }

    private List<String> diff(Action action, byte @Nullable [] after) {
        if (action == Action.NOTHING || action == Action.REFUSED) return List.of();
        return UnifiedDiff.of(file.toString(), shown(bytes), shown(after), secrets(after));
    }

    private static @Nullable String shown(byte @Nullable [] some) {
        return some == null ? null : new String(some, StandardCharsets.UTF_8);
    }

    private List<Change> shortened(List<Change> changes, byte @Nullable [] after) {
        var secrets = secrets(after);
        return changes.stream()
                .map(change ->
                        new Change(change.key(), shortened(change.from(), secrets), shortened(change.to(), secrets)))
                .toList();
    }

    private static @Nullable String shortened(@Nullable String text, List<String> secrets) {
        return text == null ? null : UnifiedDiff.shortened(text, secrets);
    }

    private List<String> secrets(byte @Nullable [] after) {
        var secrets = new ArrayList<String>();
        for (var some : Arrays.asList(bytes, after)) {
            var text = shown(some);
            if (text != null)
                secrets.addAll(config.secrets(text.startsWith(MarkedText.MARK) ? text.substring(1) : text));
        }
        return secrets.stream().distinct().toList();
    }

    static Objection notUtf8(Path file) {
        return new Objection(
                Objection.Rule.UNPARSABLE, file + " is no UTF-8 text, and was left as it is: save it as UTF-8");
    }
}
