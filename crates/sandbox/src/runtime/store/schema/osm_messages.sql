-- Service Tickets: messages, attachments, labels, reports.

-- Messages. One is there from written_at on, so an engineer's reply is put here ahead of its time; answers tells to which message.
-- The id of a message without id is its number.
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

-- Until when the customer has read what engineers wrote on a ticket, and the last message that was stored then: what came at the
-- same time later is not read.
CREATE TABLE message_reads (
    case_id     TEXT PRIMARY KEY REFERENCES cases (id),
    read_at     INTEGER NOT NULL,
    read_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Attachments; without a message until a ticket or a message names them, and in place among those of the message. A deleted one has
-- no object, and stays because it counts for the volume of its day.
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

-- Labels of the accounts. Numbers are not given twice.
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

-- Reports of illegal content and the like. ip and contacts are JSON, as they came.
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

-- The attachments that prove a report (proves is report) or who reports (reporter).
CREATE TABLE feedback_files (
    feedback  INTEGER NOT NULL REFERENCES feedbacks (number),
    proves    TEXT NOT NULL,
    place     INTEGER NOT NULL,
    accessory TEXT NOT NULL REFERENCES accessories (id),
    PRIMARY KEY (feedback, proves, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_files_by_accessory ON feedback_files (accessory);
