//! The operations that remember files: recent files, favorites, messages, shares and the change feed. They may show a name that
//! the user could see once, but no later one.

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    ListChanges, ListMessages, ListRecentlyAccess, ListRelatedToMe, ListShareByMe, ListShareWithMe, ListStarFile,
};
use proptest::{prop_assert, prop_assert_eq};

use super::model::{Key, LIST, SALES};
use super::{Outcome, USERS, World};
use crate::common::sync::kinds;

impl World<'_> {
    pub(super) async fn look_at_traces(&self, user: usize) -> Outcome {
        let (bench, caller) = (self.bench, USERS[user]);
        let texts = [
            caller.reply(bench, ListRecentlyAccess::new()).await,
            caller.reply(bench, ListStarFile::new()).await,
            caller.reply(bench, ListMessages::new()).await,
            caller.reply(bench, ListShareByMe::new()).await,
            caller.reply(bench, ListShareWithMe::new()).await,
            caller.reply(bench, ListRelatedToMe::new()).await,
        ];
        for reply in texts {
            prop_assert_eq!(reply.status.as_u16(), 200);
            self.require_known(&self.model.known[&user], &reply.text())?;
        }
        self.look_at_feed(user).await
    }

    /// Checks that a text has only known names.
    fn require_known(&self, known: &BTreeSet<String>, text: &str) -> Outcome {
        for number in 0..self.next_name {
            let name = format!("q{number:04}");
            prop_assert!(!text.contains(&name) || known.contains(&name), "{name} is shown: {text}");
        }
        Ok(())
    }

    /// Checks the change feed. A file that exists is in it, with all of its names, if the user can see it now. One that is gone
    /// is in it unless a grant hid it.
    async fn look_at_feed(&self, user: usize) -> Outcome {
        let Some(entry) = self.model.entries.get(&self.directory) else { return Ok(()) };
        let list = ListChanges::new(self.spaces[SALES].as_str(), entry.id.as_str(), "laptop");
        let list = list.cursor(self.cursor.as_str()).page_size(100_u32);
        if !self.model.may(user, self.directory, LIST) {
            return self.refused(user, list, "13000410").await;
        }
        if self.model.is_recycled(self.directory) {
            return self.refused(user, list, "13000306").await;
        }
        let changes = kinds(&USERS[user].send(self.bench, list).await.file_change_list).join("\n");
        let visible = self.model.entries.iter().filter(|(key, _)| self.model.may(user, **key, LIST));
        let mut known: BTreeSet<String> = visible.flat_map(|(_, entry)| entry.names.clone()).collect();
        known.extend(self.model.unhidden[&user].iter().cloned());
        self.require_known(&known, &changes)?;
        let hidden = |key: &Key| self.model.entries[key].team == SALES && !self.model.may(user, *key, LIST);
        for key in self.model.entries.keys().filter(|key| hidden(key)) {
            for name in &self.model.entries[key].names {
                prop_assert!(!changes.contains(name.as_str()), "{name} is in the feed of {user}: {changes}");
            }
        }
        Ok(())
    }
}
