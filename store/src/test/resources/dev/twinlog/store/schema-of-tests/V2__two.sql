ALTER TABLE words ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
PRAGMA user_version = 2;
