//! Distinct names for the files of one workflow. Files in different directories may have the same name.

use std::path::Path;

use hwc_wire::FilePart;

/// Returns a unique name for each file: its own name, with as many parent directories as necessary, or with a number.
pub(in crate::workflows::tickets) fn distinct(files: &[FilePart]) -> Vec<String> {
    (0..files.len()).map(|index| distinct_name(files, index)).collect()
}

fn distinct_name(files: &[FilePart], index: usize) -> String {
    let depth = folders(&files[index]).len();
    let is_other = |other: &usize| *other != index;
    let tail = |other: usize, depth: usize| tail(&files[other], depth);
    let is_alone =
        |depth: &usize| !(0..files.len()).filter(is_other).any(|other| tail(other, *depth) == tail(index, *depth));
    if let Some(depth) = (0..=depth).find(is_alone) {
        return tail(index, depth);
    }
    let name = tail(index, depth);
    let whole = |other: &usize| tail(*other, folders(&files[*other]).len());
    let before = (0..index).filter(|other| whole(other) == name).count();
    if before == 0 { name } else { format!("{name} ({})", before + 1) }
}

/// Returns the file name sent to the service, prefixed with the last `depth` directories of the path.
fn tail(file: &FilePart, depth: usize) -> String {
    let folders = folders(file);
    let shown = folders.len().saturating_sub(depth);
    let mut parts = folders[shown..].to_vec();
    parts.push(file.file_name.clone());
    parts.join("/")
}

fn folders(file: &FilePart) -> Vec<String> {
    let folder = file.path.as_ref().and_then(|path| Path::new(path).parent());
    folder.into_iter().flatten().map(|part| part.to_string_lossy().trim_end_matches('/').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(paths: &[&str]) -> Vec<String> {
        distinct(&paths.iter().map(FilePart::path).collect::<Vec<_>>())
    }

    #[test]
    fn files_of_one_name_have_as_many_folders_as_it_takes() {
        assert_eq!(names_of(&["x/a.log", "y/b.log"]), ["a.log", "b.log"]);
        assert_eq!(names_of(&["x/a.log", "y/a.log", "b.log"]), ["x/a.log", "y/a.log", "b.log"]);
        assert_eq!(names_of(&["1/x/a.log", "2/x/a.log", "a.log"]), ["1/x/a.log", "2/x/a.log", "a.log"]);
        assert_eq!(names_of(&["/a.log", "a.log"]), ["/a.log", "a.log"]);
    }

    #[test]
    fn the_same_file_twice_is_numbered() {
        assert_eq!(names_of(&["x/a.log", "x/a.log"]), ["x/a.log", "x/a.log (2)"]);
        let bytes = ["a.log", "a.log", "b.log"].map(|name| FilePart::bytes(name, "x"));
        assert_eq!(distinct(&bytes), ["a.log", "a.log (2)", "b.log"]);
    }
}
