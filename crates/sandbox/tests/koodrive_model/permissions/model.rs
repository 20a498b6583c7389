//! The model of the users, the rights and the files of two teams. Each name and each content occurs once, so that a response
//! tells what it shows.

use std::collections::{BTreeMap, BTreeSet};

/// The number of a file in the model.
pub(super) type Key = usize;

/// A set of rights, as bits.
pub(super) type Rights = u8;

pub(super) const LIST: Rights = 1;
pub(super) const DOWNLOAD: Rights = 2;
pub(super) const COPY: Rights = 4;
pub(super) const SHARE: Rights = 8;
pub(super) const RENAME: Rights = 16;
pub(super) const DELETE: Rights = 32;
pub(super) const ALL: Rights = 63;

/// The teams: the department Sales, and a group of Lin.
pub(super) const SALES: usize = 0;
pub(super) const GROUP: usize = 1;

/// The users by number: the administrator of the company, that of Sales, and two common users.
pub(super) const ADA: usize = 0;
pub(super) const LI: usize = 1;
pub(super) const LIN: usize = 2;
pub(super) const NOOR: usize = 3;

/// A file or folder of a team.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) team: usize,
    /// The folder, or `None` for the top folder.
    pub(super) parent: Option<Key>,
    /// All names, the present one last.
    pub(super) names: Vec<String>,
    /// The content of a file.
    pub(super) text: Option<String>,
    /// True if it was moved to the recycle bin itself.
    pub(super) is_recycled: bool,
}

impl Entry {
    pub(super) fn name(&self) -> &str {
        self.names.last().unwrap()
    }
}

/// A share for everybody in the company.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub(super) id: String,
    pub(super) short_url: String,
    pub(super) owner: usize,
    pub(super) entry: Key,
}

#[derive(Default)]
pub(super) struct Model {
    pub(super) entries: BTreeMap<Key, Entry>,
    /// The rights that were given, by team, file and user. Without a file, they are for the whole space.
    pub(super) grants: BTreeMap<(usize, Option<Key>, usize), Rights>,
    /// The common users of Sales, the members of the group, and the disabled users.
    pub(super) sales: BTreeSet<usize>,
    pub(super) members: BTreeSet<usize>,
    pub(super) disabled: BTreeSet<usize>,
    pub(super) shares: Vec<Share>,
    /// The names that a user saw or could have seen at some time.
    pub(super) known: BTreeMap<usize, BTreeSet<String>>,
    /// The names of files while no grant for a file or a folder hid them from a user, in the team or not.
    pub(super) unhidden: BTreeMap<usize, BTreeSet<String>>,
    pub(super) next: Key,
}

impl Model {
    /// Returns the rights of a user without a grant, and true if grants change them.
    fn default_rights(&self, user: usize, team: usize) -> (Rights, bool) {
        match (team, user) {
            (SALES, ADA | LI) | (GROUP, LIN) => (ALL, false),
            (SALES, _) => (if self.sales.contains(&user) { ALL } else { 0 }, true),
            (_, _) if self.members.contains(&user) => (ALL, true),
            _ => (0, false),
        }
    }

    /// Returns the rights of a user on a file, or on the top folder. The nearest grant decides.
    pub(super) fn rights(&self, user: usize, team: usize, file: Option<Key>) -> Rights {
        let (rights, is_changed) = self.default_rights(user, team);
        if !is_changed {
            return rights;
        }
        let on_file = file.and_then(|key| self.grant(user, key));
        on_file.or_else(|| self.grants.get(&(team, None, user)).copied()).unwrap_or(rights)
    }

    /// Returns true if a user has a right on a file.
    pub(super) fn may(&self, user: usize, key: Key, right: Rights) -> bool {
        self.rights(user, self.entries[&key].team, Some(key)) & right == right
    }

    /// Returns true if a user has a right on a file and on everything below it.
    pub(super) fn may_all(&self, user: usize, key: Key, right: Rights) -> bool {
        self.may(user, key, right) && self.below(key).into_iter().all(|below| self.may(user, below, right))
    }

    /// Returns true if a user has a right anywhere in a space.
    pub(super) fn may_open(&self, user: usize, team: usize, right: Rights) -> bool {
        let on_file = |((other, file, owner), rights): (&(usize, Option<Key>, usize), &Rights)| {
            (*other, *owner) == (team, user) && file.is_some() && rights & right == right
        };
        let is_changed = self.default_rights(user, team).1;
        self.rights(user, team, None) & right == right || (is_changed && self.grants.iter().any(on_file))
    }

    /// Returns a file and the folders that it is in, the nearest first.
    pub(super) fn path(&self, file: Option<Key>) -> Vec<Key> {
        let mut found = Vec::new();
        let mut next = file;
        while let Some(key) = next.filter(|key| self.entries.contains_key(key)) {
            found.push(key);
            next = self.entries[&key].parent;
        }
        found
    }

    pub(super) fn is_recycled(&self, key: Key) -> bool {
        self.path(Some(key)).iter().any(|key| self.entries[key].is_recycled)
    }

    /// Returns the content of a folder, without files that were recycled themselves.
    pub(super) fn children(&self, team: usize, parent: Option<Key>) -> Vec<Key> {
        let is_child = |entry: &Entry| (entry.team, entry.parent) == (team, parent) && !entry.is_recycled;
        self.entries.iter().filter(|(_, entry)| is_child(entry)).map(|(key, _)| *key).collect()
    }

    /// Returns everything below a folder. Each folder precedes its content.
    pub(super) fn below(&self, key: Key) -> Vec<Key> {
        let mut found = self.children(self.entries[&key].team, Some(key));
        let mut next = 0;
        while let Some(key) = found.get(next).copied() {
            found.extend(self.children(self.entries[&key].team, Some(key)));
            next += 1;
        }
        found
    }

    /// Returns a file and what is below it, as far as a user has the rights. What is in a folder without them is missing.
    pub(super) fn branch(&self, user: usize, key: Key, right: Rights) -> Vec<Key> {
        let mut found = vec![key];
        for below in self.below(key) {
            let is_in = self.entries[&below].parent.is_some_and(|parent| found.contains(&parent));
            if is_in && self.may(user, below, right) {
                found.push(below);
            }
        }
        found
    }

    /// Returns everything in a team that is not in the recycle bin.
    pub(super) fn live(&self, team: usize) -> Vec<Key> {
        let of_team = self.entries.iter().filter(|(_, entry)| entry.team == team).map(|(key, _)| *key);
        // Files whose folder was deleted for good are in the recycle bin.
        of_team.filter(|key| !self.is_recycled(*key)).collect()
    }

    /// Returns the names of files.
    pub(super) fn names(&self, keys: impl IntoIterator<Item = Key>) -> BTreeSet<String> {
        keys.into_iter().map(|key| self.entries[&key].name().to_owned()).collect()
    }

    /// Deletes a file with what is below it. Files in the recycle bin stay, and so do their rights.
    pub(super) fn delete(&mut self, key: Key) {
        let mut gone = self.below(key);
        gone.push(key);
        let is_left = |entry: &Entry| entry.is_recycled && entry.parent.is_some_and(|parent| gone.contains(&parent));
        let left: Vec<Key> = self.entries.iter().filter(|(_, entry)| is_left(entry)).map(|(key, _)| *key).collect();
        for child in left.into_iter().filter(|child| *child != key) {
            let team = self.entries[&child].team;
            for user in [ADA, LI, LIN, NOOR] {
                if let Some(rights) = self.grant(user, child) {
                    self.grants.insert((team, Some(child), user), rights);
                }
            }
        }
        self.entries.retain(|key, _| !gone.contains(key));
        self.grants.retain(|(_, file, _), _| file.is_none_or(|file| !gone.contains(&file)));
    }

    /// Returns true if a share opens, and to which files: the sharer may still share them.
    pub(super) fn is_open(&self, share: &Share) -> bool {
        let exists = self.entries.get(&share.entry).is_some_and(|entry| self.may_open(share.owner, entry.team, LIST));
        exists
            && !self.disabled.contains(&share.owner)
            && !self.is_recycled(share.entry)
            && self.may(share.owner, share.entry, SHARE)
    }

    /// Notes the names that each user can see now.
    pub(super) fn learn(&mut self) {
        for user in [ADA, LI, LIN, NOOR] {
            let visible = self.entries.keys().copied().filter(|key| self.may(user, *key, LIST));
            let names = self.names(visible.collect::<Vec<_>>());
            self.known.entry(user).or_default().extend(names);
            let is_hidden = |key: &Key| self.grant(user, *key).is_some_and(|rights| rights & LIST == 0);
            let unhidden = self.entries.keys().copied().filter(|key| !is_hidden(key));
            let names = self.names(unhidden.collect::<Vec<_>>());
            self.unhidden.entry(user).or_default().extend(names);
        }
    }

    /// Returns the rights of the nearest grant for a user on a file or on a folder above it.
    fn grant(&self, user: usize, key: Key) -> Option<Rights> {
        let team = self.entries[&key].team;
        self.path(Some(key)).into_iter().find_map(|file| self.grants.get(&(team, Some(file), user))).copied()
    }
}
