//! The steps that are jobs of the drive. Their work is done when they end.

use hwc_models::koodrive::{ClearRecycleFile, CreateJob, JobAction, JobFile, JobInput, JobItem, JobType};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};

use crate::common::users::User;
use crate::model::{Code, Key, Model, Place};
use crate::perform::Outcome;
use crate::world::{DENIED, World};

/// The time that a job takes, in milliseconds.
const DURATION: i64 = 3000;

impl World<'_> {
    pub(crate) async fn copy(&mut self, user: User, key: Key, to: Place) -> Outcome {
        let request = self.job(JobType::Copy, Some(JobAction::Copy), key, Some(to));
        let expected = self.expect_job(user, &[self.space(key), to.space], |model| model.copy(key, to));
        let item = self.finish(user, request, expected.map(drop)).await?;
        let (Ok(copy), Some(item)) = (expected, item) else { return Ok(()) };
        self.model.entry_mut(copy).id = item.new_file_id.unwrap().to_string();
        if self.model.entry(copy).is_folder() {
            self.learn_below(Place { space: to.space, folder: Some(copy) }).await?;
        }
        Ok(())
    }

    pub(crate) async fn move_to(&mut self, user: User, key: Key, to: Place) -> Outcome {
        let request = self.job(JobType::Move, Some(JobAction::Move), key, Some(to));
        let expected = self.expect_job(user, &[self.space(key), to.space], |model| model.move_to(key, to));
        self.finish(user, request, expected).await.map(drop)
    }

    pub(crate) async fn recycle(&mut self, user: User, key: Key) -> Outcome {
        let request = self.job(JobType::Delete, Some(JobAction::Recycle), key, None);
        let expected = self.expect_job(user, &[self.space(key)], |model| model.recycle(key));
        self.finish(user, request, expected).await.map(drop)
    }

    pub(crate) async fn restore(&mut self, user: User, key: Key) -> Outcome {
        let request = self.job(JobType::Restore, None, key, None);
        let expected = self.expect_job(user, &[self.space(key)], |model| model.restore(key));
        if let Some(item) = self.finish(user, request, expected).await? {
            self.learn_above(key, &item.new_file_path.unwrap());
        }
        Ok(())
    }

    pub(crate) async fn delete_forever(&mut self, user: User, key: Key) -> Outcome {
        let request = self.job(JobType::Delete, Some(JobAction::DeleteForever), key, None);
        let delete = |model: &mut Model| {
            model.delete_forever(key);
            Ok(())
        };
        let expected = self.expect_job(user, &[self.space(key)], delete);
        self.finish(user, request, expected).await.map(drop)
    }

    pub(crate) async fn empty_bin(&mut self, user: User, space: usize, by_job: bool) -> Outcome {
        let id = self.spaces[space].id.clone();
        let empty = |model: &mut Model| {
            model.empty_bin(space);
            Ok(())
        };
        let expected = self.expect_job(user, &[space], empty);
        if !by_job {
            self.sent(user, ClearRecycleFile::new(id), expected).await?;
            if expected.is_ok() {
                self.bench.wait(3);
            }
            return Ok(());
        }
        let mut input = JobInput::default();
        input.src_container_id = Some(id.as_str().into());
        let request = CreateJob::new(JobType::EmptyRecycleBin, input, id.as_str());
        match expected {
            Err(code) => self.refuses(user, request, code).await,
            Ok(()) => {
                let item = self.run(user, request).await;
                prop_assert!(item.is_none());
                Ok(())
            }
        }
    }

    /// Performs the change of a job in the model, at the time at which the job ends.
    fn expect_job<T>(
        &mut self,
        user: User,
        spaces: &[usize],
        change: impl FnOnce(&mut Model) -> Result<T, Code>,
    ) -> Result<T, Code> {
        self.expect(user, spaces, |model| {
            model.now += DURATION;
            change(model)
        })
    }

    /// Returns a job on an entry at its present place, towards a folder.
    fn job(&self, kind: JobType, action: Option<JobAction>, key: Key, to: Option<Place>) -> CreateJob {
        let mut file = JobFile::default();
        file.file_id = Some(self.entry_id(key).into());
        file.file_path = Some(self.entry_id(key).to_owned());
        let mut input = JobInput::default();
        input.src_container_id = Some(self.space_id(key).into());
        input.file_info = vec![file];
        input.new_file_path = to.and_then(|to| to.folder).map(|folder| self.entry_id(folder).to_owned());
        let target = to.map_or(self.space(key), |to| to.space);
        let request = CreateJob::new(kind, input, self.spaces[target].id.as_str());
        match action {
            Some(action) => request.action_type(action),
            None => request,
        }
    }

    /// Runs a job to its end and compares the outcome for its entry, which is returned after a success.
    async fn finish(
        &self,
        user: User,
        request: CreateJob,
        expected: Result<(), Code>,
    ) -> Result<Option<JobItem>, TestCaseError> {
        if expected == Err(DENIED) {
            self.refuses(user, request, DENIED).await?;
            return Ok(None);
        }
        let item = self.run(user, request).await.unwrap();
        prop_assert_eq!(item.result_code.as_deref(), expected.err(), "{:?}", item);
        Ok(expected.is_ok().then_some(item))
    }
}
