-- Service Tickets: access grants, what engineers did with them, and diagnosis.

-- Access grants. One is there from asked_at on. A granted one (1) that is past expires_at counts as expired (3), and is written so
-- when somebody lists them.
CREATE TABLE authorizations (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    case_id       TEXT NOT NULL REFERENCES cases (id),
    customer      TEXT NOT NULL,
    status        INTEGER NOT NULL,
    resource_type TEXT NOT NULL,
    visit_type    TEXT NOT NULL,
    content_type  TEXT,
    handler       TEXT NOT NULL,
    description   TEXT NOT NULL,
    agency        TEXT,
    user_group    TEXT,
    reason        TEXT,
    asked_at      INTEGER NOT NULL,
    effective_at  INTEGER,
    expires_at    INTEGER
) STRICT;

CREATE INDEX authorizations_by_time ON authorizations (customer, asked_at);
CREATE INDEX authorizations_by_state ON authorizations (customer, status, asked_at);
CREATE INDEX authorizations_by_case ON authorizations (case_id, asked_at);
CREATE INDEX authorizations_given ON authorizations (expires_at) WHERE status = 1;

-- How many grants each account has in each state, those that nobody has asked for yet among those that wait (0).
CREATE TABLE authorization_counts (
    customer TEXT NOT NULL,
    status   INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (customer, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER authorization_made AFTER INSERT ON authorizations BEGIN
    INSERT INTO authorization_counts (customer, status, count) VALUES (new.customer, new.status, 1)
        ON CONFLICT (customer, status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER authorization_moved AFTER UPDATE OF customer, status ON authorizations BEGIN
    UPDATE authorization_counts SET count = count - 1 WHERE customer = old.customer AND status = old.status;
    INSERT INTO authorization_counts (customer, status, count) VALUES (new.customer, new.status, 1)
        ON CONFLICT (customer, status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER authorization_dropped AFTER DELETE ON authorizations BEGIN
    UPDATE authorization_counts SET count = count - 1 WHERE customer = old.customer AND status = old.status;
END;

-- What a grant opens. target is an AuthorizationTarget. Of a password, no more is kept than that it came.
CREATE TABLE authorization_details (
    id            INTEGER PRIMARY KEY,
    grant_id      TEXT NOT NULL REFERENCES authorizations (id),
    target        INTEGER NOT NULL,
    port          INTEGER,
    account       TEXT,
    has_password  INTEGER NOT NULL DEFAULT 0,
    instance_id   TEXT,
    instance_name TEXT,
    region        TEXT
) STRICT;

CREATE INDEX authorization_details_by_grant ON authorization_details (grant_id);

-- Sessions of engineers on hosts. One is over, and can be read, from ended_at on.
CREATE TABLE bastion_sessions (
    id         INTEGER PRIMARY KEY,
    detail     INTEGER NOT NULL REFERENCES authorization_details (id),
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX bastion_sessions_by_detail ON bastion_sessions (detail, ended_at);

CREATE TABLE bastion_commands (
    number  INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES bastion_sessions (id),
    command TEXT NOT NULL,
    run_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX bastion_commands_by_session ON bastion_commands (session, run_at);

-- Files that were moved. took is in milliseconds.
CREATE TABLE bastion_transfers (
    number    INTEGER PRIMARY KEY,
    session   INTEGER NOT NULL REFERENCES bastion_sessions (id),
    kind      TEXT NOT NULL,
    file_name TEXT NOT NULL,
    from_path TEXT NOT NULL,
    to_path   TEXT NOT NULL,
    size      TEXT NOT NULL,
    result    TEXT NOT NULL,
    moved_at  INTEGER NOT NULL,
    took      INTEGER NOT NULL
) STRICT;

CREATE INDEX bastion_transfers_by_session ON bastion_transfers (session, moved_at);

-- Diagnosis jobs. How far one is follows from created_at. params is an object, abnormal a list of ids of checks, as JSON.
CREATE TABLE diagnose_jobs (
    number     INTEGER PRIMARY KEY,
    customer   TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    params     TEXT NOT NULL,
    region     TEXT NOT NULL,
    abnormal   TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX diagnose_jobs_by_kind ON diagnose_jobs (customer, kind);
CREATE INDEX diagnose_jobs_by_region ON diagnose_jobs (customer, kind, region);

CREATE TABLE diagnose_feedback (
    number     INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    content    TEXT,
    is_helpful INTEGER NOT NULL,
    region     TEXT,
    user_id    TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Virtual machines that can be diagnosed. fault is the id of the check that finds what is wrong.
CREATE TABLE diagnose_machines (
    number    INTEGER PRIMARY KEY,
    customer  TEXT NOT NULL,
    id        TEXT NOT NULL UNIQUE,
    project   TEXT NOT NULL,
    region    TEXT NOT NULL,
    name      TEXT NOT NULL,
    eip       TEXT NOT NULL,
    fault     TEXT,
    host      TEXT NOT NULL,
    metadata  TEXT NOT NULL
) STRICT;

CREATE INDEX diagnose_machines_by_project ON diagnose_machines (customer, project, region);
