//! Tests of creating, renaming, moving and copying.

use hwc_models::koodrive::FileId;

use super::*;
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::{access, file_item, quota, stats};

#[test]
fn folders_are_found_by_their_names_and_paths() {
    Drive::in_space(|cx, space| {
        let root = files::resolve(cx, space, "root")?;
        assert_eq!(root.id, format!("DEUI7pa0C24Aroot{}", spaces::id(space)));
        for id in ["", space.biz_root_file_id.as_ref().map_or("", FileId::as_str)] {
            assert_eq!(files::resolve(cx, space, id)?.id, root.id);
        }
        assert!(files::resolve(cx, space, "sbox")?.id.starts_with("DEUI7pa0C24Asbox"));
        let docs = folder(cx, space, &root, "docs")?;
        let note = file(cx, space, &docs, "note.txt")?;
        assert_eq!(files::id_path(cx, &note)?, format!("/{}/{}/{}", root.id, docs.id, note.id));
        assert_eq!(access::name_path(cx, space, &note)?, format!("/root{}/docs/note.txt", spaces::id(space)));
        assert_eq!(code(files::resolve(cx, space, "F-none")), "13000302");
        assert_eq!(code(files::folder(cx, space, &note.id)), "13000304");
        let other = spaces::add(cx, ADA, SpaceType::Group, 1)?;
        assert_eq!(code(files::resolve(cx, &other, &note.id)), "13000302");
        let stats = stats::of(&files::descendants(cx, &root)?);
        assert_eq!((stats.size, stats.folders, stats.files), (3, 1, 1));
        Ok(())
    });
}

#[test]
fn a_file_is_shown_with_its_place_its_users_and_its_content() {
    Drive::in_space(|cx, space| {
        let root = Node::root(space);
        let item = file_item(cx, &file(cx, space, &root, "a.PNG")?)?;
        assert_eq!(item.file_type.as_ref().map(|kind| kind.code().to_owned()).as_deref(), Some("15"));
        assert_eq!(
            (item.mime_type.as_deref(), item.file_suffix.as_deref(), item.size),
            (Some("image/png"), Some("PNG"), Some(3))
        );
        assert_eq!((item.recycled, item.favorite), (Some(false), Some(false)));
        assert_eq!(item.parent_folder[0].as_str(), root.id);
        assert_eq!(item.owners[0].display_name.as_deref(), Some("Ada"));
        assert_eq!(item.owners[0].me, Some(true));
        assert_eq!(item.created_time.as_ref().map(ToString::to_string).as_deref(), Some("2026-01-01T00:00:00.000Z"));
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(item.attachments[0].sha256.as_deref(), Some(abc));
        assert_eq!(item.properties["createUser"], ADA);
        assert_eq!(file_item(cx, &folder(cx, space, &root, "b.c")?)?.file_suffix, None);
        Ok(())
    });
}

#[test]
fn names_in_use_are_stamped_refused_or_skipped() {
    Drive::in_space(|cx, space| {
        let root = Node::root(space);
        file(cx, space, &root, "a.txt")?;
        file(cx, space, &root, "a.txt")?;
        file(cx, space, &root, "a.txt")?;
        assert_eq!(names(cx, &root), ["a.txt", "a_20260101_080000(1).txt", "a_20260101_080000.txt"]);
        assert_eq!(code(folder(cx, space, &root, "a.txt")), "13000405");
        let put = |bytes: &[u8], policy: i64| {
            let content = content::put(cx, "a.txt", &mut &*bytes)?;
            files::insert(cx, space, &root, NewNode::file("a.txt", content), ConflictPolicy::from(policy))
        };
        assert_eq!(put(b"abc", 4)?.name, "a.txt");
        assert_ne!(put(b"other", 4)?.name, "a.txt");
        assert_eq!(
            put(b"abc", 1).map(|_| ()).map_err(|error| error.message),
            Err("1 is not a policy for names in use".to_owned())
        );
        assert_eq!(code(folder(cx, space, &root, &"x".repeat(251))), "13000417");
        assert_eq!(names(cx, &root).len(), 4);
        Ok(())
    });
}

#[test]
fn folders_nest_thirty_levels() {
    Drive::in_space(|cx, space| {
        let mut deepest = Node::root(space);
        for level in 1..=30 {
            deepest = folder(cx, space, &deepest, &format!("level {level}"))?;
        }
        assert_eq!(code(folder(cx, space, &deepest, "level 31")), "13000310");
        let note = file(cx, space, &deepest, "note.txt")?;
        let root = Node::root(space);
        let other = folder(cx, space, &root, "other")?;
        assert_eq!(code(files::move_to(cx, &other, (space, &deepest))), "13000310");
        assert_eq!(code(copy_all(cx, &other, (space, &deepest))), "13000310");
        assert_eq!(copy_all(cx, &note, (space, &deepest))?.parent, deepest.id);
        Ok(())
    });
}

#[test]
fn files_are_renamed_and_moved() {
    Drive::in_space(|cx, space| {
        let root = Node::root(space);
        let docs = folder(cx, space, &root, "docs")?;
        let inner = folder(cx, space, &docs, "inner")?;
        let note = file(cx, space, &docs, "note.txt")?;
        let renamed = files::rename(cx, &note, "todo.txt", ConflictPolicy::Refuse)?;
        assert_eq!(files::rename(cx, &renamed, "todo.txt", ConflictPolicy::Refuse)?.name, "todo.txt");
        assert_eq!(code(files::rename(cx, &renamed, "inner", ConflictPolicy::Refuse)), "13000405");
        let stamped = files::rename(cx, &renamed, "inner", ConflictPolicy::Rename)?;
        assert_eq!(stamped.name, "inner_20260101_080000");
        assert_eq!(code(files::move_to(cx, &stamped, (space, &docs))), "13000312");
        assert_eq!(code(files::move_to(cx, &docs, (space, &inner))), "13000307");
        assert_eq!(code(files::move_to(cx, &docs, (space, &docs))), "13000307");
        assert_eq!(code(files::move_to(cx, &root, (space, &docs))), "13000406");
        let moved = files::move_to(cx, &stamped, (space, &inner))?;
        assert_eq!((names(cx, &inner), names(cx, &docs)), (vec![moved.name], vec!["inner".to_owned()]));
        let events = events::of_node(cx, &note.id).all()?;
        let last = &events[events.len() - 1];
        assert_eq!((last.kind, last.old_parent.as_ref()), (EventKind::Moved, Some(&docs.id)));
        assert_eq!((events[0].kind, events[1].old_name.as_deref()), (EventKind::Created, Some("note.txt")));
        assert_eq!(events::of_user(cx, LI).count()?, 0);
        Ok(())
    });
}

#[test]
fn a_folder_is_moved_and_copied_to_another_space_with_its_content() {
    Drive::in_space(|cx, space| {
        let other = spaces::add(cx, ADA, SpaceType::Group, 1)?;
        let (root, target) = (Node::root(space), Node::root(&other));
        let docs = folder(cx, space, &root, "docs")?;
        let inner = folder(cx, space, &docs, "inner")?;
        let note = file(cx, space, &inner, "note.txt")?;
        let copy = copy_all(cx, &docs, (&other, &target))?;
        let below = files::descendants(cx, &copy)?;
        assert_eq!(below.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["inner", "note.txt"]);
        assert_eq!((&below[1].content, &below[1].properties["srcFileId"]), (&note.content, &note.id));
        assert_eq!(code(copy_all(cx, &docs, (space, &inner))), "13000307");
        let moved = files::move_to(cx, &docs, (&other, &target))?;
        assert_eq!((moved.id, moved.name.as_str()), (docs.id, "docs_20260101_080000"));
        assert_eq!(names(cx, &root), Vec::<String>::new());
        assert_eq!(files::resolve(cx, &other, &note.id)?.parent, inner.id);
        assert_eq!((quota::used(cx, spaces::id(space))?, quota::used(cx, spaces::id(&other))?), (0, 6));
        Ok(())
    });
}

#[test]
fn a_full_space_takes_no_more() {
    Drive::in_space(|cx, space| {
        let (mut full, root) = (space.clone(), Node::root(space));
        let mut big = file(cx, space, &root, "big.bin")?;
        big.size = (1 << 30) - 3;
        files::update(cx, big.clone())?;
        file(cx, space, &root, "fits.txt")?;
        assert_eq!(code(file(cx, space, &root, "more.txt")), "13000311");
        assert_eq!(code(copy_all(cx, &big, (space, &root))), "13000311");
        assert_eq!(names(cx, &root), ["big.bin", "fits.txt"]);
        let tiny = spaces::add(cx, ADA, SpaceType::Group, 0)?;
        assert_eq!(code(files::move_to(cx, &big, (&tiny, &Node::root(&tiny)))), "13000311");
        full.capacity = None;
        file(cx, &full, &root, "more.txt")?;
        Ok(())
    });
}
