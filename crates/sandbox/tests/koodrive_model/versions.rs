//! The steps on versions of files.

use hwc_models::koodrive::{
    CompleteFileRevision, DeleteRevision, FileRevision, KeepPolicy, ListRevision, RestoreRevision, UpdateRevision,
};

use crate::common::uploads::{part, send_part, version};
use crate::common::users::User;
use crate::model::Key;
use crate::perform::Outcome;
use crate::world::World;

impl World<'_> {
    /// Uploads a new version.
    pub(crate) async fn revise(&mut self, user: User, key: Key, text: &str, keep: bool) -> Outcome {
        let policy = if keep { KeepPolicy::Forever } else { KeepPolicy::Automatic };
        let request = version(self.space_id(key), self.entry_id(key), text.len()).keep_policy(policy);
        let request = request.multi_parts(vec![part(1, text.len())]);
        if let Err(code) = self.expect(user, &[self.space(key)], |model| model.revise(key, text, keep)) {
            return self.refuses(user, request, code).await;
        }
        let made = user.send(self.bench, request).await;
        send_part(self.bench, &made.multi_parts[0], text.as_bytes()).await;
        user.send(self.bench, CompleteFileRevision::new(self.entry_id(key))).await;
        Ok(())
    }

    pub(crate) async fn restore_revision(&mut self, user: User, key: Key, number: usize) -> Outcome {
        let (index, id) = self.revision(key, number).await;
        let request = RestoreRevision::new(self.space_id(key), self.entry_id(key), id);
        let expected = self.expect(user, &[self.space(key)], |model| model.restore_revision(key, index));
        self.sent(user, request, expected).await
    }

    pub(crate) async fn delete_revision(&mut self, user: User, key: Key, number: usize) -> Outcome {
        let (index, id) = self.revision(key, number).await;
        let request = DeleteRevision::new(self.space_id(key), self.entry_id(key), id);
        let expected = self.expect(user, &[self.space(key)], |model| model.delete_revision(key, index));
        self.sent(user, request, expected).await
    }

    pub(crate) async fn keep_revision(&mut self, user: User, key: Key, number: usize, keep: bool) -> Outcome {
        let (index, id) = self.revision(key, number).await;
        let request = UpdateRevision::new(self.space_id(key), self.entry_id(key), id).keep_forever(keep);
        let expected = self.expect(user, &[self.space(key)], |model| model.keep_revision(key, index, keep));
        self.sent(user, request, expected).await
    }

    /// Returns the index and the ID of a version. Entries without versions to list have a version that does not exist.
    async fn revision(&self, key: Key, number: usize) -> (usize, String) {
        if self.model.require_file(key).is_err() {
            return (0, "1.1".to_owned());
        }
        let found = self.revisions(key).await;
        let index = number % found.len();
        (index, found[index].revision_id.as_ref().unwrap().to_string())
    }

    /// Returns the versions of a live file, the newest first.
    pub(crate) async fn revisions(&self, key: Key) -> Vec<FileRevision> {
        let user = self.spaces[self.space(key)].user;
        user.send(self.bench, ListRevision::new(self.space_id(key), self.entry_id(key))).await.revision_list
    }
}
