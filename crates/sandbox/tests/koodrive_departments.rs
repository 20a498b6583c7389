//! Departments of KooDrive: a tree of five levels, created and deleted together with their spaces.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING};
use hwc_models::koodrive::{
    CreateDepartment, DeleteDepartment, DepartmentId, GetDepartment, GetDepartmentList, GetDepartmentSpaceList,
    GetSpace, GetSpaceAllocation, GetTeamSpaceList, SpaceType, UpdateDepartment,
};

const HEAD_OFFICE: &str = "1243693141656107520";
const SALES: &str = "1243693141656107521";
const RESEARCH: &str = "1243693141656107522";

async fn create(bench: &Bench, name: &str, parent: &str) -> DepartmentId {
    ADA.send(bench, CreateDepartment::new(name, parent)).await.data.unwrap().id.unwrap()
}

/// Returns the names of the departments below one, or below the top one.
async fn below(bench: &Bench, parent: Option<&DepartmentId>) -> Vec<String> {
    let mut request = GetDepartmentList::new();
    if let Some(parent) = parent {
        request = request.department_id(parent.clone());
    }
    LIN.send(bench, request).await.list.into_iter().map(|department| department.name.unwrap()).collect()
}

#[tokio::test]
async fn a_created_department_has_a_space() {
    let bench = Bench::demo();
    let id = create(&bench, "Labs", RESEARCH).await;
    let shown = NOOR.send(&bench, GetDepartment::new(id.clone())).await;
    assert_eq!((shown.name.as_deref(), shown.parent_id.unwrap().as_str()), (Some("Labs"), RESEARCH));
    assert_eq!(shown.id, Some(id.clone()));
    assert_eq!(shown.dept_id.unwrap().as_str().len(), 32);
    let space = ADA.send(&bench, GetSpace::new(id.as_str(), SpaceType::Department)).await.data.unwrap();
    assert_eq!((space.capacity, space.user_num), (Some(1), Some(0)));
    let listed = ADA.send(&bench, GetDepartmentSpaceList::new(0_u32, 9_u32).key_word("Labs")).await;
    assert_eq!(listed.departments[0].container_id, space.container_id);
    let parts = ADA.send(&bench, GetSpaceAllocation::new()).await.data;
    assert_eq!(parts[0].allocate_capacity, Some(301));
}

#[tokio::test]
async fn only_the_departments_directly_below_are_listed() {
    let bench = Bench::demo();
    let labs = create(&bench, "Labs", RESEARCH).await;
    create(&bench, "Optics", labs.as_str()).await;
    assert_eq!(below(&bench, None).await, ["Sales", "Research"]);
    assert_eq!(below(&bench, Some(&RESEARCH.into())).await, ["Labs"]);
    assert_eq!(below(&bench, Some(&labs)).await, ["Optics"]);
    let found = LIN.send(&bench, GetDepartmentList::new().key_word("ear")).await.list;
    assert_eq!((found.len(), found[0].name.as_deref()), (1, Some("Research")));
    assert_eq!(LIN.refused(&bench, GetDepartmentList::new().department_id("none")).await, NOTHING);
    let top = LIN.send(&bench, GetDepartment::new(HEAD_OFFICE)).await;
    assert_eq!((top.name.as_deref(), top.parent_id), (Some("Head office"), None));
}

#[tokio::test]
async fn there_are_five_levels() {
    let bench = Bench::demo();
    let mut parent = DepartmentId::from(SALES);
    for level in 3..=5 {
        parent = create(&bench, &format!("Level {level}"), parent.as_str()).await;
    }
    let deeper = CreateDepartment::new("Level 6", parent.as_str());
    assert_eq!(ADA.refused(&bench, deeper).await, "400 13000102 departments can have five levels");
    assert_eq!(below(&bench, Some(&parent)).await, [""; 0]);
    let lower = create(&bench, "Lower", RESEARCH).await;
    let moved = UpdateDepartment::new(RESEARCH, "Research", parent.as_str());
    assert_eq!(ADA.refused(&bench, moved).await, "400 13000102 departments can have five levels");
    assert_eq!(below(&bench, Some(&RESEARCH.into())).await, ["Lower"]);
    assert_eq!(LIN.send(&bench, GetDepartment::new(lower)).await.parent_id.unwrap().as_str(), RESEARCH);
}

#[tokio::test]
async fn a_department_is_renamed_and_moved() {
    let bench = Bench::demo();
    let labs = create(&bench, "Labs", RESEARCH).await;
    ADA.send(&bench, UpdateDepartment::new(labs.clone(), "Studio", SALES)).await;
    let shown = LIN.send(&bench, GetDepartment::new(labs.clone())).await;
    assert_eq!((shown.name.as_deref(), shown.parent_id.unwrap().as_str()), (Some("Studio"), SALES));
    assert_eq!(below(&bench, Some(&RESEARCH.into())).await, [""; 0]);
    for (department, name, parent) in [
        (SALES, "Sales", labs.as_str()),
        (SALES, "Sales", SALES),
        (SALES, "Research", HEAD_OFFICE),
        (SALES, " ", HEAD_OFFICE),
        (HEAD_OFFICE, "Head", SALES),
    ] {
        let refused = ADA.refused(&bench, UpdateDepartment::new(department, name, parent)).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    assert_eq!(ADA.refused(&bench, UpdateDepartment::new("none", "a", SALES)).await, NOTHING);
    assert_eq!(ADA.refused(&bench, UpdateDepartment::new(labs, "a", "none")).await, NOTHING);
    assert_eq!(below(&bench, None).await, ["Sales", "Research"]);
}

#[tokio::test]
async fn a_name_is_used_once_below_a_department() {
    let bench = Bench::demo();
    for name in ["Sales", "  "] {
        let refused = ADA.refused(&bench, CreateDepartment::new(name, HEAD_OFFICE)).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    assert_eq!(ADA.refused(&bench, CreateDepartment::new("New", "none")).await, NOTHING);
    create(&bench, "Sales", RESEARCH).await;
    assert_eq!(below(&bench, None).await, ["Sales", "Research"]);
}

#[tokio::test]
async fn a_deleted_department_is_gone_with_its_space() {
    let bench = Bench::demo();
    let labs = create(&bench, "Labs", RESEARCH).await;
    ADA.send(&bench, DeleteDepartment::new(labs.clone())).await;
    assert_eq!(LIN.refused(&bench, GetDepartment::new(labs.clone())).await, NOTHING);
    assert_eq!(ADA.refused(&bench, GetSpace::new(labs.as_str(), SpaceType::Department)).await, NO_SPACE);
    assert_eq!(ADA.refused(&bench, DeleteDepartment::new(labs)).await, NOTHING);
    assert_eq!(below(&bench, Some(&RESEARCH.into())).await, [""; 0]);
}

#[tokio::test]
async fn a_department_in_use_stays() {
    let bench = Bench::demo();
    let users = ADA.refused(&bench, DeleteDepartment::new(SALES)).await;
    assert_eq!(users, "400 13000102 the department has users");
    let children = ADA.refused(&bench, DeleteDepartment::new(HEAD_OFFICE)).await;
    assert_eq!(children, "400 13000102 the department has departments below it");
    assert_eq!(below(&bench, None).await, ["Sales", "Research"]);
}

#[tokio::test]
async fn only_administrators_of_the_company_change_departments() {
    let bench = Bench::demo();
    let labs = create(&bench, "Labs", SALES).await;
    for user in [LI, LIN, NOOR] {
        assert_eq!(user.refused(&bench, CreateDepartment::new("More", SALES)).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, UpdateDepartment::new(labs.clone(), "Studio", SALES)).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, DeleteDepartment::new(labs.clone())).await, NO_RIGHT);
    }
    assert_eq!(below(&bench, Some(&SALES.into())).await, ["Labs"]);
}

#[tokio::test]
async fn users_see_the_space_of_their_own_department() {
    let bench = Bench::demo();
    let ids = |teams: Vec<hwc_models::koodrive::TeamSpace>| -> Vec<String> {
        teams.into_iter().map(|team| team.id.unwrap().to_string()).collect()
    };
    let departments = || GetTeamSpaceList::new(0_u32, 9_u32).team_type(0);
    assert_eq!(ids(LIN.send(&bench, departments()).await.teams), [SALES]);
    assert_eq!(ids(NOOR.send(&bench, departments()).await.teams), [RESEARCH]);
    assert_eq!(ids(ADA.send(&bench, departments()).await.teams), [SALES, HEAD_OFFICE, RESEARCH]);
    assert_eq!(ids(ADA.send(&bench, departments().key_word("Head")).await.teams), [HEAD_OFFICE]);
}
