/**
 * The tables of `.hybrid/runs.db`, as the steps that lead from an empty file to the current version. Steps are only
 * ever added: `PRAGMA user_version` counts those already taken.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE run (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What a table of runs shows, and the whole record; both JSON.
    summary TEXT NOT NULL,
    record TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX run_by_name ON run (name, id);
  CREATE INDEX run_by_state ON run (state, id);

  -- Which files of artifacts/ a run's record refers to.
  CREATE TABLE run_input (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (run_id, sha256)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX run_input_by_sha256 ON run_input (sha256);

  CREATE TABLE run_transition (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (run_id, number)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE checkpoint (
    run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    value TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE job (
    key TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    backend TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    handle TEXT,
    state TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX job_by_run ON job (run_id, submitted_at);

  CREATE TABLE claim (
    run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE revision (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), value INTEGER NOT NULL) STRICT;
  INSERT INTO revision VALUES (1, 1);
  `,
  `
  ALTER TABLE job ADD COLUMN device TEXT;
  ALTER TABLE job ADD COLUMN circuits INTEGER;
  ALTER TABLE job ADD COLUMN shots INTEGER;
  ALTER TABLE job ADD COLUMN seen_at INTEGER;
  ALTER TABLE job ADD COLUMN position INTEGER;
  ALTER TABLE job ADD COLUMN expected_wait INTEGER;
  ALTER TABLE job ADD COLUMN message TEXT;
  CREATE INDEX job_by_time ON job (submitted_at);
  CREATE INDEX job_by_state ON job (state);

  -- The ledger, a row for each job that costs money. Rows stay when their runs are deleted: the money is spent.
  CREATE TABLE charge (
    job TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    run_name TEXT NOT NULL,
    backend TEXT NOT NULL,
    provider TEXT NOT NULL,
    profile TEXT NOT NULL,
    time INTEGER NOT NULL,
    estimate REAL,
    estimate_currency TEXT,
    actual REAL,
    actual_currency TEXT,
    as_of TEXT NOT NULL,
    source TEXT NOT NULL,
    arithmetic TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX charge_by_time ON charge (time);
  CREATE INDEX charge_by_run ON charge (run_id);

  -- What runs cost before there was a ledger counts for their month.
  INSERT INTO charge (job, run_id, run_name, backend, provider, profile, time, actual, actual_currency, as_of, source, arithmetic)
    SELECT id || '-before', id, name, json_extract(summary, '$.backend'), json_extract(summary, '$.backend'), 'default',
           CAST(json_extract(summary, '$.createdAt') AS INTEGER), CAST(json_extract(summary, '$.cost.amount') AS REAL),
           json_extract(summary, '$.cost.currency'),
           date(json_extract(summary, '$.createdAt') / 1000, 'unixepoch'), 'record of the run', 'all jobs of the run'
    FROM run WHERE json_valid(summary) AND json_extract(summary, '$.cost.amount') > 0;

  -- Jobs whose end people are still to be told of.
  CREATE TABLE notice (job TEXT PRIMARY KEY REFERENCES job (key) ON DELETE CASCADE) WITHOUT ROWID, STRICT;

  -- What only one process of all does at a time.
  CREATE TABLE lease (name TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;
  `,
  `
  -- Whether a job is for a sampler or an estimator, where its provider has both.
  ALTER TABLE job ADD COLUMN primitive TEXT;
  `,
  `
  -- The revision with which the row that tables show for the run was written, and when people deleted it: they may still
  -- want it back.
  ALTER TABLE run ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE run ADD COLUMN deleted_at INTEGER;
  CREATE INDEX run_by_change ON run (changed);
  -- How many runs were removed for good while they were listed, which no row is left to tell of.
  ALTER TABLE revision ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

  -- What people say of a run. Apart from its record, which is evidence and stays as it was written.
  CREATE TABLE annotation (
    run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    starred INTEGER NOT NULL DEFAULT 0,
    -- A list of texts, as JSON.
    tags TEXT NOT NULL DEFAULT '[]',
    note TEXT NOT NULL DEFAULT ''
  ) WITHOUT ROWID, STRICT;

  -- What tables of runs may show as further columns, as JSON: metrics and settings by their names. Runs without a row get
  -- theirs of the record when it is first asked for.
  CREATE TABLE run_values (
    run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    value TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;

  UPDATE run SET summary = json_set(summary, '$.tags', json_extract(record, '$.tags'))
    WHERE json_valid(summary) AND json_valid(record) AND json_array_length(record, '$.tags') > 0;
  UPDATE run SET summary = json_set(summary, '$.parent', json_extract(record, '$.parent'))
    WHERE json_valid(summary) AND json_valid(record) AND json_type(record, '$.parent') = 'text';

  -- Rows without the records, which are large and lie between them.
  CREATE INDEX run_row ON run (deleted_at, id, summary);
  -- To count them.
  CREATE INDEX run_by_deletion ON run (deleted_at);
  `,
  `
  -- Rows got why runs failed, and which values of their metric are the better ones: now they do by the next step.
  `,
  `
  -- Rows that were written before they told why runs failed and which values of their metric are the better ones. They are
  -- completed when they are next listed: to read all records at once would take many seconds.
  CREATE TABLE incomplete_row (run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE) WITHOUT ROWID, STRICT;
  INSERT INTO incomplete_row SELECT id FROM run INDEXED BY run_row
    WHERE json_valid(summary) AND
      (json_type(summary, '$.primaryMetric') = 'object' AND json_type(summary, '$.primaryMetric.better') IS NULL
        OR json_extract(summary, '$.state') = 'failed' AND json_type(summary, '$.failure') IS NULL);
  `,
];
