CREATE TABLE half_done (x INTEGER);
ALTER TABLE no_such_table ADD COLUMN y TEXT;
PRAGMA user_version = 3;
