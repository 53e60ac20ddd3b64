-- Version 4: raw requests of telemetry that were let go of. What they told stays with its session, which is sealed.

CREATE INDEX telemetry_by_position ON telemetry (position);

-- The requests before a position of the journal have nothing to tell of a session any more. The counts are those that
-- its row had then.
CREATE TABLE telemetry_expired (
  session    INTEGER PRIMARY KEY,
  before     INTEGER NOT NULL,
  prompts    INTEGER NOT NULL,
  messages   INTEGER NOT NULL,
  tool_calls INTEGER NOT NULL
);

-- Requests that tell of no session any more, until their segments are rewritten without them.
CREATE TABLE telemetry_unswept (
  position INTEGER PRIMARY KEY
);

-- The ids of events of such a session, beside their keys: who tells more of them later may know no other.
CREATE TABLE sealed_names (
  session INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  name    TEXT    NOT NULL,
  key     TEXT    NOT NULL,
  PRIMARY KEY (session, kind, name)
) WITHOUT ROWID;

PRAGMA user_version = 4;
