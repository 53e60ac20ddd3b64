-- The first version: with a comment; and a semicolon in it.
CREATE TABLE words (word TEXT NOT NULL);
PRAGMA user_version = 1;
