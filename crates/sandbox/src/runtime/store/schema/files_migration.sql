-- Gives the files of KooDrive a place in the tree. A recycled file is restored to the top folder.
UPDATE records SET record = json_object(
    'id', record ->> 'id', 'space', record ->> 'space', 'name', record ->> 'name', 'size', record -> 'size',
    'content', record -> 'object', 'file_type', '45', 'version', 1, 'created_at', 0, 'edited_at', 0, 'creator', '',
    'editor', '',
    'parent', (SELECT s.record ->> 'bizRootFileId' FROM records s
        WHERE s.kind = 'koodrive.space' AND s.key = records.record ->> 'space'),
    'recycled', iif(record -> 'recycled' = 'true', json_object('at', 0, 'user', '', 'folders', json('[]'),
        'top', (SELECT s.record ->> 'bizRootFileId' FROM records s
            WHERE s.kind = 'koodrive.space' AND s.key = records.record ->> 'space')), json('null')))
WHERE kind = 'koodrive.file';
