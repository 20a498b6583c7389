-- Service Tickets: tickets. A ticket that waits (status 0) counts as taken up (1) from taken_up_at on.
CREATE TABLE cases (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    customer      TEXT NOT NULL,
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

CREATE TABLE relations (
    number     INTEGER PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    related_id TEXT NOT NULL REFERENCES cases (id),
    UNIQUE (case_id, related_id)
) STRICT;

-- What was done with tickets. operation is a CaseOperation.
CREATE TABLE case_logs (
    number    INTEGER PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES cases (id),
    operation INTEGER NOT NULL,
    user_id   TEXT NOT NULL,
    user_name TEXT NOT NULL,
    note      TEXT,
    done_at   INTEGER NOT NULL
) STRICT;
