//! The sandbox and the model, and the facts that connect them: spaces, users and IDs.

use hwc_models::koodrive::{
    CreateJob, CursorPage, FileItem, FileListScope, FileType, GetDepartmentFiles, GetDownLoadUrl, GetJobDetail,
    GetPersonalFiles, GetSpaceV2, GetTeamSpaceList, JobItem, SpaceType, TeamType,
};
use hwc_wire::Request;
use proptest::prop_assert;
use proptest::test_runner::TestCaseError;

use crate::common::users::{LIN, NOOR, User};
use crate::common::{Bench, START};
use crate::model::{Code, Key, Model, Place, Version};

/// The code for a space that is closed to the user.
pub(crate) const DENIED: Code = "13000410";

/// The number of the space that both users share.
pub(crate) const SHARED: usize = 2;

/// A space of the drive.
pub(crate) struct SpaceFacts {
    pub(crate) id: String,
    pub(crate) owner: String,
    /// A user of the space: its owner.
    pub(crate) user: User,
    /// The capacity in bytes.
    pub(crate) capacity: u64,
}

pub(crate) struct World<'b> {
    pub(crate) bench: &'b Bench,
    pub(crate) model: Model,
    pub(crate) spaces: Vec<SpaceFacts>,
}

impl<'b> World<'b> {
    /// Reads the demo data into a model.
    pub(crate) async fn of(bench: &'b Bench) -> Self {
        let teams = LIN.send(bench, GetTeamSpaceList::new(0_u32, 10_u32).team_type(TeamType::Owned)).await.teams;
        let group = teams[0].id.as_ref().unwrap().to_string();
        let mut spaces = Vec::new();
        for (owner, user) in [(LIN.id, LIN), (NOOR.id, NOOR), (group.as_str(), LIN)] {
            let space = user.send(bench, GetSpaceV2::new(owner)).await.data.remove(0);
            let capacity = space.capacity.unwrap() << 30;
            spaces.push(SpaceFacts {
                id: space.container_id.unwrap().to_string(),
                owner: owner.to_owned(),
                user,
                capacity,
            });
        }
        let model = Model::new(i64::try_from(START).unwrap() * 1000);
        let mut world = Self { bench, model, spaces };
        for space in 0..world.spaces.len() {
            world.load(space).await;
        }
        world
    }

    /// Adds all files of a space to the model.
    async fn load(&mut self, space: usize) {
        let mut places = vec![Place { space, folder: None }];
        while let Some(place) = places.pop() {
            for item in self.list(place, FileListScope::Space, 100).await {
                let (id, name) = (item.id.unwrap().to_string(), item.file_name.unwrap());
                if item.file_type == Some(FileType::Folder) {
                    let folder = Some(self.model.add(&id, place, &name, Vec::new()));
                    places.push(Place { space, folder });
                } else {
                    let text = self.text(space, &id).await;
                    self.model.add(&id, place, &name, vec![Version::first(&text)]);
                }
            }
        }
    }

    /// Lists a folder, by pages of a size.
    pub(crate) async fn list(&self, place: Place, scope: FileListScope, size: u32) -> Vec<FileItem> {
        let (mut files, mut page) = (Vec::new(), CursorPage::default());
        page.page_size = Some(size);
        loop {
            let (more, next) = self.page(place, scope.clone(), page.clone()).await;
            files.extend(more);
            page.page_cursor = next;
            if page.page_cursor.is_none() {
                return files;
            }
        }
    }

    async fn page(&self, place: Place, scope: FileListScope, page: CursorPage) -> (Vec<FileItem>, Option<String>) {
        let (space, folder) = (&self.spaces[place.space], self.id(place));
        if place.space == SHARED {
            let request = GetDepartmentFiles::new(space.owner.as_str(), scope, space.id.as_str());
            let request = request.team_type(SpaceType::Group).parent_file_id(folder).page_info(page);
            let page = space.user.send(self.bench, request).await;
            (page.files, page.next_cursor)
        } else {
            let request = GetPersonalFiles::new(scope, space.id.as_str(), folder).page_info(page);
            let page = space.user.send(self.bench, request).await;
            (page.files, page.next_cursor)
        }
    }

    /// Downloads a file.
    pub(crate) async fn text(&self, space: usize, file: &str) -> String {
        let space = &self.spaces[space];
        let urls = space.user.send(self.bench, GetDownLoadUrl::new(space.id.as_str(), [file])).await;
        self.bench.get(urls.downloads[0].url.as_ref().unwrap().expose()).await.text()
    }

    /// Returns the ID of a folder.
    pub(crate) fn id(&self, place: Place) -> &str {
        place.folder.map_or("root", |key| &self.model.entry(key).id)
    }

    /// Returns true if a user can open a space.
    pub(crate) fn may(&self, user: User, space: usize) -> bool {
        space == SHARED || self.spaces[space].user.id == user.id
    }

    /// Performs a change in the model, unless a space is closed to the user.
    pub(crate) fn expect<T>(
        &mut self,
        user: User,
        spaces: &[usize],
        change: impl FnOnce(&mut Model) -> Result<T, Code>,
    ) -> Result<T, Code> {
        if spaces.iter().all(|space| self.may(user, *space)) { change(&mut self.model) } else { Err(DENIED) }
    }

    /// Sends a request that must be refused with a code.
    pub(crate) async fn refuses<E: Request>(&self, user: User, request: E, code: Code) -> Result<(), TestCaseError> {
        let refusal = user.refused(self.bench, request).await;
        prop_assert!(refusal.starts_with(&format!("400 {code} ")), "{refusal} instead of {code}");
        Ok(())
    }

    /// Runs a job on one file. The model must have its time already.
    pub(crate) async fn run(&self, user: User, request: CreateJob) -> Option<JobItem> {
        let id = user.send(self.bench, request).await.data.unwrap();
        self.bench.wait(3);
        user.send(self.bench, GetJobDetail::new(id)).await.data.unwrap().task_infos.pop()
    }

    /// Learns the IDs of copies below a folder from its lists.
    pub(crate) async fn learn_below(&mut self, place: Place) -> Result<(), TestCaseError> {
        let mut places = vec![place];
        while let Some(place) = places.pop() {
            let items = self.list(place, FileListScope::Space, 100).await;
            for key in self.model.children(place) {
                let entry = self.model.entry_mut(key);
                let found = items.iter().find(|item| item.file_name.as_ref() == Some(&entry.name));
                let id = found.and_then(|item| item.id.as_ref());
                prop_assert!(id.is_some(), "{} is not in the copy", entry.name);
                entry.id = id.unwrap().to_string();
                if entry.is_folder() {
                    places.push(Place { folder: Some(key), ..place });
                }
            }
        }
        Ok(())
    }

    /// Learns the IDs of the folders above an entry from its path.
    pub(crate) fn learn_above(&mut self, key: Key, path: &str) {
        let mut folders = self.model.path(self.model.entry(key).place);
        folders.reverse();
        let ids = path.split('/').filter(|id| !id.is_empty()).skip(1);
        for (folder, id) in folders.into_iter().zip(ids) {
            let entry = self.model.entry_mut(folder);
            if entry.id.is_empty() {
                id.clone_into(&mut entry.id);
            }
        }
    }
}
