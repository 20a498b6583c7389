//! Performing the steps: each one in the model first, which predicts the outcome, and then in the drive.

use hwc_models::koodrive::{
    CompleteFile, ConflictPolicy, CreateDirectory, CreateFile, FileType, RenameFile, UploadMode, UploadType,
};
use hwc_wire::Request;
use proptest::prop_assert_eq;
use proptest::test_runner::TestCaseError;

use crate::changes::Created;
use crate::common::uploads::{part, send_part, sha256};
use crate::common::users::{LIN, NOOR, User};
use crate::model::{Code, Key, Place};
use crate::steps::{Act, CONTENTS, NAMES, Policy, Step};
use crate::world::{SHARED, World};

pub(crate) type Outcome = Result<(), TestCaseError>;

/// The number of entries in the largest folder that is copied.
const LARGEST_COPY: usize = 6;

impl World<'_> {
    /// Performs a step. One that finds nothing to work on does nothing.
    pub(crate) async fn perform(&mut self, step: &Step) -> Outcome {
        let (user, space) = (self.user(step), step.space);
        match step.act {
            Act::CreateFolder { folder, name, policy } => {
                let place = self.place(space, folder);
                self.create_folder(user, place, NAMES[name], policy).await
            }
            Act::Upload { folder, name, content, policy } => {
                let place = self.place(space, folder);
                self.upload(user, place, (NAMES[name], CONTENTS[content]), policy).await
            }
            Act::Fill { folder } => self.fill(user, self.place(space, folder)).await,
            Act::EmptyBin { by_job } => self.empty_bin(user, space, by_job).await,
            Act::Search { word, page } => self.search(user, space, NAMES[word], page).await,
            Act::Restore { entry } => match self.recycled(space, entry) {
                Some(key) => self.restore(user, key).await,
                None => Ok(()),
            },
            ref act => match pick(&self.model.of_space(space), entry_of(act)) {
                Some(key) => self.change(user, key, act).await,
                None => Ok(()),
            },
        }
    }

    fn user(&self, step: &Step) -> User {
        let is_lin = match step.space {
            SHARED => step.user.is_multiple_of(2),
            space => (self.spaces[space].user.id == LIN.id) != step.user.is_multiple_of(16),
        };
        if is_lin { LIN } else { NOOR }
    }

    fn place(&self, space: usize, number: usize) -> Place {
        let folders = self.model.folders(space);
        folders[number % folders.len()]
    }

    /// Selects an entry to restore: mostly one of the recycle bin.
    fn recycled(&self, space: usize, number: usize) -> Option<Key> {
        let bin = self.model.bin(space);
        if bin.is_empty() || number.is_multiple_of(8) {
            pick(&self.model.of_space(space), number)
        } else {
            pick(&bin, number)
        }
    }

    /// Performs an act on one entry.
    async fn change(&mut self, user: User, key: Key, act: &Act) -> Outcome {
        match *act {
            Act::Rename { name, policy, .. } => self.rename(user, key, NAMES[name], policy).await,
            // Without a limit, copies of copies would fill the spaces.
            Act::Copy { .. } if self.model.below(self.model.inside(key)).len() > LARGEST_COPY => Ok(()),
            Act::Copy { to, folder, .. } => self.copy(user, key, self.target(key, to, folder)).await,
            Act::Move { to, folder, .. } => self.move_to(user, key, self.target(key, to, folder)).await,
            Act::Recycle { .. } => self.recycle(user, key).await,
            Act::DeleteForever { .. } => self.delete_forever(user, key).await,
            Act::Revise { content, keep, .. } => self.revise(user, key, CONTENTS[content], keep).await,
            Act::RestoreRevision { revision, .. } => self.restore_revision(user, key, revision).await,
            Act::DeleteRevision { revision, .. } => self.delete_revision(user, key, revision).await,
            Act::KeepRevision { revision, keep, .. } => self.keep_revision(user, key, revision, keep).await,
            ref act => unreachable!("{act:?} is not about one entry"),
        }
    }

    pub(crate) fn space(&self, key: Key) -> usize {
        self.model.entry(key).place.space
    }

    /// Returns a target. The ID of the entry itself at the end of a path stands for the folder before it, here the top one.
    fn target(&self, key: Key, space: usize, number: usize) -> Place {
        let place = self.place(space, number);
        if place.folder == Some(key) { Place { space, folder: None } } else { place }
    }

    async fn create_folder(&mut self, user: User, place: Place, name: &str, policy: Policy) -> Outcome {
        let expected = self.expect(user, &[place.space], |model| model.create(place, (name, None), policy));
        let request = CreateDirectory::new(self.spaces[place.space].id.as_str(), name);
        let request = request.parent_folder([self.id(place)]).rename_mode(conflict_policy(policy));
        match expected {
            Err(code) => self.refuses(user, request, code).await,
            Ok(Created::Skipped(_)) => unreachable!("folders are never skipped"),
            Ok(Created::New(key)) => {
                let made = user.send(self.bench, request).await;
                let entry = self.model.entry_mut(key);
                entry.id = made.id.unwrap().to_string();
                prop_assert_eq!(made.file_name.as_ref(), Some(&entry.name));
                Ok(())
            }
        }
    }

    async fn upload(&mut self, user: User, place: Place, (name, text): (&str, &str), policy: Policy) -> Outcome {
        let expected = self.expect(user, &[place.space], |model| model.create(place, (name, Some(text)), policy));
        let mut request = self.new_file(place, name, text.len() as u64).auto_rename(conflict_policy(policy));
        request = request.multi_parts(vec![part(1, text.len())]);
        if policy == Policy::SkipIfSame {
            request = request.sha256(sha256(text.as_bytes()));
        }
        let created = match expected {
            Err(code) => return self.refuses(user, request, code).await,
            Ok(created) => created,
        };
        let made = user.send(self.bench, request).await;
        let id = made.file_id.unwrap();
        prop_assert_eq!(made.exist, Some(matches!(created, Created::Skipped(_))));
        match created {
            Created::Skipped(key) => prop_assert_eq!(id.as_str(), &self.model.entry(key).id),
            Created::New(key) => {
                let entry = self.model.entry_mut(key);
                entry.id = id.to_string();
                prop_assert_eq!(made.file_name.as_ref(), Some(&entry.name));
                if made.rapid_upload != Some(true) {
                    send_part(self.bench, &made.multi_parts[0], text.as_bytes()).await;
                    user.send(self.bench, CompleteFile::new(id)).await;
                }
            }
        }
        Ok(())
    }

    fn new_file(&self, place: Place, name: &str, length: u64) -> CreateFile {
        CreateFile::new(self.spaces[place.space].id.as_str(), [self.id(place)], name)
            .file_type(FileType::Other)
            .length(length)
            .upload_mode(UploadMode::Multipart)
            .upload_type(UploadType::Parts)
    }

    /// Announces files of the free size and of one byte more. Neither of them is sent.
    async fn fill(&mut self, user: User, place: Place) -> Outcome {
        let is_recycled = self.model.is_place_recycled(place);
        let expected = self.expect(user, &[place.space], |_| if is_recycled { Err("13000404") } else { Ok(()) });
        let free = self.spaces[place.space].capacity - self.model.used(place.space);
        let request = |length| self.new_file(place, "large", length).auto_rename(ConflictPolicy::Refuse);
        self.refuses(user, request(free + 1), expected.err().unwrap_or("13000311")).await?;
        match expected {
            Err(code) => self.refuses(user, request(free), code).await,
            Ok(()) => {
                user.send(self.bench, request(free)).await;
                Ok(())
            }
        }
    }

    async fn rename(&mut self, user: User, key: Key, name: &str, policy: Policy) -> Outcome {
        let request = RenameFile::new(self.entry_id(key), self.space_id(key), name);
        let expected = self.expect(user, &[self.space(key)], |model| model.rename(key, name, policy));
        self.sent(user, request.rename_mode(conflict_policy(policy)), expected).await
    }

    pub(crate) fn entry_id(&self, key: Key) -> &str {
        &self.model.entry(key).id
    }

    pub(crate) fn space_id(&self, key: Key) -> &str {
        &self.spaces[self.space(key)].id
    }

    /// Sends a request with an expected outcome.
    pub(crate) async fn sent<E: Request>(&self, user: User, request: E, expected: Result<(), Code>) -> Outcome {
        match expected {
            Err(code) => self.refuses(user, request, code).await,
            Ok(()) => {
                user.send(self.bench, request).await;
                Ok(())
            }
        }
    }
}

fn pick(keys: &[Key], number: usize) -> Option<Key> {
    keys.get(number.checked_rem(keys.len())?).copied()
}

/// Returns the number that selects the entry of an act.
fn entry_of(act: &Act) -> usize {
    match *act {
        Act::Rename { entry, .. }
        | Act::Copy { entry, .. }
        | Act::Move { entry, .. }
        | Act::Recycle { entry }
        | Act::Restore { entry }
        | Act::DeleteForever { entry }
        | Act::Revise { entry, .. }
        | Act::RestoreRevision { entry, .. }
        | Act::DeleteRevision { entry, .. }
        | Act::KeepRevision { entry, .. } => entry,
        _ => 0,
    }
}

fn conflict_policy(policy: Policy) -> ConflictPolicy {
    match policy {
        Policy::Rename => ConflictPolicy::Rename,
        Policy::Refuse => ConflictPolicy::Refuse,
        Policy::SkipIfSame => ConflictPolicy::SkipIfSame,
    }
}
