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
