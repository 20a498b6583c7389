//! The tree of the files of KooDrive through batch jobs: copies, moves, the recycle bin, and the rights of users.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, codes, job, run, sales, session, text_of};
use hwc_models::koodrive::{
    CreateJob, CreateSpace, GetDownLoadUrl, GetJobDetail, GetSpaceV2, JobAction, JobType, SpaceType,
};

const LI: &str = "1316083732377071002";
const NOOR: &str = "1316083732377071004";

/// Returns a job from the space of the sales department to another space.
fn job_to(kind: JobType, space: &str, target: &str) -> CreateJob {
    let mut job = job(kind, space, &[FILE]);
    job.dst_container_id = target.into();
    job
}

#[tokio::test]
async fn a_copy_has_the_content_and_a_name_of_its_own() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let copied = run(&bench, job(JobType::Copy, &space, &[FILE])).await;
    let copy = copied.task_infos[0].new_file_id.clone().unwrap();
    let download = bench.send(GetDownLoadUrl::new(space.as_str(), [copy.clone()])).await.downloads.remove(0);
    assert_eq!(download.file_name.as_deref(), Some("welcome_20260101_080003.txt"));
    run(&bench, job(JobType::Delete, &space, &[FILE]).action_type(JobAction::DeleteForever)).await;
    assert_eq!(text_of(&bench, &space, copy.as_str()).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn a_moved_file_is_in_the_other_space_alone() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let other = bench.send(CreateSpace::new("group-1", 1_u64, SpaceType::Group)).await.data.unwrap();
    let other = other.container_id.unwrap().to_string();
    let there = run(&bench, job(JobType::Move, &space, &[FILE])).await;
    assert_eq!(codes(&there), ["13000312"], "the root folder of the space is its place already");
    assert_eq!(codes(&run(&bench, job_to(JobType::Move, &space, &other)).await), ["0"]);
    assert_eq!(codes(&run(&bench, job_to(JobType::Move, &space, &other)).await), ["13000302"]);
    assert_eq!(text_of(&bench, &other, FILE).await, "Welcome to the sandbox.\n");
    let used = async |owner: &str| bench.send(GetSpaceV2::new(owner)).await.data[0].space_used;
    assert_eq!((used(SALES).await, used("group-1").await), (Some(0), Some(24)));
}

#[tokio::test]
async fn a_space_without_room_takes_no_copy() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let other = bench.send(CreateSpace::new("group-1", 0_u64, SpaceType::Group)).await.data.unwrap();
    let other = other.container_id.unwrap().to_string();
    assert_eq!(codes(&run(&bench, job_to(JobType::Copy, &space, &other)).await), ["13000311"]);
    assert_eq!(bench.send(GetSpaceV2::new("group-1")).await.data[0].space_used, Some(0));
    assert_eq!(codes(&run(&bench, job_to(JobType::Move, &space, &other)).await), ["13000311"]);
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn a_new_path_names_the_target_folder() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let mut request = job(JobType::Copy, &space, &[FILE]);
    request.task_info.new_file_path = Some(format!("sbox/{FILE}"));
    let copy = run(&bench, request.clone()).await.task_infos[0].new_file_id.clone().unwrap();
    let download = bench.send(GetDownLoadUrl::new(space.as_str(), [copy])).await.downloads.remove(0);
    assert_eq!(download.file_name.as_deref(), Some("welcome.txt"), "the safe has no other file of this name");
    request.task_info.new_file_path = Some("F-none".to_owned());
    assert_eq!(codes(&run(&bench, request.clone()).await), ["13000302"]);
    request.task_info.new_file_path = Some(FILE.replace('1', "2"));
    assert_eq!(codes(&run(&bench, request).await), ["13000304"], "the copy is not a folder");
}

#[tokio::test]
async fn a_user_works_in_the_spaces_of_that_user_alone() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let (li, noor) = (session(&bench, LI).await, session(&bench, NOOR).await);
    let personal = bench.send_with(GetSpaceV2::new(LI), &[("Authorization", &li)]).await.data.remove(0);
    let personal = personal.container_id.unwrap().to_string();
    let refused = async |request: CreateJob, token: &str| {
        let reply =
            bench.reply_to(<CreateJob as hwc_wire::Request>::OPERATION, &request, &[("Authorization", token)]).await;
        (reply.status.as_u16(), reply.json()["code"].to_string())
    };
    let no_right = (400, "13000410".to_owned());
    assert_eq!(refused(job(JobType::Copy, &space, &[FILE]), &noor).await, no_right, "another department");
    assert_eq!(
        bench.refused(job_to(JobType::Copy, &space, &personal)).await,
        "400 13000410 No permission on the space."
    );
    let id = bench.send_with(job_to(JobType::Copy, &space, &personal), &[("Authorization", &li)]).await.data.unwrap();
    bench.wait(3);
    let detail = bench.send_with(GetJobDetail::new(id), &[("Authorization", &li)]).await.data.unwrap();
    assert_eq!(codes(&detail), ["0"]);
    let copy = detail.task_infos[0].new_file_id.clone().unwrap();
    let links = bench.refused(GetDownLoadUrl::new(personal.as_str(), [copy])).await;
    assert_eq!(links, "400 13000410 No permission on the space.", "not even an administrator");
}
