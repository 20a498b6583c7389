-- DataArts Insight: embed tickets. uses_left is null where no number was set.
CREATE TABLE embed_tickets (
    number     INTEGER PRIMARY KEY,
    ticket     TEXT NOT NULL UNIQUE,
    project    TEXT NOT NULL,
    embed      TEXT NOT NULL,
    user       TEXT NOT NULL,
    groups     TEXT NOT NULL,
    uses_left  INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;
