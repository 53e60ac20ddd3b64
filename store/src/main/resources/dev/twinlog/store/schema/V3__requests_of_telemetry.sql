-- Version 3: which requests of telemetry told something of a session, by their positions in the journal, so that the
-- session can be settled again.

CREATE TABLE telemetry (
  session  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (session, position)
) WITHOUT ROWID;

PRAGMA user_version = 3;
