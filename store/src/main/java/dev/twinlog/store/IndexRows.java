package dev.twinlog.store;

import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.Batch.RecordIndexRow;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.Batch.SpokeRow;
import dev.twinlog.store.Batch.TelemetryRow;
import java.sql.SQLException;

/// The rows of a batch beside its events: sessions, files, chunks and record indexes.
final class IndexRows {
    private static final String SESSION = """
            UPDATE sessions SET told = 1, project = ?, title = ?, git_branch = ?, version = ?, model = ?, parent = ?,
              started_at = ?, ended_at = ?, ended = ?, prompts = ?, messages = ?, tool_calls = ?
            WHERE ref = ?""";

    private final Sqlite sqlite;
    private final References references;

    IndexRows(Sqlite sqlite, References references) {
        this.sqlite = sqlite;
        this.references = references;
    }

    void write(Batch batch) throws SQLException {
        for (var file : batch.files()) write(file);
        for (var chunk : batch.chunks()) write(chunk);
        for (var spoke : batch.spoke()) write(spoke);
        for (var request : batch.telemetry()) write(request);
        for (var session : batch.sessions()) write(session);
        for (var records : batch.records()) write(records);
    }

    void write(FileRow file) throws SQLException {
        var insert = sqlite.prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, file.key());
        insert.setLong(2, references.session(file.session()));
        insert.setInt(3, file.agent().ordinal());
        insert.setString(4, file.root());
        insert.setString(5, file.path());
        insert.setLong(6, file.device());
        insert.setLong(7, file.inode());
        insert.setLong(8, file.generation());
        insert.setInt(9, file.generationBytes());
        insert.setLong(10, file.captured());
        insert.setLong(11, file.firstSeen());
        insert.setInt(12, file.gone() ? 1 : 0);
        insert.executeUpdate();
    }

    private void write(ChunkRow chunk) throws SQLException {
        var insert =
                sqlite.prepare("INSERT OR REPLACE INTO chunks (file, start, position, length) VALUES (?, ?, ?, ?)");
        insert.setLong(1, chunk.file());
        insert.setLong(2, chunk.offset());
        insert.setLong(3, chunk.position());
        insert.setInt(4, chunk.length());
        insert.executeUpdate();
    }

    private void write(SpokeRow row) throws SQLException {
        var insert = sqlite.prepare("INSERT OR IGNORE INTO file_sessions (session, file) VALUES (?, ?)");
        insert.setLong(1, references.session(row.session()));
        insert.setLong(2, row.file());
        insert.executeUpdate();
    }

    private void write(TelemetryRow row) throws SQLException {
        var insert = sqlite.prepare("INSERT OR IGNORE INTO telemetry (session, position) VALUES (?, ?)");
        insert.setLong(1, references.session(row.session()));
        insert.setLong(2, row.position());
        insert.executeUpdate();
    }

    private void write(SessionRow row) throws SQLException {
        var update = sqlite.prepare(SESSION);
        update.setString(1, row.project());
        update.setString(2, row.title());
        update.setString(3, row.gitBranch());
        update.setString(4, row.version());
        update.setString(5, row.model());
        update.setString(6, row.parent());
        update.setLong(7, row.startedAt());
        update.setLong(8, row.endedAt());
        update.setInt(9, row.ended() ? 1 : 0);
        update.setLong(10, row.prompts());
        update.setLong(11, row.messages());
        update.setLong(12, row.toolCalls());
        update.setLong(13, references.session(row.id()));
        update.executeUpdate();
    }

    private void write(RecordIndexRow row) throws SQLException {
        var insert = sqlite.prepare("INSERT INTO record_index (session, pairs) VALUES (?, ?)");
        insert.setLong(1, references.session(row.session()));
        insert.setBytes(2, row.pairs());
        insert.executeUpdate();
    }
}
