//! The steps that change rights and users.

use hwc_models::koodrive::{
    AccountStatus, BatchAddGroupMembers, BatchDeleteGroupMembers, Capabilities, FormerMember, MemberPermission,
    PermissionBatchUpdate, TeamSpaceType, UpdateUser,
};

use super::model::{ADA, COPY, DELETE, DOWNLOAD, GROUP, Key, LIN, LIST, Model, RENAME, Rights, SALES, SHARE};
use super::{Outcome, TEAMS, USERS, World};
use crate::common::people::RESEARCH;
use crate::common::team::none;

impl World<'_> {
    /// Gives a user rights on a space or on a file. Only members of the group get rights there.
    pub(super) async fn give(&mut self, file: Option<usize>, team: usize, user: usize, rights: Rights) -> Outcome {
        let of_team: Vec<Key> =
            self.model.entries.iter().filter(|(_, entry)| entry.team == team).map(|(key, _)| *key).collect();
        let file = file.and_then(|number| of_team.get(number.checked_rem(of_team.len())?).copied());
        let is_possible = team == SALES || (user != LIN && self.model.members.contains(&user));
        let Some(manager) = self.manager(team).filter(|_| is_possible) else { return Ok(()) };
        let member =
            MemberPermission::default().user_id(USERS[user].id).template(-1).capabilities(capabilities(rights));
        let kind = if team == SALES { TeamSpaceType::Department } else { TeamSpaceType::Group };
        let mut request = PermissionBatchUpdate::new([member], kind, self.spaces[team].as_str());
        request.file_id = file.map(|key| self.id(Some(key)).into());
        USERS[manager].send(self.bench, request).await;
        let rights = if rights == 0 { 0 } else { rights | LIST };
        self.model.grants.insert((team, file, user), rights);
        Ok(())
    }

    pub(super) async fn disable(&mut self, user: usize, is_disabled: bool) -> Outcome {
        let status = if is_disabled { AccountStatus::Disabled } else { AccountStatus::Enabled };
        USERS[ADA].send(self.bench, UpdateUser::new(USERS[user].id).status(status)).await;
        if is_disabled {
            self.model.disabled.insert(user)
        } else {
            self.model.disabled.remove(&user)
        };
        Ok(())
    }

    /// Moves a user to the other department. The rights in the space of Sales end when the user leaves it.
    pub(super) async fn change_department(&mut self, user: usize) -> Outcome {
        let joins = !self.model.sales.contains(&user);
        let department = if joins { TEAMS[SALES] } else { RESEARCH };
        USERS[ADA].send(self.bench, UpdateUser::new(USERS[user].id).dept_id(department)).await;
        if joins {
            self.model.sales.insert(user);
        } else {
            self.model.sales.remove(&user);
            self.model.forget(SALES, user);
        }
        Ok(())
    }

    /// Adds a user to the group, or removes one.
    pub(super) async fn change_membership(&mut self, user: usize) -> Outcome {
        let is_possible = user != LIN && !self.model.disabled.contains(&user);
        let Some(owner) = self.manager(GROUP).filter(|_| is_possible) else { return Ok(()) };
        let (owner, id) = (USERS[owner], USERS[user].id);
        if self.model.members.remove(&user) {
            let member = FormerMember::default().user_id(id);
            owner.send(self.bench, BatchDeleteGroupMembers::new(self.group.as_str(), [member])).await;
            self.model.forget(GROUP, user);
        } else {
            let member = MemberPermission::default().user_id(id);
            owner.send(self.bench, BatchAddGroupMembers::new(self.group.as_str(), [member])).await;
            self.model.members.insert(user);
        }
        Ok(())
    }
}

impl Model {
    /// Removes the rights that a user was given in a team.
    fn forget(&mut self, team: usize, user: usize) {
        self.grants.retain(|(other, _, owner), _| (*other, *owner) != (team, user));
    }
}

/// Returns rights in the form of requests.
fn capabilities(rights: Rights) -> Capabilities {
    let has = |right| Some(rights & right != 0);
    let mut set = none();
    set.list_child_node_permission = has(LIST);
    set.download_permission = has(DOWNLOAD);
    set.copy_permission = has(COPY);
    set.share_file_permission = has(SHARE);
    set.rename_file_permission = has(RENAME);
    set.delete_permission = has(DELETE);
    set
}
