-- Service Tickets: agreements, verified contacts, privileges. The texts of agreements are in the program.
CREATE TABLE agreement_signatures (
    number    INTEGER PRIMARY KEY,
    customer  TEXT NOT NULL,
    agreement TEXT NOT NULL,
    relation  TEXT,
    user_id   TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX agreement_signatures_of ON agreement_signatures (customer, agreement);

-- Verification codes that were sent. way is a ContactWay. The code itself is always the same.
CREATE TABLE verify_codes (
    number    INTEGER PRIMARY KEY,
    customer  TEXT NOT NULL,
    way       INTEGER NOT NULL,
    area_code TEXT NOT NULL,
    value     TEXT NOT NULL,
    used      INTEGER NOT NULL DEFAULT 0,
    sent_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX verify_codes_of ON verify_codes (customer, way, value, sent_at);

-- Verified contacts. One counts as verified until expires_at. user_id is the user below the account to whom it belongs.
CREATE TABLE contacts (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    customer   TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    way        INTEGER NOT NULL,
    area_code  TEXT NOT NULL,
    value      TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX contacts_of ON contacts (customer, way, value);

-- What users below an account may do, and what of it they may not do without being allowed to.
CREATE TABLE privileges (
    customer  TEXT NOT NULL,
    privilege TEXT NOT NULL,
    PRIMARY KEY (customer, privilege)
) STRICT, WITHOUT ROWID;

CREATE TABLE privilege_policies (
    customer  TEXT NOT NULL,
    privilege TEXT NOT NULL,
    PRIMARY KEY (customer, privilege)
) STRICT, WITHOUT ROWID;
