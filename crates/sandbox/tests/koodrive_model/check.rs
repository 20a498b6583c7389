//! The comparison of the drive with the model.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    CursorPage, FileItem, FileListScope, GetRevision, GetSpaceByContainerId, Search, SearchFilter, SearchType,
    SyncFile, WalkFile, WalkPage,
};
use proptest::prop_assert_eq;
use proptest::test_runner::TestCaseError;

use crate::common::files::page;
use crate::common::users::{ADA, User};
use crate::model::{Key, Place};
use crate::perform::Outcome;
use crate::world::{DENIED, SHARED, World};

/// The number of steps from one comparison of all trees to the next.
const STEPS_PER_TREE: usize = 5;

/// The number of steps from one comparison of all lists of a space to the next.
const STEPS_PER_LISTING: usize = 10;

impl World<'_> {
    /// Compares a file after every other step, the spaces less often, and the lists of one space now and then.
    pub(crate) async fn check(&self, number: usize) -> Outcome {
        if number.is_multiple_of(STEPS_PER_TREE) {
            for space in 0..self.spaces.len() {
                self.check_used(space).await?;
                self.check_tree(space).await?;
            }
        }
        if number.is_multiple_of(STEPS_PER_LISTING) {
            let number = number / STEPS_PER_LISTING;
            self.check_lists(number % self.spaces.len(), u32::try_from(number % 4 + 1).unwrap()).await?;
        }
        if number.is_multiple_of(2) { self.check_content(number).await } else { Ok(()) }
    }

    /// Compares the used size for the administrator, who does not open the space.
    async fn check_used(&self, space: usize) -> Outcome {
        let request = GetSpaceByContainerId::new(self.spaces[space].id.as_str());
        let found = ADA.send(self.bench, request).await.data.unwrap();
        prop_assert_eq!(found.space_used, Some(self.model.used(space)), "used bytes of space {}", space);
        Ok(())
    }

    /// Compares the places, names and sizes of everything in a space, and its recycle bin.
    async fn check_tree(&self, space: usize) -> Outcome {
        let (facts, top) = (&self.spaces[space], Place { space, folder: None });
        let mut page = WalkPage::default();
        page.page_size = Some(1000);
        let request = WalkFile::new(facts.id.as_str(), "root").page_info(page);
        let files = facts.user.send(self.bench, request).await.files;
        let found: BTreeMap<_, _> = files.iter().map(|file| self.walked(file)).collect();
        let expected = self.model.below(top).into_iter().map(|key| self.expected(key));
        prop_assert_eq!(found, expected.collect(), "tree of space {}", space);
        let bin = self.list(top, FileListScope::RecycleBin, 100).await;
        prop_assert_eq!(shown(&bin), self.ordered(self.model.bin(space)), "recycle bin of space {}", space);
        Ok(())
    }

    /// Returns a file of a walk: its ID with the folder, the name and the size. The top folder has no ID here.
    fn walked(&self, file: &SyncFile) -> (String, (String, String, u64)) {
        let parent = file.parent_folder[0].as_str();
        let parent = if self.model.entries.values().any(|entry| entry.id == parent) { parent } else { "" };
        let name = file.file_name.clone().unwrap();
        (file.id.as_ref().unwrap().to_string(), (parent.to_owned(), name, file.size.unwrap()))
    }

    fn expected(&self, key: Key) -> (String, (String, String, u64)) {
        let entry = self.model.entry(key);
        let parent = entry.place.folder.map_or("", |folder| &self.model.entry(folder).id);
        (entry.id.clone(), (parent.to_owned(), entry.name.clone(), entry.size()))
    }

    /// Compares the lists of all folders, also of those in the recycle bin.
    async fn check_lists(&self, space: usize, size: u32) -> Outcome {
        for place in self.model.folders(space) {
            let is_recycled = self.model.is_place_recycled(place);
            let scope = if is_recycled { FileListScope::RecycleBin } else { FileListScope::Space };
            let found = self.list(place, scope, size).await;
            prop_assert_eq!(shown(&found), self.ordered(self.model.children(place)), "content of {:?}", place);
        }
        let top = Place { space, folder: None };
        let bin = self.list(top, FileListScope::RecycleBin, size).await;
        prop_assert_eq!(shown(&bin), self.ordered(self.model.bin(space)), "recycle bin of space {}", space);
        Ok(())
    }

    /// Returns the IDs and names of entries in the order of lists: folders first, each by name.
    fn ordered(&self, mut keys: Vec<Key>) -> Vec<(String, String)> {
        keys.sort_by_key(|key| {
            let entry = self.model.entry(*key);
            (!entry.is_folder(), entry.name.to_lowercase(), entry.id.clone())
        });
        let shown = |key| {
            let entry = self.model.entry(key);
            (entry.id.clone(), entry.name.clone())
        };
        keys.into_iter().map(shown).collect()
    }

    /// Compares the content and the versions of one file.
    async fn check_content(&self, number: usize) -> Outcome {
        let files: Vec<Key> = self.model.entries.keys().copied().collect();
        let files: Vec<Key> = files.into_iter().filter(|key| self.model.require_file(*key).is_ok()).collect();
        let Some(key) = number.checked_rem(files.len()).map(|index| files[index]) else { return Ok(()) };
        let (entry, space) = (self.model.entry(key), self.space(key));
        prop_assert_eq!(&self.text(space, &entry.id).await, &entry.versions[0].text, "content of {:?}", entry);
        let revisions = self.revisions(key).await;
        let found: Vec<_> =
            revisions.iter().map(|found| (found.revision_version, found.size, found.keep_forever)).collect();
        let expected = entry
            .versions
            .iter()
            .map(|version| (Some(version.number), Some(version.text.len() as u64), Some(version.keep)));
        prop_assert_eq!(found, expected.collect::<Vec<_>>(), "versions of {:?}", entry);
        let oldest = revisions.last().unwrap().revision_id.clone().unwrap();
        let request = GetRevision::new(self.space_id(key), entry.id.as_str(), oldest);
        let url = self.spaces[space].user.send(self.bench, request).await.download_url.unwrap();
        let text = self.bench.get(url.expose()).await.text();
        prop_assert_eq!(&text, &entry.versions.last().unwrap().text, "oldest version of {:?}", entry);
        Ok(())
    }

    /// Searches a word in a space and in its recycle bin, by pages of a size.
    pub(crate) async fn search(&self, user: User, space: usize, word: &str, size: u32) -> Outcome {
        let live = self.model.below(Place { space, folder: None });
        for (keys, is_recycled) in [(live, false), (self.model.bin(space), true)] {
            if !self.may(user, space) {
                let request = self.search_request(space, word, is_recycled, page(size, ""));
                return self.refuses(user, request, DENIED).await;
            }
            let keys = keys.into_iter().filter(|key| self.model.entry(*key).name.contains(word)).collect();
            let found = self.found(user, space, word, is_recycled, size).await?;
            prop_assert_eq!(found, self.ordered(keys), "{} in space {}, recycled: {}", word, space, is_recycled);
        }
        Ok(())
    }

    /// Returns the IDs and names that a search finds, with all of its pages.
    async fn found(
        &self,
        user: User,
        space: usize,
        word: &str,
        is_recycled: bool,
        size: u32,
    ) -> Result<Vec<(String, String)>, TestCaseError> {
        let (mut files, mut cursor) = (Vec::new(), String::new());
        loop {
            let request = self.search_request(space, word, is_recycled, page(size, &cursor));
            let response = user.send(self.bench, request).await;
            let total = response.total;
            files
                .extend(response.files.into_iter().map(|file| (file.id.unwrap().to_string(), file.file_name.unwrap())));
            cursor = response.next_page_cursor.unwrap_or_default();
            if cursor.is_empty() {
                prop_assert_eq!(total, Some(files.len() as u64));
                return Ok(files);
            }
        }
    }

    fn search_request(&self, space: usize, word: &str, is_recycled: bool, page: CursorPage) -> Search {
        let kind = if space == SHARED { SearchType::Team } else { SearchType::Personal };
        let filter = SearchFilter::default().container_id(self.spaces[space].id.as_str()).key_word(word);
        Search::new(kind, page).filter(filter).recycled(is_recycled).recursived(true)
    }
}

fn shown(files: &[FileItem]) -> Vec<(String, String)> {
    files.iter().map(|file| (file.id.as_ref().unwrap().to_string(), file.file_name.clone().unwrap())).collect()
}
