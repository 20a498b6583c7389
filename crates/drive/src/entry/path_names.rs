//! Names for paths in a folder that has several files of one name.

use std::collections::BTreeSet;

use super::Entry;
use crate::paths::with_mark;

/// Returns the name of each entry of a folder in paths, in the order of the entries.
///
/// The oldest entry of a name has that name. Each other entry has its ID before the extension: `plan~FILEID.pdf`. The names
/// depend on the content of the folder alone, not on its order.
pub(crate) fn path_names(entries: &[Entry]) -> Vec<String> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| (entries[*index].created_at, entries[*index].id.as_str()));
    let mut used: BTreeSet<String> = BTreeSet::new();
    let all: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let mut names = vec![String::new(); entries.len()];
    for index in order {
        let entry = &entries[index];
        let mut name = entry.name.clone();
        let mut mark = format!("~{}", entry.id);
        while used.contains(&name) || (name != entry.name && all.contains(name.as_str())) {
            name = with_mark(&entry.name, &mark);
            mark.push('~');
        }
        used.insert(name.clone());
        names[index] = name;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, name: &str, created_at: i64) -> Entry {
        Entry { created_at: Some(created_at), ..Entry::test_file(id, name) }
    }

    #[test]
    fn the_oldest_file_keeps_its_name() {
        let entries = [entry("F2", "a.txt", 2), entry("F1", "a.txt", 1), entry("F3", "b", 3), entry("F4", "b", 3)];
        assert_eq!(path_names(&entries), ["a~F2.txt", "a.txt", "b", "b~F4"]);
    }

    #[test]
    fn names_that_look_like_marks_stay_unique() {
        let entries = [entry("F1", "a", 1), entry("F2", "a", 2), entry("F3", "a~F2", 3), entry("F4", "a~F2", 4)];
        assert_eq!(path_names(&entries), ["a", "a~F2~", "a~F2", "a~F2~F4"]);
    }
}
