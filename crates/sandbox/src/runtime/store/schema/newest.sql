-- The tables after all steps. Written by `UPDATE_DOCS=1 cargo test -p hwc-sandbox --lib steps`.

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link_keys (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL
) STRICT;

CREATE TABLE objects (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE tokens (
    token      TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    project    TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE temporary_keys (
    access         TEXT PRIMARY KEY,
    secret         TEXT NOT NULL,
    security_token TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    user_name      TEXT NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE messages (
    number       INTEGER PRIMARY KEY,
    id           TEXT UNIQUE,
    case_id      TEXT NOT NULL REFERENCES cases (id),
    source       INTEGER NOT NULL,
    author_id    TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    content      TEXT NOT NULL,
    is_first     INTEGER NOT NULL DEFAULT 0,
    answers      INTEGER REFERENCES messages (number),
    written_at   INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;

CREATE INDEX messages_by_case ON messages (case_id, written_at, number);

CREATE INDEX messages_by_answered ON messages (answers);

CREATE TABLE message_reads (
    case_id     TEXT PRIMARY KEY REFERENCES cases (id),
    read_at     INTEGER NOT NULL,
    read_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accessories (
    id          TEXT PRIMARY KEY,
    customer    TEXT NOT NULL,
    name        TEXT NOT NULL,
    file_name   TEXT,
    media_type  TEXT,
    purpose     TEXT,
    kind        INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    object      INTEGER UNIQUE REFERENCES objects (id),
    message     INTEGER REFERENCES messages (number),
    place       INTEGER,
    uploaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX accessories_by_message ON accessories (message, place);

CREATE INDEX accessories_by_time ON accessories (customer, uploaded_at, size);

CREATE TABLE labels (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    customer TEXT NOT NULL,
    name     TEXT NOT NULL,
    color    TEXT NOT NULL,
    UNIQUE (customer, name)
) STRICT;

CREATE TABLE case_labels (
    case_id  TEXT NOT NULL REFERENCES cases (id),
    label_id INTEGER NOT NULL REFERENCES labels (id),
    PRIMARY KEY (case_id, label_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_labels_by_label ON case_labels (label_id, case_id);

CREATE TABLE feedbacks (
    number    INTEGER PRIMARY KEY,
    user_id   TEXT NOT NULL,
    user_name TEXT NOT NULL,
    kind      TEXT NOT NULL,
    title     TEXT NOT NULL,
    content   TEXT NOT NULL,
    ip        TEXT,
    contacts  TEXT,
    sent_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE feedback_files (
    feedback  INTEGER NOT NULL REFERENCES feedbacks (number),
    proves    TEXT NOT NULL,
    place     INTEGER NOT NULL,
    accessory TEXT NOT NULL REFERENCES accessories (id),
    PRIMARY KEY (feedback, proves, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_files_by_accessory ON feedback_files (accessory);

CREATE TABLE agreement_signatures (
    number    INTEGER PRIMARY KEY,
    customer  TEXT NOT NULL,
    agreement TEXT NOT NULL,
    relation  TEXT,
    user_id   TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX agreement_signatures_of ON agreement_signatures (customer, agreement);

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

CREATE TABLE diagnose_feedback (
    number     INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    content    TEXT,
    is_helpful INTEGER NOT NULL,
    region     TEXT,
    user_id    TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token      TEXT PRIMARY KEY,
    id         TEXT NOT NULL,
    user       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL,
    owner  TEXT NOT NULL,
    key    TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (kind, owner, key)
) STRICT;

CREATE TABLE record_columns (
    record INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    owner  TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  ANY,
    PRIMARY KEY (record, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_columns_by_value ON record_columns (kind, owner, name, value);

CREATE TABLE record_kinds (
    kind    TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE space_usage (
    owner TEXT NOT NULL,
    space TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (owner, space)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER file_added AFTER INSERT ON records WHEN new.kind = 'koodrive.file' BEGIN
    INSERT INTO space_usage (owner, space, bytes) VALUES (new.owner, new.record ->> 'space',
            coalesce(new.record ->> 'size', 0) + coalesce(new.record ->> 'old_versions_size', 0))
        ON CONFLICT (owner, space) DO UPDATE SET bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER file_changed AFTER UPDATE OF record ON records WHEN new.kind = 'koodrive.file' BEGIN
    UPDATE space_usage SET
            bytes = bytes - (coalesce(old.record ->> 'size', 0) + coalesce(old.record ->> 'old_versions_size', 0))
        WHERE owner = old.owner AND space = old.record ->> 'space';
    INSERT INTO space_usage (owner, space, bytes) VALUES (new.owner, new.record ->> 'space',
            coalesce(new.record ->> 'size', 0) + coalesce(new.record ->> 'old_versions_size', 0))
        ON CONFLICT (owner, space) DO UPDATE SET bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER file_removed AFTER DELETE ON records WHEN old.kind = 'koodrive.file' BEGIN
    UPDATE space_usage SET
            bytes = bytes - (coalesce(old.record ->> 'size', 0) + coalesce(old.record ->> 'old_versions_size', 0))
        WHERE owner = old.owner AND space = old.record ->> 'space';
END;
