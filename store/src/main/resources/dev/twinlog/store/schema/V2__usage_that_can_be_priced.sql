-- Version 2: sums of usage are told apart by what decides their price: the model, the day (UTC), and the class
-- of the request (0 usual, 1 to 3 a prompt beyond 100,000, 200,000 and 272,000 tokens, 4 its cost is told).
-- They are summed anew from the requests. cost: billionths of a US dollar as a witness told them.

ALTER TABLE usage ADD COLUMN cost INTEGER;

DROP TABLE usage_sums;
DROP TABLE usage_by_time;
DROP TABLE usage_by_session;

-- Sums of owned usage by quarter of an hour (UTC), which any time zone's days are made of.
CREATE TABLE usage_sums (
  bucket            INTEGER NOT NULL,
  session           INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  class             INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  cost              INTEGER NOT NULL,
  PRIMARY KEY (bucket, session, model, sub, class)
) WITHOUT ROWID;

-- The same sums over all sessions: for days.
CREATE TABLE usage_by_time (
  bucket            INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  class             INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  cost              INTEGER NOT NULL,
  PRIMARY KEY (bucket, agent, model, sub, class)
) WITHOUT ROWID;

-- The same sums by day (UTC, since the epoch): for models, projects, sessions and the whole.
CREATE TABLE usage_by_session (
  session           INTEGER NOT NULL,
  model             INTEGER NOT NULL,
  day               INTEGER NOT NULL,
  sub               INTEGER NOT NULL,
  class             INTEGER NOT NULL,
  agent             INTEGER NOT NULL,
  requests          INTEGER NOT NULL,
  input             INTEGER NOT NULL,
  output            INTEGER NOT NULL,
  cache_read        INTEGER NOT NULL,
  cache_creation    INTEGER NOT NULL,
  cache_creation_1h INTEGER NOT NULL,
  reasoning         INTEGER NOT NULL,
  cost              INTEGER NOT NULL,
  PRIMARY KEY (session, model, day, sub, class)
) WITHOUT ROWID;

CREATE TEMP TABLE priced AS
SELECT bucket, session, model, sub, agent,
       CASE WHEN cost IS NOT NULL THEN 4 WHEN prompt > 272000 THEN 3 WHEN prompt > 200000 THEN 2
            WHEN prompt > 100000 THEN 1 ELSE 0 END AS class,
       CASE WHEN bucket < 0 THEN -((95 - bucket) / 96) ELSE bucket / 96 END AS day,
       input, output, cache_read, cache_creation, cache_creation_1h, reasoning, coalesce(cost, 0) AS cost
FROM (SELECT *, CASE WHEN agent = 0 THEN input + cache_read + cache_creation ELSE input END AS prompt
      FROM usage WHERE owned = 1);

INSERT INTO usage_sums
SELECT bucket, session, model, sub, class, agent, count(*), sum(input), sum(output), sum(cache_read),
       sum(cache_creation), sum(cache_creation_1h), sum(reasoning), sum(cost)
FROM priced GROUP BY bucket, session, model, sub, class;

INSERT INTO usage_by_time
SELECT bucket, agent, model, sub, class, sum(requests), sum(input), sum(output), sum(cache_read),
       sum(cache_creation), sum(cache_creation_1h), sum(reasoning), sum(cost)
FROM usage_sums GROUP BY bucket, agent, model, sub, class;

INSERT INTO usage_by_session
SELECT session, model, day, sub, class, agent, count(*), sum(input), sum(output), sum(cache_read),
       sum(cache_creation), sum(cache_creation_1h), sum(reasoning), sum(cost)
FROM priced GROUP BY session, model, day, sub, class;

DROP TABLE priced;

PRAGMA user_version = 2;
