//! Users, spaces and files of KooDrive.

use hwc_models::koodrive::{
    CreateDirectory, CreateJob, CreateSpace, CursorPage, FileItem, FileListScope, GetFile, GetPersonalFiles,
    GetSpaceV2, JobAction, JobFile, JobInput, JobType, SpaceType,
};
use hwc_sandbox::models::osm::{ListAreaCodes, ListAreaCodesResponse};
use hwc_sandbox::records::{Column, ColumnValue, Owner, StoredRecord};
use hwc_wire::{Request, error_in_success_body, parse_error_body};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

pub(crate) use super::people::{ADA, LI, LIN, NOOR, SALES};
use super::{Bench, START};

/// A sandbox with demo data in which each user has a session.
pub(crate) struct Drive {
    pub(crate) bench: Bench,
}

/// A file as the sandbox stores it, for files without an upload.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct StoredFile(Json);

impl StoredFile {
    fn text(&self, field: &str) -> String {
        self.0[field].as_str().unwrap_or_default().to_owned()
    }

    fn number(&self, field: &str) -> i64 {
        self.0[field].as_i64().unwrap_or_default()
    }
}

impl StoredRecord for StoredFile {
    const KIND: &'static str = "koodrive.file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("space", |file| file.text("space").into()),
        Column::new("parent", |file| file.text("parent").into()),
        Column::new("name", |file| file.text("name").into()),
        Column::new("type", |file| file.text("file_type").into()),
        Column::new("size", |file| file.number("size").into()),
        Column::new("created", |file| file.number("created_at").into()),
        Column::new("edited", |file| file.number("edited_at").into()),
        Column::new("recycled", |_| false.into()),
        Column::new("recycled_at", |_| ColumnValue::Null),
        Column::new("sha256", |_| ColumnValue::Null),
        Column::new("content", |_| ColumnValue::Null),
        Column::new("sync_dir", |_| false.into()),
    ];

    fn key(&self) -> &str {
        self.0["id"].as_str().unwrap_or_default()
    }
}

impl Drive {
    pub(crate) async fn new() -> Self {
        Self::on(Bench::demo()).await
    }

    /// Signs all users in.
    pub(crate) async fn on(bench: Bench) -> Self {
        for user in [ADA, LI, LIN, NOOR] {
            let values = format!("('token-{user}', 'session-{user}', '{user}', {}000)", START + 86_400);
            bench.sql(&format!("INSERT INTO sessions (token, id, user, expires_at) VALUES {values}")).await;
        }
        Self { bench }
    }

    /// Sends a request of a user and returns its response, which must be a success.
    pub(crate) async fn send<E: Request>(&self, user: &str, request: E) -> E::Response {
        let token = format!("Bearer token-{user}");
        self.bench.send_with(request, &[("Authorization", &token)]).await
    }

    /// Sends a request of a user and returns the code of its error response.
    pub(crate) async fn refused<E: Request>(&self, user: &str, request: E) -> String {
        let token = format!("Bearer token-{user}");
        let reply = self.bench.reply_to(E::OPERATION, &request, &[("Authorization", &token)]).await;
        let envelope = &E::OPERATION.service.envelope;
        let error = parse_error_body(envelope, &reply.body).or_else(|| error_in_success_body(envelope, &reply.body));
        assert_eq!(reply.status.as_u16(), 400, "{}", reply.line());
        error.unwrap_or_else(|| panic!("not refused: {}", reply.line())).code
    }

    /// Returns the personal space of a user, which is created if there is none.
    pub(crate) async fn personal(&self, user: &str) -> String {
        let found = self.send(ADA, GetSpaceV2::new(user).kind(SpaceType::Personal)).await.data;
        match found.first() {
            Some(space) => space.container_id.as_ref().unwrap().to_string(),
            None => self.create_space(user, SpaceType::Personal).await,
        }
    }

    /// Returns the space of the department for sales.
    pub(crate) async fn sales(&self) -> String {
        let found = self.send(ADA, GetSpaceV2::new(SALES).kind(SpaceType::Department)).await.data;
        found[0].container_id.as_ref().unwrap().to_string()
    }

    async fn create_space(&self, owner: &str, kind: SpaceType) -> String {
        let space = self.send(ADA, CreateSpace::new(owner, 10_u64, kind)).await.data.unwrap();
        space.container_id.unwrap().to_string()
    }

    /// Creates a folder and returns its ID. An empty parent is the top folder.
    pub(crate) async fn folder(&self, user: &str, space: &str, parent: &str, name: &str) -> String {
        let parent = if parent.is_empty() { "root" } else { parent };
        let request = CreateDirectory::new(space, name).parent_folder([parent]);
        self.send(user, request).await.id.unwrap().to_string()
    }

    /// Stores a file with a name, a code of its type and a size, as if a user had uploaded it now. Returns its ID.
    pub(crate) async fn file(
        &self,
        user: &str,
        (space, parent): (&str, &str),
        (name, file_type, size): (&str, &str, u64),
    ) -> String {
        let folder = if parent.is_empty() { self.top(user, space, "root").await } else { parent.to_owned() };
        let (user, space, name, file_type) = (user.to_owned(), space.to_owned(), name.to_owned(), file_type.to_owned());
        let id = format!("file-{name}");
        let stored = id.clone();
        self.bench.sandbox.on::<ListAreaCodes>(move |cx, _| {
            let now = cx.now_millis();
            cx.records().insert(&StoredFile(json!({
                "id": stored, "space": space, "parent": folder, "name": name, "file_type": file_type, "size": size,
                "version": 1, "created_at": now, "edited_at": now, "creator": user, "editor": user,
            })))?;
            Ok(ListAreaCodesResponse::default())
        });
        self.bench.send(ListAreaCodes::new()).await;
        id
    }

    /// Returns the ID of a top folder, `root` or `sbox`.
    pub(crate) async fn top(&self, user: &str, space: &str, name: &str) -> String {
        self.detail(user, space, name).await.id.unwrap().to_string()
    }

    /// Returns the details of a file.
    pub(crate) async fn detail(&self, user: &str, space: &str, id: &str) -> FileItem {
        self.send(user, GetFile::new(id, space)).await.file.unwrap()
    }

    /// Returns the names in a folder of a personal space, in their order without `sortInfo`.
    pub(crate) async fn names(&self, user: &str, space: &str, folder: &str) -> Vec<String> {
        names(&self.send(user, GetPersonalFiles::new(FileListScope::Space, space, folder)).await.files)
    }

    /// Returns the names in the recycle bin of a personal space.
    pub(crate) async fn bin(&self, user: &str, space: &str) -> Vec<String> {
        names(&self.send(user, GetPersonalFiles::new(FileListScope::RecycleBin, space, "root")).await.files)
    }

    /// Moves a file to the recycle bin.
    pub(crate) async fn recycle(&self, user: &str, space: &str, id: &str) {
        let mut file = JobFile::default();
        file.file_id = Some(id.into());
        file.file_path = Some(self.detail(user, space, id).await.id_path.unwrap());
        let mut input = JobInput::default();
        input.src_container_id = Some(space.into());
        input.file_info = vec![file];
        self.send(user, CreateJob::new(JobType::Delete, input, space).action_type(JobAction::Recycle)).await;
        self.bench.wait(3);
    }
}

/// Returns the names of files.
pub(crate) fn names(files: &[FileItem]) -> Vec<String> {
    files.iter().map(|file| file.file_name.clone().unwrap()).collect()
}

/// Returns a page of a list.
pub(crate) fn page(size: u32, cursor: &str) -> CursorPage {
    let mut page = CursorPage::default();
    page.page_size = Some(size);
    page.page_cursor = Some(cursor.to_owned());
    page
}
