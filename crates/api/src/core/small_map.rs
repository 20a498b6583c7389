//! A map for a few entries, searched linearly.
//! A tree map costs about five thousand lines of compilation for each value type, in every crate that uses this one. It is
//! no faster for four services or a dozen settings.

use std::fmt;

/// Values by name, in order of insertion.
#[derive(Clone)]
pub(crate) struct SmallMap<V>(Vec<(String, V)>);

impl<V> SmallMap<V> {
    /// Creates an empty map.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets the value of a name and replaces a previous one.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: V) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    /// Returns the value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Iterates over names and values.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (String, V)> {
        self.0.iter()
    }

    /// Iterates over names and mutable values.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, (String, V)> {
        self.0.iter_mut()
    }

    /// Iterates over the names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl<V> Default for SmallMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug> fmt::Debug for SmallMap<V> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_value() {
        let mut map = SmallMap::default();
        map.set("b", 1);
        map.set("a", 2);
        map.set("b", 3);
        assert_eq!((map.get("a"), map.get("b"), map.get("c")), (Some(&2), Some(&3), None));
        assert_eq!(map.names().collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(format!("{map:?}"), r#"{"b": 3, "a": 2}"#);
    }
}
