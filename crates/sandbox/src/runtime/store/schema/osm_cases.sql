-- Service Tickets: tickets. A ticket that waits (status 0) counts as taken up (1) from taken_up_at on, and is written so when
-- somebody looks next. extends and extension are objects in JSON: the further values that the ticket was opened with, or got later.
CREATE TABLE cases (
    number         INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    customer       TEXT NOT NULL,
    status         INTEGER NOT NULL,
    description    TEXT NOT NULL,
    business_type  TEXT NOT NULL,
    sub_type       TEXT NOT NULL,
    product        TEXT,
    region         TEXT NOT NULL,
    severity       TEXT,
    source         TEXT NOT NULL,
    project        TEXT,
    ownership      INTEGER NOT NULL DEFAULT 0,
    user_id        TEXT NOT NULL,
    user_name      TEXT NOT NULL,
    area_code      TEXT,
    remind_mobile  TEXT,
    remind_mail    TEXT,
    remind_time    TEXT,
    contact_type   TEXT,
    cc_email       TEXT,
    commodity      TEXT,
    phone_verified TEXT,
    mail_verified  TEXT,
    extends        TEXT NOT NULL,
    extension      TEXT NOT NULL,
    judgement      TEXT NOT NULL DEFAULT '',
    root_cause     TEXT,
    resolution     TEXT,
    opened_at      INTEGER NOT NULL,
    taken_up_at    INTEGER NOT NULL,
    pressed_at     INTEGER,
    resolved_at    INTEGER,
    confirmed_at   INTEGER
) STRICT;
CREATE INDEX cases_by_time ON cases (customer, opened_at);
CREATE INDEX cases_by_status ON cases (customer, status, opened_at);
CREATE INDEX cases_waiting ON cases (taken_up_at) WHERE status = 0;
CREATE INDEX cases_by_problem ON cases (customer, business_type, opened_at);
CREATE INDEX cases_by_user ON cases (customer, user_id, opened_at);
CREATE INDEX cases_by_user_name ON cases (customer, user_name, opened_at);
CREATE INDEX cases_by_product ON cases (customer, product, opened_at);

-- How many tickets of each problem type and product each account has in each state, so that nobody counts them one by one.
CREATE TABLE case_counts (
    customer      TEXT NOT NULL,
    status        INTEGER NOT NULL,
    business_type TEXT NOT NULL,
    product       TEXT NOT NULL,
    count         INTEGER NOT NULL,
    PRIMARY KEY (customer, status, business_type, product)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER case_opened AFTER INSERT ON cases BEGIN
    INSERT INTO case_counts (customer, status, business_type, product, count)
        VALUES (new.customer, new.status, new.business_type, coalesce(new.product, ''), 1)
        ON CONFLICT (customer, status, business_type, product) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER case_moved AFTER UPDATE OF customer, status, business_type, product ON cases BEGIN
    UPDATE case_counts SET count = count - 1 WHERE customer = old.customer AND status = old.status
        AND business_type = old.business_type AND product = coalesce(old.product, '');
    INSERT INTO case_counts (customer, status, business_type, product, count)
        VALUES (new.customer, new.status, new.business_type, coalesce(new.product, ''), 1)
        ON CONFLICT (customer, status, business_type, product) DO UPDATE SET count = count + 1;
END;

-- How the customer rates the work on a ticket, aspect by aspect, in the order in which the ratings were sent.
CREATE TABLE case_ratings (
    case_id       TEXT NOT NULL REFERENCES cases (id),
    position      INTEGER NOT NULL,
    aspect        INTEGER,
    given         INTEGER,
    name          TEXT,
    full_score    INTEGER,
    step          INTEGER,
    category      TEXT,
    category_name TEXT,
    PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Further values that belong to one message of a ticket, as an object in JSON. They outlive the message.
CREATE TABLE message_extends (
    case_id TEXT NOT NULL REFERENCES cases (id),
    message INTEGER NOT NULL,
    extends TEXT NOT NULL,
    PRIMARY KEY (case_id, message)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    number     INTEGER PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    related_id TEXT NOT NULL REFERENCES cases (id),
    UNIQUE (case_id, related_id)
) STRICT;

-- What was done with tickets. operation is a CaseOperation, operator_type is 0 for the customer and 1 for an engineer.
CREATE TABLE case_logs (
    number        INTEGER PRIMARY KEY,
    case_id       TEXT NOT NULL REFERENCES cases (id),
    operation     INTEGER NOT NULL,
    operator_type INTEGER NOT NULL,
    user_id       TEXT NOT NULL,
    user_name     TEXT NOT NULL,
    note          TEXT,
    done_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX case_logs_by_case ON case_logs (case_id, done_at);

-- The mail addresses that each user had copies sent to last, joined by semicolons, and all addresses of an account that were ever used.
CREATE TABLE last_copies (
    user_id   TEXT PRIMARY KEY,
    addresses TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE copy_addresses (
    customer TEXT NOT NULL,
    address  TEXT NOT NULL,
    used     INTEGER NOT NULL,
    PRIMARY KEY (customer, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_addresses_by_use ON copy_addresses (customer, used);

-- The users below the accounts, and the agencies of their IAM.
CREATE TABLE sub_customers (
    id        TEXT PRIMARY KEY,
    customer  TEXT NOT NULL,
    name      TEXT NOT NULL,
    area_code TEXT NOT NULL,
    mobile    TEXT NOT NULL,
    mail      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE agencies (
    id                TEXT PRIMARY KEY,
    customer          TEXT NOT NULL,
    name              TEXT NOT NULL,
    duration          TEXT NOT NULL,
    trust_domain_name TEXT NOT NULL,
    trust_domain_id   TEXT NOT NULL,
    created_at        INTEGER NOT NULL,
    expires_at        INTEGER
) STRICT, WITHOUT ROWID;
