//! The changes of the model. Each one does nothing if it returns the code of an error.

use crate::model::{Code, Key, Model, Place, Version};
use crate::steps::Policy;

impl Model {
    /// Creates a folder, or a file with a text. Returns the entry that was there before if the policy skips the same content.
    pub(crate) fn create(
        &mut self,
        place: Place,
        (name, text): (&str, Option<&str>),
        policy: Policy,
    ) -> Result<Created, Code> {
        let is_folder = text.is_none();
        if self.is_place_recycled(place) {
            return Err(if is_folder { "13000305" } else { "13000404" });
        }
        let mut name = name.to_owned();
        if let Some(taken) = self.find(place, &name) {
            let newest = self.entry(taken).versions.first().map(|version| version.text.as_str());
            match policy {
                Policy::Refuse => return Err("13000405"),
                Policy::SkipIfSame if newest == text => return Ok(Created::Skipped(taken)),
                _ => name = self.unused(place, &name, is_folder),
            }
        }
        Ok(Created::New(self.add("", place, &name, text.map(Version::first).into_iter().collect())))
    }

    pub(crate) fn rename(&mut self, key: Key, name: &str, policy: Policy) -> Result<(), Code> {
        self.require_live(key)?;
        let place = self.entry(key).place;
        let is_taken = self.find(place, name).is_some_and(|taken| taken != key);
        if is_taken && policy == Policy::Refuse {
            return Err("13000405");
        }
        let name = if is_taken { self.unused(place, name, self.entry(key).is_folder()) } else { name.to_owned() };
        self.entry_mut(key).name = name;
        Ok(())
    }

    fn require_live(&self, key: Key) -> Result<(), Code> {
        if self.is_recycled(key) { Err("13000306") } else { Ok(()) }
    }

    /// Copies an entry with its content. The copies have no IDs.
    pub(crate) fn copy(&mut self, key: Key, to: Place) -> Result<Key, Code> {
        self.require_target(to)?;
        self.require_live(key)?;
        self.require_outside(key, to)?;
        let name = self.unused(to, &self.entry(key).name, self.entry(key).is_folder());
        let content = self.below(self.inside(key));
        let copy = self.add_copy(key, to);
        self.entry_mut(copy).name = name;
        let mut folders = vec![(key, copy)];
        for below in content {
            let parent = self.entry(below).place.folder;
            let (_, folder) = *folders.iter().find(|(old, _)| Some(*old) == parent).unwrap();
            let copy = self.add_copy(below, Place { space: to.space, folder: Some(folder) });
            folders.push((below, copy));
        }
        Ok(copy)
    }

    fn add_copy(&mut self, key: Key, to: Place) -> Key {
        let entry = self.entry(key).clone();
        let newest = entry.versions.first().map(|version| Version::first(&version.text));
        self.add("", to, &entry.name, newest.into_iter().collect())
    }

    /// Moves an entry. Recycled entries in it stay in the recycle bin of their space.
    pub(crate) fn move_to(&mut self, key: Key, to: Place) -> Result<(), Code> {
        self.require_target(to)?;
        self.require_live(key)?;
        if self.entry(key).place == to {
            return Err("13000312");
        }
        self.require_outside(key, to)?;
        let name = self.unused(to, &self.entry(key).name, self.entry(key).is_folder());
        for below in self.below(self.inside(key)) {
            self.entry_mut(below).place.space = to.space;
        }
        let entry = self.entry_mut(key);
        (entry.name, entry.place) = (name, to);
        Ok(())
    }

    /// Returns the inside of a folder.
    pub(crate) fn inside(&self, key: Key) -> Place {
        Place { space: self.entry(key).place.space, folder: Some(key) }
    }

    fn require_target(&self, to: Place) -> Result<(), Code> {
        if self.is_place_recycled(to) { Err("13000305") } else { Ok(()) }
    }

    fn require_outside(&self, key: Key, to: Place) -> Result<(), Code> {
        if self.path(to).contains(&key) { Err("13000307") } else { Ok(()) }
    }

    pub(crate) fn recycle(&mut self, key: Key) -> Result<(), Code> {
        self.require_live(key)?;
        let mut folders = self.path(self.entry(key).place);
        folders.reverse();
        let folders = folders.into_iter().map(|folder| (folder, self.entry(folder).name.clone())).collect();
        self.entry_mut(key).recycled = Some(folders);
        Ok(())
    }

    /// Restores an entry of the recycle bin. The folders that it creates have no IDs.
    pub(crate) fn restore(&mut self, key: Key) -> Result<(), Code> {
        let folders = self.entry(key).recycled.clone().ok_or("13000303")?;
        let place = self.entry(key).place;
        let is_usable = place.folder.is_none_or(|folder| self.is_usable(place.space, folder));
        let to = if is_usable { place } else { self.folder_again(place.space, &folders) };
        let name = self.unused(to, &self.entry(key).name, self.entry(key).is_folder());
        let entry = self.entry_mut(key);
        (entry.name, entry.place, entry.recycled) = (name, to, None);
        Ok(())
    }

    /// Returns the folder at the end of a path. Missing folders are found by name, or created.
    fn folder_again(&mut self, space: usize, folders: &[(Key, String)]) -> Place {
        let mut place = Place { space, folder: None };
        for (folder, name) in folders {
            let found = if self.is_usable(space, *folder) { Some(*folder) } else { self.find(place, name) };
            let found = found.filter(|folder| self.entry(*folder).is_folder());
            let folder = found.unwrap_or_else(|| {
                let name = self.unused(place, name, true);
                self.add("", place, &name, Vec::new())
            });
            place.folder = Some(folder);
        }
        place
    }

    fn is_usable(&self, space: usize, folder: Key) -> bool {
        self.entries.get(&folder).is_some_and(|entry| entry.place.space == space) && !self.is_recycled(folder)
    }

    /// Deletes an entry. Recycled entries in it stay in the recycle bin.
    pub(crate) fn delete_forever(&mut self, key: Key) {
        for below in self.below(self.inside(key)) {
            self.entries.remove(&below);
        }
        self.entries.remove(&key);
    }

    pub(crate) fn empty_bin(&mut self, space: usize) {
        self.bin(space).into_iter().for_each(|key| self.delete_forever(key));
    }
}

/// The outcome of a creation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Created {
    New(Key),
    Skipped(Key),
}
