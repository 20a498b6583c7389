//! Tests of the recycle bin.

use super::*;
use crate::services::koodrive::drive::{access, quota, recycle_bin};

#[test]
fn a_recycled_folder_takes_its_content_along() {
    Drive::in_space(|cx, space| {
        let root = Node::root(space);
        let docs = folder(cx, space, &root, "docs")?;
        let note = file(cx, space, &docs, "note.txt")?;
        let recycled = recycle_bin::recycle(cx, &docs)?;
        assert_eq!(names(cx, &root), Vec::<String>::new());
        assert!(files::is_recycled(cx, &note)?);
        assert_eq!(files::id_path(cx, &recycled)?, format!("/{}/{}", root.id, docs.id));
        let bin = recycle_bin::query(cx, space).all()?;
        assert_eq!(bin.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["docs"]);
        assert_eq!(names(cx, &docs), ["note.txt"]);
        assert_eq!(quota::used(cx, spaces::id(space))?, 3);
        for refused in [
            recycle_bin::recycle(cx, &note),
            files::rename(cx, &note, "b", ConflictPolicy::Rename),
            files::move_to(cx, &note, (space, &root)),
            copy_all(cx, &note, (space, &root)),
        ] {
            assert_eq!(code(refused), "13000306");
        }
        assert_eq!(code(recycle_bin::restore(cx, space, &note)), "13000303");
        assert_eq!(code(files::folder(cx, space, &docs.id)), "13000305");
        assert_eq!(code(recycle_bin::recycle(cx, &root)), "13000406");
        recycle_bin::restore(cx, space, &recycled)?;
        assert!(!files::is_recycled(cx, &note)?);
        assert_eq!(names(cx, &root), ["docs"]);
        Ok(())
    });
}

#[test]
fn a_restored_file_finds_its_folder_or_a_new_one() {
    Drive::in_space(|cx, space| {
        let root = Node::root(space);
        let docs = folder(cx, space, &root, "docs")?;
        let inner = folder(cx, space, &docs, "inner")?;
        let note = recycle_bin::recycle(cx, &file(cx, space, &inner, "note.txt")?)?;
        file(cx, space, &inner, "note.txt")?;
        let stamped = recycle_bin::restore(cx, space, &note)?;
        assert_eq!((stamped.name.as_str(), &stamped.parent), ("note_20260101_080000.txt", &inner.id));

        let lost = recycle_bin::recycle(cx, &stamped)?;
        recycle_bin::delete_forever(cx, &docs)?;
        assert_eq!(names(cx, &root), Vec::<String>::new());
        let found = recycle_bin::restore(cx, space, &lost)?;
        assert_eq!(found.name, "note_20260101_080000.txt");
        let path = access::name_path(cx, space, &found)?;
        assert!(path.ends_with("/docs/inner/note_20260101_080000.txt"), "{path}");
        assert_ne!(found.parent, inner.id);

        let again = recycle_bin::recycle(cx, &found)?;
        let parent = files::resolve(cx, space, &again.parent)?;
        recycle_bin::recycle(cx, &parent)?;
        let beside = recycle_bin::restore(cx, space, &again)?;
        assert_ne!(beside.parent, parent.id);
        assert_eq!(names(cx, &root), ["docs"]);
        Ok(())
    });
}

#[test]
fn what_is_deleted_for_good_leaves_no_content() {
    let drive = Drive::new();
    let (space, note, copy) = drive.as_user(ADA, |cx| {
        let space = spaces::add(cx, ADA, SpaceType::Personal, 1)?;
        let root = Node::root(&space);
        let docs = folder(cx, &space, &root, "docs")?;
        let note = file(cx, &space, &docs, "note.txt")?;
        let copy = copy_all(cx, &note, (&space, &root))?;
        recycle_bin::recycle(cx, &docs)?;
        assert_eq!(recycle_bin::empty(cx, &space)?, 1);
        assert_eq!(code(files::resolve(cx, &space, &note.id)), "13000302");
        Ok((space, note, copy))
    });
    let id = note.content.unwrap();
    drive.as_user(ADA, |cx| {
        assert!(content::open(cx, &id).is_ok(), "the copy has the same content");
        recycle_bin::delete_forever(cx, &copy)?;
        assert_eq!((recycle_bin::empty(cx, &space)?, quota::used(cx, spaces::id(&space))?), (0, 0));
        Ok(())
    });
    drive.as_user(ADA, |cx| {
        assert!(content::open(cx, &id).is_err());
        Ok(())
    });
}
