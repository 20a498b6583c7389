-- Service Tickets: messages and attachments.
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

-- Labels of the account. Numbers are not given twice.
CREATE TABLE labels (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    name  TEXT NOT NULL UNIQUE,
    color TEXT NOT NULL
) STRICT;

CREATE TABLE case_labels (
    case_id  TEXT NOT NULL REFERENCES cases (id),
    label_id INTEGER NOT NULL REFERENCES labels (id),
    PRIMARY KEY (case_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_labels_by_label ON case_labels (label_id, case_id);
