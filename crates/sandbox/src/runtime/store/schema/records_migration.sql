-- Moves the tables of KooDrive, DataArts Insight and the people of Service Tickets to records. The columns are computed when the file is opened.
INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.department', '40086000004871666', id, json_object('id', id, 'name', name, 'parent', parent)
    FROM departments ORDER BY id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.user', '40086000004871666', id,
        json_object('id', id, 'userId', org_id, 'name', name, 'deptId', department, 'mobile', mobile, 'role', role,
            'status', status)
    FROM users ORDER BY id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.user_group', '40086000004871666', id, json_object('id', id, 'name', name, 'kind', kind)
    FROM user_groups ORDER BY id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.space', '40086000004871666', id,
        json_object('containerId', id, 'ownerId', owner, 'type', kind, 'status', status, 'capacity', capacity,
            'rootFileId', root, 'bizRootFileId', biz_root, 'bizSboxFileId', safe_box, 'tenantId', '40086000004871666',
            'creator', creator, 'modifier', modifier)
    FROM spaces ORDER BY number;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.file', '40086000004871666', f.id,
        json_object('id', f.id, 'space', f.space, 'name', f.name, 'object', f.object, 'size', length(o.content),
            'recycled', json(iif(f.recycled, 'true', 'false')))
    FROM files f JOIN objects o ON o.id = f.object ORDER BY f.id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.share', '40086000004871666', share,
        json_object('id', share, 'files', json_group_array(file))
    FROM share_files GROUP BY share ORDER BY share;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.task', '40086000004871666', t.id,
        json_object('id', t.id, 'share', t.share, 'kind', t.kind, 'action', t.action, 'user', t.user, 'space', t.space,
            'archive', t.archive, 'created_at', t.created_at, 'items', json((
                SELECT json_group_array(json_object('file', i.file, 'path', i.path, 'source', i.source,
                    'new_file', i.new_file, 'error', i.error))
                FROM (SELECT * FROM task_items WHERE task = t.number ORDER BY position) i)))
    FROM tasks t ORDER BY t.number;

INSERT INTO records (kind, owner, key, record)
    SELECT 'koodrive.user_import', '40086000004871666', m.id,
        json_object('id', m.id, 'succeeded', m.succeeded, 'failures', json((
            SELECT json_group_array(json_object('userName', f.name, 'desc', f.reason))
            FROM (SELECT * FROM import_failures WHERE import = m.id ORDER BY name) f)))
    FROM imports m ORDER BY m.id;

-- The IDs of groups were joined by commas.
INSERT INTO records (kind, owner, key, record)
    SELECT 'insight.embed_ticket', project, ticket,
        json_object('ticket', ticket, 'embed', embed, 'user', user, 'groups', json(iif(groups = '', '[]',
                replace(json_array(groups), ',', '","'))),
            'uses_left', uses_left, 'expires_at', expires_at)
    FROM embed_tickets ORDER BY number;

INSERT INTO records (kind, owner, key, record)
    SELECT 'osm.account_user', customer, id,
        json_object('id', id, 'name', name, 'area_code', area_code, 'mobile', mobile, 'mail', mail)
    FROM sub_customers ORDER BY id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'osm.agency', customer, id,
        json_object('id', id, 'name', name, 'duration', duration, 'trust_domain_name', trust_domain_name,
            'trust_domain_id', trust_domain_id,
            'create_time', strftime('%Y-%m-%dT%H:%M:%S', created_at / 1000, 'unixepoch')
                || printf('.%03dZ', created_at % 1000),
            'expire_time', strftime('%Y-%m-%dT%H:%M:%S', expires_at / 1000, 'unixepoch')
                || printf('.%03dZ', expires_at % 1000))
    FROM agencies ORDER BY id;

INSERT INTO records (kind, owner, key, record)
    SELECT 'osm.diagnose_job', customer, CAST(number AS TEXT),
        json_object('id', CAST(number AS TEXT), 'kind', kind, 'params', json(params), 'region', region,
            'abnormal', json(abnormal), 'created_at', created_at)
    FROM diagnose_jobs ORDER BY number;
INSERT INTO counters (name, value) SELECT 'diagnose job', max(number) FROM diagnose_jobs HAVING max(number) > 0;

INSERT INTO records (kind, owner, key, record)
    SELECT 'osm.diagnose_machine', customer, id,
        json_object('id', id, 'project', project, 'region', region, 'name', name, 'eip', eip, 'fault', fault,
            'host', host, 'metadata', json(metadata))
    FROM diagnose_machines ORDER BY number;

DROP TABLE share_files;
DROP TABLE files;
DROP TABLE task_items;
DROP TABLE tasks;
DROP TABLE import_failures;
DROP TABLE imports;
DROP TABLE spaces;
DROP TABLE users;
DROP TABLE departments;
DROP TABLE user_groups;
DROP TABLE embed_tickets;
DROP TABLE sub_customers;
DROP TABLE agencies;
DROP TABLE diagnose_jobs;
DROP TABLE diagnose_machines;
