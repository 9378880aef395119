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
];
