-- The sandbox's tables. Times are milliseconds since 1970 (UTC). A change needs a new VERSION in store.rs.

-- The last number that was given to each sort of thing.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Contents of files and attachments.
CREATE TABLE objects (
    id      INTEGER PRIMARY KEY,
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

-- Service Tickets: tickets. A ticket that waits (status 0) counts as taken up (1) from taken_up_at on.
CREATE TABLE cases (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    status        INTEGER NOT NULL,
    description   TEXT NOT NULL,
    business_type TEXT NOT NULL,
    sub_type      TEXT NOT NULL,
    product       TEXT,
    region        TEXT NOT NULL,
    severity      TEXT,
    user_id       TEXT NOT NULL,
    user_name     TEXT NOT NULL,
    area_code     TEXT,
    remind_mobile TEXT,
    remind_mail   TEXT,
    remind_time   TEXT,
    opened_at     INTEGER NOT NULL,
    taken_up_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
    number      INTEGER PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    source      INTEGER NOT NULL,
    author_id   TEXT NOT NULL,
    author_name TEXT NOT NULL,
    content     TEXT NOT NULL,
    is_first    INTEGER NOT NULL,
    written_at  INTEGER NOT NULL
) STRICT;

-- Attachments; without a message until a ticket or a message names them.
CREATE TABLE accessories (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    object  INTEGER NOT NULL REFERENCES objects (id),
    message INTEGER REFERENCES messages (number)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    number     INTEGER PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    related_id TEXT NOT NULL REFERENCES cases (id),
    UNIQUE (case_id, related_id)
) STRICT;

-- Access grants. One is there from asked_at on, and counts as expired once a granted one (1) is past expires_at.
CREATE TABLE authorizations (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    case_id      TEXT NOT NULL REFERENCES cases (id),
    status       INTEGER NOT NULL,
    detail       INTEGER NOT NULL,
    asked_at     INTEGER NOT NULL,
    effective_at INTEGER,
    expires_at   INTEGER
) STRICT;

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

-- DataArts Insight: embed tickets. uses_left is null where no number was set.
CREATE TABLE embed_tickets (
    number     INTEGER PRIMARY KEY,
    ticket     TEXT NOT NULL UNIQUE,
    project    TEXT NOT NULL,
    embed      TEXT NOT NULL,
    user       TEXT NOT NULL,
    groups     TEXT NOT NULL,
    uses_left  INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;
