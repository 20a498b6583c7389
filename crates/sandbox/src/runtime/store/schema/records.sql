-- Records: JSON by kind, owner and key, and the columns by which records are searched. record_kinds has the columns that each
-- kind had when they were last computed.
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
