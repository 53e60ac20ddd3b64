-- The store, version 1. Times are epoch milliseconds; 64-bit ids are signed integers.
-- Few indexes on purpose: each one is paid for on every insert of the first import.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One row, so that a commit rewrites one cell: how far the journal is settled here.
CREATE TABLE progress (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  position   INTEGER NOT NULL,
  last_event INTEGER NOT NULL
);
INSERT INTO progress VALUES (1, 0, 0);

-- A session that something refers to. told = 0 until its row was committed.
CREATE TABLE sessions (
  ref        INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL,
  agent      INTEGER NOT NULL,
  told       INTEGER NOT NULL DEFAULT 0,
  project    TEXT,
  title      TEXT,
  git_branch TEXT,
  version    TEXT,
  model      TEXT,
  parent     TEXT,
  started_at INTEGER NOT NULL DEFAULT 0,
  ended_at   INTEGER NOT NULL DEFAULT 0,
  ended      INTEGER NOT NULL DEFAULT 0,
  prompts    INTEGER NOT NULL DEFAULT 0,
  messages   INTEGER NOT NULL DEFAULT 0,
  tool_calls INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, agent)
);

-- The body comes last: reading the columns before it never touches overflow pages.
CREATE TABLE events (
  id      INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  key     TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  turn    TEXT,
  status  TEXT    NOT NULL,
  agent   TEXT,
  owned   INTEGER NOT NULL,
  copy_id INTEGER NOT NULL,
  body    BLOB    NOT NULL
);
CREATE INDEX events_by_session ON events (session);
CREATE INDEX events_by_copy ON events (copy_id) WHERE copy_id <> 0;

CREATE TABLE models (
  ref  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- Tokens of one model request. model 0 = not told; sub 1 = a subagent's.
CREATE TABLE usage (
  event             INTEGER PRIMARY KEY,
  agent             INTEGER NOT NULL,
  session           INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  bucket            INTEGER NOT NULL,
  owned             INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL
);

-- Sums of owned usage by quarter of an hour (UTC), which any time zone's days are made of.
CREATE TABLE usage_sums (
  bucket            INTEGER NOT NULL,
  session           INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  PRIMARY KEY (bucket, session, model, sub)
) WITHOUT ROWID;

-- The same sums over all sessions and models: for days.
CREATE TABLE usage_by_time (
  bucket            INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  PRIMARY KEY (bucket, agent, sub)
) WITHOUT ROWID;

-- The same sums over all time: for models, projects, sessions and the whole.
CREATE TABLE usage_by_session (
  session           INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  PRIMARY KEY (session, model, sub)
) WITHOUT ROWID;

CREATE TABLE files (
  key              INTEGER PRIMARY KEY,
  session          INTEGER NOT NULL,
  agent            INTEGER NOT NULL,
  root             TEXT    NOT NULL,
  path             TEXT    NOT NULL,
  device           INTEGER NOT NULL,
  inode            INTEGER NOT NULL,
  generation       INTEGER NOT NULL,
  generation_bytes INTEGER NOT NULL,
  captured         INTEGER NOT NULL,
  first_seen       INTEGER NOT NULL,
  gone             INTEGER NOT NULL
);
CREATE INDEX files_by_session ON files (session);

-- Sessions of which a file told something, beside the one that its path names.
CREATE TABLE file_sessions (
  session INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  PRIMARY KEY (session, file)
) WITHOUT ROWID;

CREATE TABLE chunks (
  file     INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  length   INTEGER NOT NULL,
  PRIMARY KEY (file, start, position)
) WITHOUT ROWID;

CREATE TABLE record_index (
  id      INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  pairs   BLOB    NOT NULL
);
CREATE INDEX record_index_by_session ON record_index (session);

CREATE TABLE gaps (
  session  INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  id       TEXT    NOT NULL,
  state    INTEGER NOT NULL,
  since    INTEGER NOT NULL,
  evidence TEXT    NOT NULL,
  PRIMARY KEY (session, kind, id)
) WITHOUT ROWID;

CREATE TABLE counters (
  name   TEXT PRIMARY KEY,
  amount INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE unknown_types (
  agent   INTEGER NOT NULL,
  type    TEXT    NOT NULL,
  version TEXT    NOT NULL,
  amount  INTEGER NOT NULL,
  PRIMARY KEY (agent, type, version)
) WITHOUT ROWID;

-- Verdicts of one commit, packed; first = the running number of the first of them.
CREATE TABLE decisions (
  first  INTEGER PRIMARY KEY,
  amount INTEGER NOT NULL,
  packed BLOB    NOT NULL
);

PRAGMA user_version = 1;
