-- The bytes of the files in each space, with their older versions. Adding them up for each upload takes quadratic time.
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

INSERT INTO space_usage (owner, space, bytes)
    SELECT owner, record ->> 'space', sum(coalesce(record ->> 'size', 0) + coalesce(record ->> 'old_versions_size', 0))
    FROM records WHERE kind = 'koodrive.file' GROUP BY 1, 2;
