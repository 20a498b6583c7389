//! Properties that clients invent (dead properties). The service cannot store them, so they are in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use dav_server::fs::DavProp;
use hwc_api::koodrive::FileId;

/// The maximum size of all properties in bytes.
const MAX_BYTES: usize = 8 << 20;

/// The properties of files and folders by ID, so that they follow a file that is moved. Clones share them. They end with the
/// server.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties(Arc<Mutex<Stored>>);

#[derive(Debug, Default)]
struct Stored {
    files: BTreeMap<FileId, FileProperties>,
    bytes: usize,
}

/// The properties of a file by namespace and name.
type FileProperties = BTreeMap<(Option<String>, String), DavProp>;

impl Properties {
    /// Sets properties, or removes those whose first value is false. Returns the status of each one. Only removing needs no
    /// space.
    pub(super) fn patch(&self, file: &FileId, changes: Vec<(bool, DavProp)>) -> Vec<(StatusCode, DavProp)> {
        let mut stored = self.lock();
        let change = |(is_set, property): (bool, DavProp)| {
            let name = without_value(&property);
            let status = if is_set { stored.set(file, property) } else { stored.remove(file, &property) };
            (status, name)
        };
        changes.into_iter().map(change).collect()
    }

    /// Returns true if no file has properties.
    pub(super) fn is_empty(&self) -> bool {
        self.lock().files.is_empty()
    }

    /// Returns all properties of a file.
    pub(super) fn all(&self, file: &FileId, with_values: bool) -> Vec<DavProp> {
        let stored = self.lock();
        let properties = stored.files.get(file).into_iter().flat_map(BTreeMap::values);
        properties.map(|property| if with_values { property.clone() } else { without_value(property) }).collect()
    }

    /// Returns the value of a property as XML.
    pub(super) fn value(&self, file: &FileId, property: &DavProp) -> Option<Vec<u8>> {
        self.lock().files.get(file)?.get(&key(property))?.xml.clone()
    }

    /// Gives a copy the properties of its source.
    pub(super) fn copy(&self, source: &FileId, copy: &FileId) {
        let mut stored = self.lock();
        let properties = stored.files.get(source).cloned().unwrap_or_default();
        for property in properties.into_values() {
            stored.set(copy, property);
        }
    }

    /// Removes the properties of a file that is deleted.
    pub(super) fn forget(&self, file: &FileId) {
        let mut stored = self.lock();
        let removed = stored.files.remove(file).unwrap_or_default();
        stored.bytes -= removed.values().map(size).sum::<usize>();
    }

    fn lock(&self) -> MutexGuard<'_, Stored> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stored {
    fn set(&mut self, file: &FileId, property: DavProp) -> StatusCode {
        self.remove(file, &property);
        let size = size(&property);
        if self.bytes + size > MAX_BYTES {
            return StatusCode::INSUFFICIENT_STORAGE;
        }
        self.bytes += size;
        self.files.entry(file.clone()).or_default().insert(key(&property), property);
        StatusCode::OK
    }

    /// Removing a property that does not exist succeeds.
    fn remove(&mut self, file: &FileId, property: &DavProp) -> StatusCode {
        if let Some(properties) = self.files.get_mut(file) {
            self.bytes -= properties.remove(&key(property)).as_ref().map_or(0, size);
            if properties.is_empty() {
                self.files.remove(file);
            }
        }
        StatusCode::OK
    }
}

fn key(property: &DavProp) -> (Option<String>, String) {
    (property.namespace.clone(), property.name.clone())
}

fn without_value(property: &DavProp) -> DavProp {
    DavProp { xml: None, ..property.clone() }
}

/// Returns the size of a property in memory, about.
fn size(property: &DavProp) -> usize {
    let texts = [Some(&property.name), property.prefix.as_ref(), property.namespace.as_ref()];
    let texts: usize = texts.into_iter().flatten().map(String::len).sum();
    2 * texts + property.xml.as_ref().map_or(0, Vec::len) + size_of::<DavProp>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(value: &str) -> DavProp {
        DavProp::new("note".to_owned(), "x".to_owned(), "urn:x".to_owned(), value.to_owned())
    }

    fn set(properties: &Properties, file: &FileId, value: &str) -> u16 {
        properties.patch(file, vec![(true, property(value))])[0].0.as_u16()
    }

    #[test]
    fn properties_are_set_replaced_copied_and_removed() {
        let (properties, file, copy) = (Properties::default(), FileId::from("f"), FileId::from("c"));
        assert_eq!(set(&properties, &file, "one"), 200);
        assert_eq!(set(&properties, &file, "two"), 200);
        properties.copy(&file, &copy);
        properties.patch(&file, vec![(false, property("")), (false, property(""))]);
        assert!(properties.all(&file, true).is_empty());
        let value = properties.value(&copy, &property("")).unwrap();
        assert!(String::from_utf8(value).unwrap().contains("two"));
        assert!(properties.all(&copy, false)[0].xml.is_none());
        properties.forget(&copy);
        assert_eq!(properties.lock().bytes, 0);
    }

    #[test]
    fn properties_have_a_limit() {
        let (properties, value) = (Properties::default(), "v".repeat(60_000));
        let statuses: Vec<u16> =
            (0..200).map(|number| set(&properties, &FileId::from(format!("f{number}")), &value)).collect();
        assert_eq!((statuses[0], statuses[199]), (200, 507));
        properties.forget(&FileId::from("f0"));
        assert_eq!(set(&properties, &FileId::from("f0"), &value), 200);
    }
}
