//! The model of the drive: all entries of the spaces, with their places, versions and deletions.

use std::collections::BTreeMap;

use hwc_wire::UtcOffset;

/// The number of an entry in the model. IDs of the drive are only for its operations.
pub(crate) type Key = usize;

/// The code of an error.
pub(crate) type Code = &'static str;

/// A folder of a space. The top folder has no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) space: usize,
    pub(crate) folder: Option<Key>,
}

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) number: i64,
    pub(crate) text: String,
    pub(crate) keep: bool,
}

impl Version {
    /// Returns the first version of a file.
    pub(crate) fn first(text: &str) -> Self {
        Self { number: 1, text: text.to_owned(), keep: false }
    }
}

/// A file or folder.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The ID of the drive. It is empty until a response has it.
    pub(crate) id: String,
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The versions of a file, the newest first. A folder has none.
    pub(crate) versions: Vec<Version>,
    /// Set in the recycle bin: the folders that the entry was deleted from, from the top.
    pub(crate) recycled: Option<Vec<(Key, String)>>,
}

impl Entry {
    pub(crate) fn is_folder(&self) -> bool {
        self.versions.is_empty()
    }

    /// Returns the size of the newest version.
    pub(crate) fn size(&self) -> u64 {
        self.versions.first().map_or(0, |version| version.text.len() as u64)
    }

    fn bytes(&self) -> u64 {
        self.versions.iter().map(|version| version.text.len() as u64).sum()
    }
}

/// All entries, and the time in milliseconds.
pub(crate) struct Model {
    pub(crate) entries: BTreeMap<Key, Entry>,
    pub(crate) now: i64,
    next: Key,
}

impl Model {
    pub(crate) fn new(now: i64) -> Self {
        Self { entries: BTreeMap::new(), now, next: 0 }
    }

    /// Adds an entry whose ID may be unknown.
    pub(crate) fn add(&mut self, id: &str, place: Place, name: &str, versions: Vec<Version>) -> Key {
        let key = self.next;
        self.next += 1;
        let entry = Entry { id: id.to_owned(), place, name: name.to_owned(), versions, recycled: None };
        self.entries.insert(key, entry);
        key
    }

    pub(crate) fn entry(&self, key: Key) -> &Entry {
        &self.entries[&key]
    }

    pub(crate) fn entry_mut(&mut self, key: Key) -> &mut Entry {
        self.entries.get_mut(&key).unwrap()
    }

    /// Returns the entries of a space, in any state.
    pub(crate) fn of_space(&self, space: usize) -> Vec<Key> {
        self.select(|entry| entry.place.space == space)
    }

    /// Returns the top folder and all other folders of a space, in any state.
    pub(crate) fn folders(&self, space: usize) -> Vec<Place> {
        let folders = self.select(|entry| entry.place.space == space && entry.is_folder());
        let folders = folders.into_iter().map(|key| Place { space, folder: Some(key) });
        [Place { space, folder: None }].into_iter().chain(folders).collect()
    }

    /// Returns the content of a folder, without entries that were recycled themselves.
    pub(crate) fn children(&self, place: Place) -> Vec<Key> {
        self.select(|entry| entry.place == place && entry.recycled.is_none())
    }

    /// Returns everything in a folder and its folders.
    pub(crate) fn below(&self, place: Place) -> Vec<Key> {
        let mut found = self.children(place);
        let mut next = 0;
        while let Some(key) = found.get(next) {
            found.extend(self.children(Place { folder: Some(*key), ..place }));
            next += 1;
        }
        found
    }

    /// Returns the recycle bin of a space.
    pub(crate) fn bin(&self, space: usize) -> Vec<Key> {
        self.select(|entry| entry.place.space == space && entry.recycled.is_some())
    }

    fn select(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<Key> {
        self.entries.iter().filter(|(_, entry)| wanted(entry)).map(|(key, _)| *key).collect()
    }

    /// Returns the folders that contain a place, and its own one, the nearest first.
    pub(crate) fn path(&self, place: Place) -> Vec<Key> {
        let mut found = Vec::new();
        let mut folder = place.folder;
        while let Some((key, entry)) = folder.and_then(|key| Some((key, self.entries.get(&key)?))) {
            if entry.place.space != place.space {
                break;
            }
            found.push(key);
            folder = entry.place.folder;
        }
        found
    }

    /// Returns true for an entry in the recycle bin, and for the content of a folder there.
    pub(crate) fn is_recycled(&self, key: Key) -> bool {
        let entry = self.entry(key);
        entry.recycled.is_some() || self.is_place_recycled(entry.place)
    }

    pub(crate) fn is_place_recycled(&self, place: Place) -> bool {
        self.path(place).iter().any(|key| self.entry(*key).recycled.is_some())
    }

    /// Returns the used bytes of a space.
    pub(crate) fn used(&self, space: usize) -> u64 {
        self.of_space(space).iter().map(|key| self.entry(*key).bytes()).sum()
    }

    /// Finds an entry of a folder by its name.
    pub(crate) fn find(&self, place: Place, name: &str) -> Option<Key> {
        self.children(place).into_iter().find(|key| self.entry(*key).name == name)
    }

    /// Returns a name that nothing in the folder has: the wanted one, or one with a time stamp.
    pub(crate) fn unused(&self, place: Place, name: &str, is_folder: bool) -> String {
        let is_free = |name: &String| self.find(place, name).is_none();
        let end = name.rfind('.').filter(|at| *at > 0 && !is_folder).unwrap_or(name.len());
        let (stem, end) = name.split_at(end);
        let time = UtcOffset::CHINA.local_time(self.now).replace(['-', ':'], "").replace(' ', "_");
        let numbered = (1..).map(|number| format!("{stem}_{time}({number}){end}"));
        let mut names = [name.to_owned(), format!("{stem}_{time}{end}")].into_iter().chain(numbered);
        names.find(is_free).unwrap()
    }
}
