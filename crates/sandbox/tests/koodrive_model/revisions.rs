//! The versions of files in the model.

use crate::model::{Code, Key, Model, Version};

/// The number of versions that are kept without a request to keep them.
const KEPT: usize = 2;

impl Model {
    /// Checks that an entry is a live file.
    pub(crate) fn require_file(&self, key: Key) -> Result<(), Code> {
        match self.entry(key).is_folder() {
            true => Err("13000406"),
            false if self.is_recycled(key) => Err("13000306"),
            false => Ok(()),
        }
    }

    /// Adds a version. Old ones that need not be kept are removed.
    pub(crate) fn revise(&mut self, key: Key, text: &str, keep: bool) -> Result<(), Code> {
        self.require_file(key)?;
        let versions = &mut self.entry_mut(key).versions;
        let number = versions[0].number + 1;
        versions.insert(0, Version { number, text: text.to_owned(), keep });
        let mut others = 0;
        versions.retain(|version| {
            others += usize::from(!version.keep);
            version.keep || others <= KEPT
        });
        Ok(())
    }

    /// Makes an old version the newest one. `index` counts from the newest.
    pub(crate) fn restore_revision(&mut self, key: Key, index: usize) -> Result<(), Code> {
        let text = self.old_version(key, index)?.text.clone();
        self.revise(key, &text, false)
    }

    pub(crate) fn delete_revision(&mut self, key: Key, index: usize) -> Result<(), Code> {
        self.old_version(key, index)?;
        self.entry_mut(key).versions.remove(index);
        Ok(())
    }

    pub(crate) fn keep_revision(&mut self, key: Key, index: usize, keep: bool) -> Result<(), Code> {
        self.require_file(key)?;
        self.entry_mut(key).versions[index].keep = keep;
        Ok(())
    }

    fn old_version(&self, key: Key, index: usize) -> Result<&Version, Code> {
        self.require_file(key)?;
        if index == 0 { Err("13000403") } else { Ok(&self.entry(key).versions[index]) }
    }
}
