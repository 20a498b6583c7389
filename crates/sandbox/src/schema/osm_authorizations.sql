-- Service Tickets: access grants and diagnosis.
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
