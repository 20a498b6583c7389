//! Tests of the rights of users in spaces.

use hwc_models::koodrive::{OwnerId, SpaceStatus};

use super::*;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::members;

const LIN: &str = "1316083732377071003";
const NOOR: &str = "1316083732377071004";

/// Returns which of the users can open a space.
fn open_to(drive: &Drive, space: &str) -> Vec<&'static str> {
    let users = [(ADA, "Ada"), (LI, "Li"), (LIN, "Lin"), (NOOR, "Noor")];
    let is_open = |id: &str| drive.as_user(id, |cx| Ok(access::read(cx, space).is_ok()));
    users.into_iter().filter(|(id, _)| is_open(id)).map(|(_, name)| name).collect()
}

#[test]
fn each_kind_of_space_is_open_to_its_members() {
    let drive = Drive::new();
    let space = |owner, kind| drive.as_user(LI, |cx| Ok(spaces::id(&spaces::add(cx, owner, kind, 1)?).to_owned()));
    let (personal, department) = (space(LIN, SpaceType::Personal), space(SALES, SpaceType::Department));
    assert_eq!(open_to(&drive, &personal), ["Lin"]);
    assert_eq!(open_to(&drive, &department), ["Ada", "Li", "Lin"]);
    let group = space("group-1", SpaceType::Group);
    assert_eq!(open_to(&drive, &group), ["Li"]);
    drive.as_user(LI, |cx| members::add(cx, "group-1", NOOR));
    assert_eq!(open_to(&drive, &group), ["Li", "Noor"]);
    assert_eq!(drive.as_user(NOOR, |cx| members::groups_of(cx, NOOR)).last().unwrap(), "group-1");
    assert!(drive.as_user(LI, |cx| members::remove(cx, "group-1", NOOR)));
    assert_eq!(open_to(&drive, &group), ["Li"]);
}

#[test]
fn errors_tell_unknown_foreign_and_disabled_spaces_apart() {
    let drive = Drive::new();
    let space = drive.as_user(LI, |cx| spaces::add(cx, LI, SpaceType::Personal, 1));
    let id = spaces::id(&space);
    let file = drive.as_user(LI, |cx| file(cx, &space, &Node::root(&space), "a.txt")).id;
    drive.as_user(ADA, |cx| {
        assert_eq!(code(access::read(cx, "space-9")), "13000301");
        assert_eq!(code(access::write(cx, id)), "13000410");
        assert_eq!(code(access::node(cx, &space, &file, Right::View)), "13000410");
        assert_eq!(code(access::node_anywhere(cx, &file, Right::View)), "13000410");
        assert_eq!(code(access::node_anywhere(cx, "F-none", Right::View)), "13000309");
        Ok(())
    });
    drive.as_user(LI, |cx| {
        assert_eq!(access::node_anywhere(cx, &file, Right::View)?.1.name, "a.txt");
        assert_eq!(code(access::space(cx, id, Right::Edit)), "13000410");
        let mut disabled = space.clone();
        disabled.status = Some(SpaceStatus::Disabled);
        cx.records().update(&disabled)?;
        assert_eq!(code(access::read(cx, id)), "13000412");
        let open = access::spaces(cx)?;
        assert!(!open.iter().any(|open| spaces::id(open) == id));
        assert!(open.iter().any(|open| open.owner_id.as_ref().map(OwnerId::as_str) == Some(SALES)));
        Ok(())
    });
}
