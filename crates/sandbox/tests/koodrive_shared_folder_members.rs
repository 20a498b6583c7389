//! The members of shared folders of KooDrive: invitations, decisions, and those who leave or are removed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::shared_folders::{LI_MOBILE, LIN_MOBILE, NOOR_MOBILE, Shared, names};
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    GetShareFolderMetadata, GetUnreadCount, GetUserGroupMemberList, InviteConfirm, InviteConfrimList, InviteDecision,
    InviteDetail, InviteList, InviteStatus, ListMessages, ListShareFolder, MessageType, ShareFolderDeleteMember,
    UserGroupInvite,
};

/// A week in seconds.
const WEEK: u64 = 7 * 86_400;

/// Returns the names of the members, as a user sees them.
async fn members(shared: &Shared, user: User) -> Vec<String> {
    let request = GetUserGroupMemberList::new(shared.group.as_str(), 0_u32, 100_u32);
    let members = user.send(&shared.bench, request).await.user_group_member_infos;
    members.into_iter().map(|member| member.user_name.unwrap()).collect()
}

#[tokio::test]
async fn an_invited_user_sees_the_invitation_and_accepts() {
    let shared = Shared::new().await;
    let invite = shared.invite(NOOR_MOBILE).await;
    let received = NOOR.send(&shared.bench, InviteConfrimList::new()).await.invitations.remove(0);
    assert_eq!(received.share_folder_name.as_deref(), Some("holidays"));
    assert_eq!(received.inviter_phone.as_deref(), Some("0086****0003"));
    assert_eq!(received.create_time.as_ref().unwrap().as_str(), "Thu Jan 01 00:00:00 UTC 2026");
    assert_eq!(received.expire_time.as_ref().unwrap().as_str(), "Thu Jan 08 00:00:00 UTC 2026");
    for user in [NOOR, LIN] {
        let detail = user.send(&shared.bench, InviteDetail::new(invite.clone())).await.invitation.unwrap();
        assert_eq!(format!("{detail:?}"), format!("{received:?}"));
    }
    assert_eq!(LI.refused(&shared.bench, InviteDetail::new(invite.clone())).await, NOTHING);
    assert_eq!(members(&shared, LIN).await, ["Lin"]);
    NOOR.send(&shared.bench, shared.decide(&invite, InviteDecision::Accept)).await;
    assert_eq!(members(&shared, NOOR).await, ["Lin", "Noor"]);
    assert_eq!(names(&shared, NOOR, ListShareFolder::new()).await, ["holidays"]);
    assert_eq!(NOOR.send(&shared.bench, InviteConfrimList::new()).await.invitations.len(), 0);
    let sent = LIN.send(&shared.bench, InviteList::new(shared.group.as_str())).await.invitations.remove(0);
    assert_eq!((sent.status, sent.invitee_phone.as_deref()), (Some(InviteStatus::Accepted), Some("0086****0004")));
    let again = NOOR.refused(&shared.bench, shared.decide(&invite, InviteDecision::Refuse)).await;
    assert_eq!(again, "400 13000102 The invitation was accepted or refused before.");
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor"]);
}

#[tokio::test]
async fn a_refused_invitation_can_be_sent_again() {
    let shared = Shared::new().await;
    let invite = shared.invite(NOOR_MOBILE).await;
    assert_eq!(shared.invite(NOOR_MOBILE).await, invite, "the invitation is open");
    NOOR.send(&shared.bench, shared.decide(&invite, InviteDecision::Refuse)).await;
    assert_eq!(members(&shared, LIN).await, ["Lin"]);
    let list = InviteList::new(shared.group.as_str());
    let sent = LIN.send(&shared.bench, list.clone()).await.invitations;
    assert_eq!(sent[0].status, Some(InviteStatus::Refused));
    let second = shared.invite(NOOR_MOBILE).await;
    assert_ne!(second, invite);
    NOOR.send(&shared.bench, shared.decide(&second, InviteDecision::Accept)).await;
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor"]);
    let statuses: Vec<_> = LIN.send(&shared.bench, list).await.invitations.iter().map(|sent| sent.status).collect();
    assert_eq!(statuses, [Some(InviteStatus::Refused), Some(InviteStatus::Accepted)]);
}

#[tokio::test]
async fn invitations_expire_after_a_week() {
    let shared = Shared::new().await;
    let invite = shared.invite(NOOR_MOBILE).await;
    shared.bench.wait(WEEK - 1);
    assert_eq!(NOOR.send(&shared.bench, InviteConfrimList::new()).await.invitations.len(), 1);
    shared.bench.wait(1);
    assert_eq!(NOOR.send(&shared.bench, InviteConfrimList::new()).await.invitations.len(), 0);
    let late = NOOR.refused(&shared.bench, shared.decide(&invite, InviteDecision::Accept)).await;
    assert_eq!(late, "400 13000102 The invitation has expired. The owner can send another one.");
    assert_eq!(members(&shared, LIN).await, ["Lin"]);
    shared.join(NOOR, NOOR_MOBILE).await;
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor"]);
}

#[tokio::test]
async fn the_owner_alone_invites_and_invitations_are_personal() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let invite = |mobile: &str| UserGroupInvite::new(shared.group.as_str(), mobile);
    for user in [NOOR, LI, ADA] {
        assert_eq!(user.refused(&shared.bench, invite(LI_MOBILE)).await, NO_RIGHT);
        assert_eq!(user.refused(&shared.bench, InviteList::new(shared.group.as_str())).await, NO_RIGHT);
    }
    assert_eq!(LIN.refused(&shared.bench, UserGroupInvite::new("7", LI_MOBILE)).await, NOTHING);
    for member in [NOOR_MOBILE, LIN_MOBILE] {
        let refused = LIN.refused(&shared.bench, invite(member)).await;
        assert_eq!(refused, "400 13000102 the user is a member of the shared folder");
    }
    for mobile in ["+8610000000002", "0086", "abc"] {
        let refused = LIN.refused(&shared.bench, invite(mobile)).await;
        assert!(refused.starts_with("400 13000102 mobile must be a country code"), "{refused}");
    }
    let li = shared.invite(LI_MOBILE).await;
    let accept = shared.decide(&li, InviteDecision::Accept);
    for user in [ADA, NOOR] {
        assert_eq!(user.refused(&shared.bench, accept.clone()).await, NOTHING);
    }
    let unknown = shared.decide(&li, InviteDecision::from(2));
    assert_eq!(LI.refused(&shared.bench, unknown).await, "400 13000102 confirm must be 0 or 1");
    let unnamed = InviteConfirm::new(shared.group.as_str()).decision(InviteDecision::Accept);
    assert_eq!(LI.refused(&shared.bench, unnamed).await, "400 13000102 inviteId is required");
    LI.send(&shared.bench, accept).await;
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor", "Li"]);
}

#[tokio::test]
async fn a_folder_has_at_most_six_members_and_open_invitations() {
    let shared = Shared::new().await;
    let numbers: Vec<String> = (0..5).map(|number| format!("002782123456{number}")).collect();
    for number in &numbers {
        shared.invite(number).await;
    }
    let more = UserGroupInvite::new(shared.group.as_str(), NOOR_MOBILE);
    let refused = LIN.refused(&shared.bench, more).await;
    assert_eq!(refused, "400 13000102 a shared folder can have 6 members and open invitations");
    shared.bench.wait(WEEK);
    shared.join(NOOR, NOOR_MOBILE).await;
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor"]);
}

#[tokio::test]
async fn members_leave_and_the_owner_removes_them() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    shared.join(LI, LI_MOBILE).await;
    let remove = |owner: User, member: User| ShareFolderDeleteMember::new(owner.id, shared.group.as_str(), member.id);
    assert_eq!(NOOR.refused(&shared.bench, remove(LIN, LI)).await, NO_RIGHT);
    assert_eq!(ADA.refused(&shared.bench, remove(LIN, LI)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&shared.bench, remove(LIN, ADA)).await, NOTHING);
    let own = LIN.refused(&shared.bench, shared.leave(LIN)).await;
    assert_eq!(own, "400 13000102 the owner cannot leave the shared folder, but delete it");
    let wrong = NOOR.refused(&shared.bench, remove(LIN, NOOR)).await;
    assert_eq!(wrong, "400 13000102 ownerId must be the own ID of a member who leaves");
    assert_eq!(members(&shared, LIN).await, ["Lin", "Noor", "Li"]);
    NOOR.send(&shared.bench, shared.leave(NOOR)).await;
    assert_eq!(members(&shared, LI).await, ["Lin", "Li"]);
    LIN.send(&shared.bench, remove(LIN, LI)).await;
    assert_eq!(members(&shared, LIN).await, ["Lin"]);
    for user in [NOOR, LI] {
        assert_eq!(names(&shared, user, ListShareFolder::new()).await, [""; 0]);
        let list = GetUserGroupMemberList::new(shared.group.as_str(), 0_u32, 9_u32);
        assert_eq!(user.refused(&shared.bench, list).await, NO_RIGHT);
        assert_eq!(user.refused(&shared.bench, GetShareFolderMetadata::new(shared.id.as_str())).await, NO_RIGHT);
    }
}

#[tokio::test]
async fn members_get_messages_when_others_come_and_go() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    assert_eq!(shared.messages(NOOR).await, ["Lin invited you to the shared folder holidays."]);
    let message = LIN.send(&shared.bench, ListMessages::new()).await.messages.remove(0);
    assert_eq!((message.sender.as_deref(), message.kind), (Some("Noor"), Some(MessageType::Team)));
    assert_eq!(message.context.as_deref(), Some("Noor joined the shared folder holidays."));
    let li = shared.invite(LI_MOBILE).await;
    LI.send(&shared.bench, shared.decide(&li, InviteDecision::Refuse)).await;
    assert_eq!(shared.messages(LIN).await[0], "Li refused the invitation to the shared folder holidays.");
    shared.join(LI, LI_MOBILE).await;
    for user in [LIN, NOOR] {
        assert_eq!(shared.messages(user).await[0], "Li joined the shared folder holidays.");
    }
    NOOR.send(&shared.bench, shared.leave(NOOR)).await;
    LIN.send(&shared.bench, ShareFolderDeleteMember::new(LIN.id, shared.group.as_str(), LI.id)).await;
    assert_eq!(
        shared.messages(LI).await[..2],
        ["Lin removed you from the shared folder holidays.", "Noor left the shared folder holidays.",]
    );
    for (user, count) in [(LIN, 4), (NOOR, 2), (LI, 4), (ADA, 0)] {
        assert_eq!(user.send(&shared.bench, GetUnreadCount::new()).await.count, Some(count));
    }
}
