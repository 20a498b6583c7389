//! Performing the steps, in the sandbox and in the model. The model predicts whether a call is refused.

use hwc_models::koodrive::{
    BatchStarFile, CompleteFile, CreateDirectory, CreateJob, CreateShare, FileToStar, GetJobDetail, JobAction,
    JobDetail, JobType, RenameFile, ShareScope,
};
use hwc_wire::Request;
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};

use super::model::{COPY, DELETE, Entry, Key, LI, LIN, LIST, RENAME, Rights, SALES, SHARE, Share};
use super::steps::Step;
use super::{Outcome, USERS, World};
use crate::common::drive::{self, codes};
use crate::common::uploads;
use crate::common::uploads::{part, send_part};

/// The error for a user without the right.
const DENIED: &str = "13000410";

/// The error for a file in the recycle bin.
const RECYCLED: &str = "13000306";

impl World<'_> {
    /// Performs a step. One that finds nothing to work on does nothing.
    pub(super) async fn perform(&mut self, step: &Step) -> Outcome {
        match *step {
            Step::CreateFolder { team, parent } => self.create(team, parent, true).await,
            Step::Upload { team, parent } => self.create(team, parent, false).await,
            Step::Give { file, team, user, rights } => self.give(file, team, user, rights).await,
            Step::Disable { user, is_disabled } => self.disable(user, is_disabled).await,
            Step::ChangeDepartment { user } => self.change_department(user).await,
            Step::ChangeMembership { user } => self.change_membership(user).await,
            Step::Move { file, to } => match self.pick(file) {
                Some(key) => self.move_to(key, to).await,
                None => Ok(()),
            },
            Step::Rename { user, file }
            | Step::Recycle { user, file }
            | Step::DeleteForever { user, file }
            | Step::Copy { user, file }
            | Step::Share { user, file }
            | Step::Star { user, file } => match self.pick(file) {
                Some(key) => self.act(step, user, key).await,
                None => Ok(()),
            },
        }
    }

    async fn act(&mut self, step: &Step, user: usize, key: Key) -> Outcome {
        if self.model.disabled.contains(&user) {
            return Ok(());
        }
        match step {
            Step::Rename { .. } => self.rename(user, key).await,
            Step::Recycle { .. } => self.delete(user, key, JobAction::Recycle).await,
            Step::DeleteForever { .. } => self.delete(user, key, JobAction::DeleteForever).await,
            Step::Copy { .. } => self.copy(user, key).await,
            Step::Share { .. } => self.share(user, key).await,
            _ => self.star(user, key).await,
        }
    }

    /// Returns the manager of a team, unless the manager is disabled.
    pub(super) fn manager(&self, team: usize) -> Option<usize> {
        let manager = if team == SALES { LI } else { LIN };
        Some(manager).filter(|manager| !self.model.disabled.contains(manager))
    }

    pub(super) fn pick(&self, number: usize) -> Option<Key> {
        let keys: Vec<Key> = self.model.entries.keys().copied().collect();
        keys.get(number.checked_rem(keys.len())?).copied()
    }

    /// Selects a live folder of a team, or the top folder.
    fn folder(&self, team: usize, number: usize) -> Option<Key> {
        let is_folder = |key: &Key| self.model.entries[key].text.is_none();
        let folders: Vec<Key> = self.model.live(team).into_iter().filter(is_folder).collect();
        folders.get(number % (folders.len() + 1)).copied()
    }

    pub(super) fn id(&self, file: Option<Key>) -> &str {
        file.map_or("root", |key| &self.model.entries[&key].id)
    }

    fn space_of(&self, key: Key) -> &str {
        &self.spaces[self.model.entries[&key].team]
    }

    async fn create(&mut self, team: usize, parent: usize, is_folder: bool) -> Outcome {
        let Some(manager) = self.manager(team) else { return Ok(()) };
        let parent = self.folder(team, parent);
        let (name, text) = self.unique();
        let (space, folder) = (self.spaces[team].as_str(), self.id(parent));
        let id = if is_folder {
            let request = CreateDirectory::new(space, name.as_str()).parent_folder([folder]);
            USERS[manager].send(self.bench, request).await.id.unwrap()
        } else {
            let mut request = uploads::file(space, &name, text.len()).multi_parts(vec![part(1, text.len())]);
            request.parent_folder = vec![folder.into()];
            let made = USERS[manager].send(self.bench, request).await;
            send_part(self.bench, &made.multi_parts[0], text.as_bytes()).await;
            let id = made.file_id.unwrap();
            USERS[manager].send(self.bench, CompleteFile::new(id.clone())).await;
            id
        };
        let text = (!is_folder).then_some(text);
        self.add(Entry { id: id.to_string(), team, parent, names: vec![name], text, is_recycled: false });
        Ok(())
    }

    /// Returns a name and a content that did not occur before.
    fn unique(&mut self) -> (String, String) {
        let number = self.next_name;
        self.next_name += 1;
        (format!("q{number:04}"), format!("b{number:04}"))
    }

    fn add(&mut self, entry: Entry) {
        let key = self.model.next;
        self.model.next += 1;
        self.model.entries.insert(key, entry);
    }

    async fn rename(&mut self, user: usize, key: Key) -> Outcome {
        let (name, _) = self.unique();
        let request = RenameFile::new(self.id(Some(key)), self.space_of(key), name.as_str());
        if self.expect(user, key, request, RENAME).await? {
            self.model.entries.get_mut(&key).unwrap().names.push(name);
        }
        Ok(())
    }

    /// Sends a request that changes a file in place. Returns true if it succeeds, as the model predicts.
    async fn expect<E: Request>(
        &self,
        user: usize,
        key: Key,
        request: E,
        right: Rights,
    ) -> Result<bool, TestCaseError> {
        let refused = match self.model.may(user, key, right) {
            false => Some(DENIED),
            true => Some(RECYCLED).filter(|_| self.model.is_recycled(key)),
        };
        match refused {
            Some(code) => self.refused(user, request, code).await.map(|()| false),
            None => {
                USERS[user].send(self.bench, request).await;
                Ok(true)
            }
        }
    }

    pub(super) async fn refused<E: Request>(&self, user: usize, request: E, code: &str) -> Outcome {
        let refusal = USERS[user].refused(self.bench, request).await;
        prop_assert!(refusal.contains(code), "{refusal} instead of {code}");
        Ok(())
    }

    /// Runs a job of a user. Returns its details, or `None` if it is refused at once.
    pub(super) async fn run(
        &self,
        user: usize,
        request: CreateJob,
        is_open: bool,
    ) -> Result<Option<JobDetail>, TestCaseError> {
        if !is_open {
            self.refused(user, request, DENIED).await?;
            return Ok(None);
        }
        let id = USERS[user].send(self.bench, request).await.data.unwrap();
        self.bench.wait(3);
        Ok(USERS[user].send(self.bench, GetJobDetail::new(id)).await.data)
    }

    pub(super) fn job(&self, kind: JobType, key: Key) -> CreateJob {
        drive::job(kind, self.space_of(key), &[self.id(Some(key))])
    }

    async fn delete(&mut self, user: usize, key: Key, action: JobAction) -> Outcome {
        let team = self.model.entries[&key].team;
        let is_open = self.model.may_open(user, team, DELETE) && self.model.may_open(user, team, LIST);
        let job = self.job(JobType::Delete, key).action_type(action);
        let Some(detail) = self.run(user, job, is_open).await? else { return Ok(()) };
        let expected = match self.model.may_all(user, key, DELETE) {
            false => DENIED,
            true if action == JobAction::Recycle && self.model.is_recycled(key) => RECYCLED,
            true => "0",
        };
        prop_assert_eq!(codes(&detail), vec![expected], "{:?} of {}", action, key);
        match action {
            _ if expected != "0" => {}
            JobAction::Recycle => self.model.entries.get_mut(&key).unwrap().is_recycled = true,
            _ => self.model.delete(key),
        }
        Ok(())
    }

    /// Moves a file within its team. Its content gets the rights of the new place.
    async fn move_to(&mut self, key: Key, to: usize) -> Outcome {
        let team = self.model.entries[&key].team;
        let to = self.folder(team, to);
        let is_inside = self.model.path(to).contains(&key);
        let is_same = self.model.entries[&key].parent == to;
        let Some(manager) = self.manager(team) else { return Ok(()) };
        if is_inside || is_same || self.model.is_recycled(key) {
            return Ok(());
        }
        let mut job = self.job(JobType::Move, key).action_type(JobAction::Move);
        job.task_info.new_file_path = Some(self.id(to).to_owned());
        let detail = self.run(manager, job, true).await?.unwrap();
        prop_assert_eq!(codes(&detail), vec!["0"], "move of {}", key);
        self.model.entries.get_mut(&key).unwrap().parent = to;
        Ok(())
    }

    /// Copies a file to the user's own space. The copy has what the user may copy, and is deleted again.
    async fn copy(&mut self, user: usize, key: Key) -> Outcome {
        let own = self.own_space(user).await;
        let mut job = self.job(JobType::Copy, key).action_type(JobAction::Copy);
        job.dst_container_id = own.as_str().into();
        let is_open = self.model.may_open(user, self.model.entries[&key].team, COPY);
        let Some(detail) = self.run(user, job, is_open).await? else { return Ok(()) };
        if !self.model.may(user, key, COPY) || self.model.is_recycled(key) {
            let expected = if self.model.may(user, key, COPY) { RECYCLED } else { DENIED };
            prop_assert_eq!(codes(&detail), vec![expected], "copy of {}", key);
            return Ok(());
        }
        let copy = detail.task_infos[0].new_file_id.clone();
        prop_assert!(copy.is_some(), "{:?}", detail);
        let found = self.walk(user, &own).await.into_iter().filter(|name| name.starts_with('q')).collect();
        prop_assert_eq!(self.model.names(self.model.branch(user, key, COPY)), found, "copy of {} by {}", key, user);
        let delete = drive::job(JobType::Delete, &own, &[copy.unwrap().as_str()]);
        self.run(user, delete.action_type(JobAction::DeleteForever), true).await.map(drop)
    }

    async fn share(&mut self, user: usize, key: Key) -> Outcome {
        let request = CreateShare::new(ShareScope::Enterprise, self.space_of(key), [self.id(Some(key))]);
        let request = request.valid_days(30_u32);
        if !self.model.may(user, key, SHARE) || self.model.is_recycled(key) {
            let code = if self.model.may(user, key, SHARE) { RECYCLED } else { DENIED };
            return self.refused(user, request, code).await;
        }
        let link = USERS[user].send(self.bench, request).await.share_link.unwrap();
        let (id, short_url) = (link.share_id.unwrap().to_string(), link.short_url.unwrap().to_string());
        self.model.shares.push(Share { id, short_url, owner: user, entry: key });
        Ok(())
    }

    async fn star(&mut self, user: usize, key: Key) -> Outcome {
        let file = FileToStar::default().container_id(self.space_of(key)).file_id(self.id(Some(key)));
        let response = USERS[user].send(self.bench, BatchStarFile::new(true, [file])).await;
        let expected = match self.model.may(user, key, LIST) {
            false => DENIED,
            true if self.model.is_recycled(key) => RECYCLED,
            true => "0",
        };
        prop_assert_eq!(response.sub_response_list[0].code.as_deref(), Some(expected), "star on {} by {}", key, user);
        Ok(())
    }
}
