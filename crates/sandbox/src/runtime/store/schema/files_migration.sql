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

-- Batch jobs become records of their own. They are all done.
INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.job', t.owner, t.key,
        json_object('id', t.key, 'kind', t.record -> 'kind', 'action', t.record -> 'action', 'user', t.record ->> 'user',
            'source', t.record ->> 'space', 'target', t.record ->> 'space', 'target_path', NULL,
            'archive_paths', json('[]'), 'created_at', t.record -> 'created_at', 'canceled_at', NULL,
            'is_done', json('true'), 'archive', t.record -> 'archive', 'entries', json('[]'), 'items', json((
                SELECT json_group_array(json_object('file', i.value ->> 'file', 'path', i.value ->> 'path',
                    'is_done', json('true'), 'new_file', i.value ->> 'new_file', 'new_path', NULL,
                    'failure', iif(i.value ->> 'error' IS NULL, json('null'),
                        json_object('code', i.value ->> 'error', 'message', ''))))
                FROM json_each(t.record, '$.items') i)))
    FROM records t WHERE t.kind = 'koodrive.task' AND t.record ->> 'share' IS NULL ORDER BY t.number;
DELETE FROM records WHERE kind = 'koodrive.task' AND record ->> 'share' IS NULL;
DELETE FROM record_columns WHERE record NOT IN (SELECT number FROM records);
