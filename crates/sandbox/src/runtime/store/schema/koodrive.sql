-- KooDrive
CREATE TABLE departments (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    parent TEXT REFERENCES departments (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL,
    name       TEXT NOT NULL,
    department TEXT NOT NULL REFERENCES departments (id),
    mobile     TEXT NOT NULL,
    role       INTEGER NOT NULL,
    status     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions by their access tokens, which come without Bearer here. A call moves expires_at on.
CREATE TABLE sessions (
    token      TEXT PRIMARY KEY,
    id         TEXT NOT NULL,
    user       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user_groups (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE spaces (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    owner    TEXT NOT NULL,
    kind     INTEGER NOT NULL,
    status   INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    root     TEXT NOT NULL,
    biz_root TEXT NOT NULL,
    safe_box TEXT NOT NULL,
    creator  TEXT NOT NULL,
    modifier TEXT NOT NULL
) STRICT;

CREATE TABLE files (
    id       TEXT PRIMARY KEY,
    space    TEXT NOT NULL REFERENCES spaces (id),
    name     TEXT NOT NULL,
    object   INTEGER NOT NULL REFERENCES objects (id),
    recycled INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE share_files (
    share TEXT NOT NULL,
    file  TEXT NOT NULL REFERENCES files (id),
    PRIMARY KEY (share, file)
) STRICT, WITHOUT ROWID;

-- Batch jobs (share is null) and tasks on shared files. How far one is follows from created_at.
CREATE TABLE tasks (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    share      TEXT,
    kind       INTEGER NOT NULL,
    action     INTEGER,
    user       TEXT NOT NULL,
    space      TEXT NOT NULL,
    archive    INTEGER REFERENCES objects (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE task_items (
    task     INTEGER NOT NULL REFERENCES tasks (number),
    position INTEGER NOT NULL,
    file     TEXT NOT NULL,
    path     TEXT,
    source   TEXT NOT NULL,
    new_file TEXT,
    error    TEXT,
    PRIMARY KEY (task, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
    id        TEXT PRIMARY KEY,
    succeeded INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_failures (
    import TEXT NOT NULL REFERENCES imports (id),
    name   TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import, name)
) STRICT, WITHOUT ROWID;
