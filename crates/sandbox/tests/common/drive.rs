//! Calls of KooDrive that several tests need.

use hwc_models::koodrive::{
    CreateJob, GetDownLoadUrl, GetJobDetail, GetSpaceV2, JobDetail, JobFile, JobInput, JobType,
};
use hwc_wire::Request;

use super::Bench;
pub(crate) use super::people::SALES;
pub(crate) use super::tree::WELCOME as FILE;

/// Returns the space of the department with the demo file.
pub(crate) async fn sales(bench: &Bench) -> String {
    let spaces = bench.send(GetSpaceV2::new(SALES)).await.data;
    spaces[0].container_id.as_ref().unwrap().to_string()
}

/// Returns a job within one space.
pub(crate) fn job(kind: JobType, space: &str, files: &[&str]) -> CreateJob {
    let mut input = JobInput::default();
    input.src_container_id = Some(space.into());
    let file = |id: &&str| {
        let mut file = JobFile::default();
        file.file_id = Some((*id).into());
        file.file_path = Some((*id).to_owned());
        file
    };
    input.file_info = files.iter().map(file).collect();
    CreateJob::new(kind, input, space)
}

/// Runs a job and returns its details.
pub(crate) async fn run(bench: &Bench, job: CreateJob) -> JobDetail {
    let id = bench.send(job).await.data.unwrap();
    bench.wait(3);
    bench.send(GetJobDetail::new(id)).await.data.unwrap()
}

/// Returns the code of each file of a job.
pub(crate) fn codes(detail: &JobDetail) -> Vec<&str> {
    detail.task_infos.iter().map(|item| item.result_code.as_deref().unwrap_or("0")).collect()
}

/// Signs a user in and returns the header that identifies the user.
pub(crate) async fn session(bench: &Bench, user: &str) -> String {
    let token = format!("token-of-{user}");
    bench.sql(&format!("INSERT INTO sessions VALUES ('{token}', 'session-of-{user}', '{user}', 4102444800000)")).await;
    format!("Bearer {token}")
}

/// Downloads a file and returns its content.
pub(crate) async fn text_of(bench: &Bench, space: &str, file: &str) -> String {
    let download = bench.send(GetDownLoadUrl::new(space, [file])).await.downloads.remove(0);
    bench.get(download.url.unwrap().expose()).await.text()
}

/// Replaces the content of the demo file by one in the database.
pub(crate) async fn replace_content(bench: &Bench, content: &[u8]) {
    let hex: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
    bench.sql(&format!("INSERT OR REPLACE INTO objects (id, name, content) VALUES (1000, 'archive', x'{hex}')")).await;
    let changed = "UPDATE records SET record = json_set(record, '$.content', 1000)";
    bench.sql(&format!("{changed} WHERE kind = 'koodrive.file' AND key = '{FILE}'")).await;
}

/// Returns the full text of the error response to a request of a user.
pub(crate) async fn refused_for<R: Request>(bench: &Bench, user: &str, request: R) -> String {
    let reply = bench.reply_to(R::OPERATION, &request, &[("Authorization", user)]).await;
    format!("{} {} {}", reply.status.as_u16(), reply.json()["code"], reply.json()["msg"].as_str().unwrap())
}
