//! The operations that show files as they are now: lists, walks, searches, details, paths, packages and shares.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use hwc_models::koodrive::{
    DownloadShareFile, FileItem, FileListScope, GetDepartmentFiles, GetFile, GetFullPath, JobType, ListShareFiles,
    Search, SearchFilter, SearchType, SpaceType, StatsDir, WalkFile,
};
use hwc_wire::Request;
use proptest::prop_assert_eq;
use zip::ZipArchive;

use super::model::{DOWNLOAD, Key, LIST, SALES, SHARE};
use super::{Outcome, TEAMS, USERS, World};
use crate::common::files::page;

/// The error for a user without the right.
const DENIED: &str = "13000410";

impl World<'_> {
    /// Compares what a user sees with what the model allows.
    pub(super) async fn look(&mut self, user: usize, number: usize) -> Outcome {
        if self.model.disabled.contains(&user) {
            return self.look_disabled(user).await;
        }
        for team in 0..self.spaces.len() {
            self.look_at_lists(user, team).await?;
        }
        self.search(user).await?;
        if let Some(key) = self.pick(number) {
            self.look_at_file(user, key).await?;
            self.pack(user, key).await?;
        }
        self.look_at_share(user, number).await?;
        self.look_at_traces(user).await
    }

    /// A disabled user sees nothing.
    async fn look_disabled(&self, user: usize) -> Outcome {
        let space = self.spaces[SALES].as_str();
        for status in [
            USERS[user].reply(self.bench, WalkFile::new(space, "root")).await.status,
            USERS[user].reply(self.bench, Search::new(SearchType::Team, page(10, ""))).await.status,
            USERS[user].reply(self.bench, self.list(SALES, None, FileListScope::Space)).await.status,
        ] {
            prop_assert_eq!(status.as_u16(), 401);
        }
        Ok(())
    }

    fn list(&self, team: usize, folder: Option<Key>, scope: FileListScope) -> GetDepartmentFiles {
        let (owner, kind) = match team {
            SALES => (TEAMS[SALES], SpaceType::Department),
            _ => (self.group.as_str(), SpaceType::Group),
        };
        let request = GetDepartmentFiles::new(owner, scope, self.spaces[team].as_str());
        request.team_type(kind).parent_file_id(self.id(folder)).page_info(page(100, ""))
    }

    /// Checks that a user sees exactly these files in a response, or gets an error without the right.
    async fn expect_names<E: Request>(
        &self,
        user: usize,
        request: E,
        is_open: bool,
        (keys, names): (Vec<Key>, impl FnOnce(E::Response) -> Vec<String>),
    ) -> Outcome {
        if !is_open {
            return self.refused(user, request, DENIED).await;
        }
        let shown = format!("{request:?}");
        let found: BTreeSet<String> = names(USERS[user].send(self.bench, request).await).into_iter().collect();
        let found: BTreeSet<String> = found.into_iter().filter(|name| name.starts_with('q')).collect();
        let expected = self.model.names(keys.into_iter().filter(|key| self.model.may(user, *key, LIST)));
        prop_assert_eq!(found, expected, "{}", shown);
        Ok(())
    }

    /// Compares the lists of all folders, the recycle bin and a walk.
    async fn look_at_lists(&self, user: usize, team: usize) -> Outcome {
        let is_open = self.model.may_open(user, team, LIST);
        let is_folder = |key: &Key| self.model.entries[key].text.is_none();
        let folders = self.model.live(team).into_iter().filter(is_folder).map(Some);
        for folder in [None].into_iter().chain(folders) {
            let may = is_open && self.model.rights(user, team, folder) & LIST != 0;
            let request = self.list(team, folder, FileListScope::Space);
            let children = self.model.children(team, folder);
            self.expect_names(user, request, may, (children, |found| names(found.files))).await?;
        }
        let may = is_open && self.model.rights(user, team, None) & LIST != 0;
        let bin = self.model.entries.iter().filter(|(_, entry)| entry.team == team && entry.is_recycled);
        let bin = bin.map(|(key, _)| *key).collect();
        let request = self.list(team, None, FileListScope::RecycleBin);
        self.expect_names(user, request, may, (bin, |found| names(found.files))).await?;
        let walk = WalkFile::new(self.spaces[team].as_str(), "root");
        let found = |found: hwc_models::koodrive::WalkFileResponse| {
            found.files.into_iter().map(|file| file.file_name.unwrap()).collect()
        };
        self.expect_names(user, walk, may, (self.model.live(team), found)).await
    }

    /// Compares a search in all spaces of teams.
    async fn search(&self, user: usize) -> Outcome {
        let is_searched = |team: &usize| self.model.rights(user, *team, None) & LIST != 0;
        let keys = (0..self.spaces.len()).filter(is_searched).flat_map(|team| self.model.live(team)).collect();
        let filter = SearchFilter::default().key_word("q0");
        let request = Search::new(SearchType::Team, page(100, "")).filter(filter).image_process("image/resize");
        let found = |found: hwc_models::koodrive::SearchResponse| {
            found.files.into_iter().map(|file| file.file_name.unwrap()).collect()
        };
        self.expect_names(user, request, true, (keys, found)).await
    }

    /// Compares the details, the path and the statistics of a file.
    async fn look_at_file(&self, user: usize, key: Key) -> Outcome {
        let (id, space) = (self.id(Some(key)).to_owned(), self.spaces[self.model.entries[&key].team].clone());
        let details = GetFile::new(id.as_str(), space.as_str());
        let path = GetFullPath::new(id.as_str(), space.as_str());
        if !self.model.may(user, key, LIST) {
            self.refused(user, details, DENIED).await?;
            return self.refused(user, path, DENIED).await;
        }
        let (is_live, is_file) = (!self.model.is_recycled(key), self.model.entries[&key].text.is_some());
        let links = USERS[user].send(self.bench, details).await.file.unwrap().download_links;
        prop_assert_eq!(
            !links.is_empty(),
            is_live && is_file && self.model.may(user, key, DOWNLOAD),
            "links of {}",
            key
        );
        if is_live {
            let shown = USERS[user].send(self.bench, path).await.name_path.unwrap();
            let path = self.model.path(Some(key)).into_iter().take_while(|key| self.model.may(user, *key, LIST));
            let expected: Vec<&str> = path.map(|key| self.model.entries[&key].name()).collect();
            let found: Vec<&str> = shown.split('/').rev().filter(|name| name.starts_with('q')).collect();
            prop_assert_eq!(found, expected, "path of {}", key);
        }
        if is_live && !is_file {
            let stats = USERS[user].send(self.bench, StatsDir::new(id.as_str(), space.as_str())).await.data.unwrap();
            let below = self.model.branch(user, key, LIST);
            let files = below.iter().filter(|key| self.model.entries[key].text.is_some()).count();
            let expected = (Some(files as u64), Some((below.len() - 1 - files) as u64));
            prop_assert_eq!((stats.sub_file_count, stats.sub_dir_count), expected, "statistics of {}", key);
        }
        Ok(())
    }

    /// Compares the names and the contents of a package.
    async fn pack(&self, user: usize, key: Key) -> Outcome {
        let team = self.model.entries[&key].team;
        let is_open = self.model.may_open(user, team, DOWNLOAD) && self.model.may_open(user, team, LIST);
        let Some(detail) = self.run(user, self.job(JobType::Package, key), is_open).await? else { return Ok(()) };
        let url = detail.job_info.unwrap().download_url;
        let is_packed = self.model.may(user, key, DOWNLOAD) && !self.model.is_recycled(key);
        prop_assert_eq!(url.is_some(), is_packed, "package of {}", key);
        let Some(url) = url else { return Ok(()) };
        let expected = self.model.branch(user, key, DOWNLOAD);
        let texts = expected.iter().filter_map(|key| self.model.entries[key].text.clone()).collect();
        let (names, contents) = unpack(self.bench.get(url.expose()).await.body.to_vec());
        prop_assert_eq!(names, self.model.names(expected), "package of {}", key);
        prop_assert_eq!(contents, texts, "package of {}", key);
        Ok(())
    }

    /// Compares what a share shows. A file that is shown is known to the visitor from now on.
    async fn look_at_share(&mut self, user: usize, number: usize) -> Outcome {
        let Some(index) = number.checked_rem(self.model.shares.len()) else { return Ok(()) };
        let share = self.model.shares[index].clone();
        let list = ListShareFiles::new(share.short_url.as_str());
        if !self.model.is_open(&share) {
            return self.refused(user, list, "13000309").await;
        }
        let found = USERS[user].send(self.bench, list).await.files;
        let found: BTreeSet<String> = found.into_iter().map(|file| file.file_name.unwrap()).collect();
        prop_assert_eq!(&found, &self.model.names([share.entry]), "share of {}", share.entry);
        self.model.known.entry(user).or_default().extend(found);
        let id = self.id(Some(share.entry)).to_owned();
        if self.model.entries[&share.entry].text.is_some() {
            let download = DownloadShareFile::new(share.id.as_str(), id.as_str());
            if !self.model.may(share.owner, share.entry, DOWNLOAD) {
                return self.refused(user, download, DENIED).await;
            }
            let url = USERS[user].send(self.bench, download).await.download_url.unwrap();
            let text = self.bench.get(url.expose()).await.text();
            prop_assert_eq!(Some(text), self.model.entries[&share.entry].text.clone());
            return Ok(());
        }
        let inside = ListShareFiles::new(share.short_url.as_str()).parent_folder(id.as_str());
        let found = USERS[user].send(self.bench, inside).await.files;
        let found: BTreeSet<String> = found.into_iter().map(|file| file.file_name.unwrap()).collect();
        let children = self.model.children(self.model.entries[&share.entry].team, Some(share.entry));
        let shared = children.into_iter().filter(|key| self.model.may(share.owner, *key, SHARE));
        prop_assert_eq!(&found, &self.model.names(shared), "share of the folder {}", share.entry);
        self.model.known.entry(user).or_default().extend(found);
        Ok(())
    }
}

fn names(files: Vec<FileItem>) -> Vec<String> {
    files.into_iter().map(|file| file.file_name.unwrap()).collect()
}

/// Returns the names and the contents in an archive.
fn unpack(archive: Vec<u8>) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let (mut names, mut contents) = (BTreeSet::new(), BTreeSet::new());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        names.insert(file.name().unwrap().trim_end_matches('/').rsplit('/').next().unwrap().to_owned());
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if !text.is_empty() {
            contents.insert(text);
        }
    }
    (names, contents)
}
