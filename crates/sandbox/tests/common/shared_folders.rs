//! Shared folders of Lin.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use hwc_models::koodrive::{
    CreateShareFolder, GetSpaceV2, InviteConfirm, InviteDecision, InviteId, ListMessages, ListShareFolder,
    ShareFolderDeleteMember, ShareFolderType, SpaceType, UserGroupInvite,
};

use super::Bench;
use super::users::{LIN, User};

/// The phone numbers of Li, Lin and Noor, with a country code of four digits.
pub(crate) const LI_MOBILE: &str = "008610000000002";
pub(crate) const LIN_MOBILE: &str = "008610000000003";
pub(crate) const NOOR_MOBILE: &str = "008610000000004";

/// A shared folder of Lin.
pub(crate) struct Shared {
    pub(crate) bench: Bench,
    pub(crate) id: String,
    pub(crate) group: String,
    /// The ID of the folder, and of the personal space of Lin.
    pub(crate) folder: String,
    pub(crate) space: String,
}

/// Returns the personal space of a user.
pub(crate) async fn personal(bench: &Bench, user: User) -> String {
    let spaces = user.send(bench, GetSpaceV2::new(user.id).kind(SpaceType::Personal)).await.data;
    spaces[0].container_id.as_ref().unwrap().to_string()
}

/// Returns a request for a shared folder.
pub(crate) fn new_folder(space: &str, name: &str) -> CreateShareFolder {
    CreateShareFolder::new().kind(ShareFolderType::Family).container_id(space).name(name)
}

impl Shared {
    /// Creates the folder `holidays` in a sandbox with demo data.
    pub(crate) async fn new() -> Self {
        Self::on(Bench::demo()).await
    }

    pub(crate) async fn on(bench: Bench) -> Self {
        let space = personal(&bench, LIN).await;
        let made = LIN.send(&bench, new_folder(&space, "holidays")).await.data.unwrap();
        Self {
            id: made.id.unwrap().to_string(),
            group: made.group_id.unwrap().to_string(),
            folder: made.folder_id.unwrap().to_string(),
            space,
            bench,
        }
    }

    /// Invites a phone number and returns the ID of the invitation.
    pub(crate) async fn invite(&self, mobile: &str) -> InviteId {
        LIN.send(&self.bench, UserGroupInvite::new(self.group.as_str(), mobile)).await.invite_id.unwrap()
    }

    /// Returns a decision on an invitation.
    pub(crate) fn decide(&self, invite: &InviteId, decision: InviteDecision) -> InviteConfirm {
        InviteConfirm::new(self.group.as_str()).invite_id(invite.clone()).decision(decision)
    }

    /// Invites a user, who accepts.
    pub(crate) async fn join(&self, user: User, mobile: &str) {
        let invite = self.invite(mobile).await;
        user.send(&self.bench, self.decide(&invite, InviteDecision::Accept)).await;
    }

    /// Returns a request by which a user leaves.
    pub(crate) fn leave(&self, user: User) -> ShareFolderDeleteMember {
        ShareFolderDeleteMember::new(user.id, self.group.as_str(), user.id)
    }

    /// Returns the texts of the messages to a user, the newest first.
    pub(crate) async fn messages(&self, user: User) -> Vec<String> {
        let messages = user.send(&self.bench, ListMessages::new()).await.messages;
        messages.into_iter().map(|message| message.context.unwrap()).collect()
    }
}

/// Returns the names of the shared folders of a user.
pub(crate) async fn names(shared: &Shared, user: User, request: ListShareFolder) -> Vec<String> {
    let folders = user.send(&shared.bench, request).await.folders;
    folders.into_iter().map(|folder| folder.name.unwrap()).collect()
}
