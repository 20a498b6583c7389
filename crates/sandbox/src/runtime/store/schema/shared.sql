-- What all services share, and IAM. Times are milliseconds since 1970 (UTC), in all of these files. These files are the first
-- step of store/steps.rs: they never change, and a change of the tables is a new step.

-- The last number that was given to each sort of thing.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The key by which presigned links are signed, and that what was given out since is random: there is one where credentials are
-- checked.
CREATE TABLE link_keys (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL
) STRICT;

-- Contents of files and attachments. Numbers are not given twice, so that an old link never opens another content.
CREATE TABLE objects (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

-- IAM: tokens that the sandbox gave. project is null in those for the account.
CREATE TABLE tokens (
    token      TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    project    TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- IAM: temporary access keys that the sandbox gave.
CREATE TABLE temporary_keys (
    access         TEXT PRIMARY KEY,
    secret         TEXT NOT NULL,
    security_token TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    user_name      TEXT NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
