//! Validation of files against the attachment limits of the service, before anything is sent.

use std::path::Path;

use hwc_models::osm::{AccessoryLimits, ShowAccessoryLimits};
use hwc_wire::{FilePart, Violation, validate};

use super::names::distinct;
use crate::error::Error;
use crate::workflows::tickets::Tickets;

/// The size of a megabyte. It is not documented whether that is 1,000,000 or 1,048,576 bytes. The larger value rejects no
/// file that the service may accept.
const MEGABYTE: u64 = 1 << 20;

/// Returns the attachment limits of the service.
pub(in crate::workflows::tickets) async fn read_limits(tickets: &Tickets) -> Result<AccessoryLimits, Error> {
    Ok(tickets.call(ShowAccessoryLimits::new()).await?.accessory_limit.unwrap_or_default())
}

/// Returns the constraints that the files of one request violate. `existing` is the number of existing attachments, which
/// count, too.
pub(in crate::workflows::tickets) async fn file_violations(
    tickets: &Tickets,
    files: &[FilePart],
    existing: usize,
) -> Result<Vec<Violation>, Error> {
    if files.is_empty() && existing == 0 {
        return Ok(Vec::new());
    }
    let limits = read_limits(tickets).await?;
    let mut found = Vec::new();
    found.extend(limits.limit_count.and_then(|most| too_many(files.len(), existing, most)));
    found.extend(violations_of_each(files, &limits));
    Ok(found)
}

/// Returns the constraints that single files violate: those of the service, and those of every file upload.
pub(super) fn violations_of_each(files: &[FilePart], limits: &AccessoryLimits) -> Vec<Violation> {
    let mut found = Vec::new();
    files.iter().zip(distinct(files)).for_each(|(file, name)| validate_file(file, &name, limits, &mut found));
    found
}

fn too_many(files: usize, existing: usize, most: u32) -> Option<Violation> {
    let all = files.saturating_add(existing);
    if all <= most as usize {
        return None;
    }
    Some(match existing {
        0 => Violation::new("files", format!("has {all} items, at most {most}; attach the others afterwards")),
        _ => Violation::new(
            "attachments",
            format!("would be {all}, at most {most}; {existing} of them are uploaded already"),
        ),
    })
}

fn validate_file(file: &FilePart, name: &str, limits: &AccessoryLimits, found: &mut Vec<Violation>) {
    let path = format!("files[{name:?}]");
    let violations = validate(file).into_iter();
    found.extend(violations.map(|inner| Violation::new(format!("{path}.{}", inner.path), inner.problem)));
    let problems = [size_problem(file, limits.limit_size), type_problem(file, limits.limit_file_type.as_deref())];
    found.extend(problems.into_iter().flatten().map(|problem| Violation::new(&path, problem)));
}

fn size_problem(file: &FilePart, most: Option<u32>) -> Option<String> {
    match (size(file), most) {
        (Err(problem), _) => Some(problem),
        (Ok(size), Some(most)) if size > u64::from(most) * MEGABYTE => {
            Some(format!("has {size} bytes, at most {most} MB"))
        }
        _ => None,
    }
}

/// Returns the size of a file in bytes. The file system call is fast enough for the async thread.
pub(super) fn size(file: &FilePart) -> Result<u64, String> {
    match (&file.content, &file.path) {
        (Some(_), Some(_)) => Err("has both a content and a path".to_owned()),
        (Some(content), None) => content.byte_count().ok_or_else(|| "has a stream of unknown length".to_owned()),
        (None, Some(_)) if cfg!(not(feature = "system-clock")) => {
            Err("is on disk, and reading it needs the feature `system-clock`; give its content instead".to_owned())
        }
        (None, Some(path)) => size_on_disk(Path::new(path)),
        (None, None) => Err("has no content".to_owned()),
    }
}

/// Returns the size of a local file. It also opens the file, so that an unreadable file is reported before anything is sent.
fn size_on_disk(path: &Path) -> Result<u64, String> {
    let unreadable = |error| format!("cannot be read: {error}");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("is not a file".to_owned());
    }
    std::fs::File::open(path).map(|_| metadata.len()).map_err(unreadable)
}

fn type_problem(file: &FilePart, accepted: Option<&str>) -> Option<String> {
    let accepted = accepted?.split([',', ';', '|']).map(|ending| ending.trim().trim_start_matches('.').to_lowercase());
    let accepted: Vec<String> = accepted.filter(|ending| !ending.is_empty()).collect();
    let ending = file.file_name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    if accepted.is_empty() || accepted.iter().any(|known| *known == ending || known == "*") {
        return None;
    }
    Some(format!("does not have an accepted type: {}", accepted.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_types_are_compared_ignoring_case() {
        let problem = |name: &str, accepted: &str| type_problem(&FilePart::bytes(name, "x"), Some(accepted));
        assert_eq!(problem("A.JPG", "jpg, .png;zip"), None);
        assert_eq!(problem("a.tar.zip", "jpg, .png;zip"), None);
        assert_eq!(problem("a.exe", "jpg, .PNG").as_deref(), Some("does not have an accepted type: jpg, png"));
        assert_eq!(problem("jpg", "jpg").as_deref(), Some("does not have an accepted type: jpg"));
        assert_eq!(problem("a.exe", " , "), None, "no type is listed");
        assert_eq!(problem("a.exe", "*"), None);
        assert_eq!(type_problem(&FilePart::bytes("a.exe", "x"), None), None);
    }

    #[test]
    fn a_megabyte_is_the_larger_one() {
        let problem = |bytes: usize| size_problem(&FilePart::bytes("a.log", vec![0; bytes]), Some(1));
        assert_eq!(problem(1 << 20), None);
        assert_eq!(problem((1 << 20) + 1).as_deref(), Some("has 1048577 bytes, at most 1 MB"));
    }

    #[test]
    fn unreadable_files_are_reported() {
        let problem = |file: &FilePart| size_problem(file, None).unwrap();
        let on_disk = [problem(&FilePart::path("no/such/file.log")), problem(&FilePart::path("src"))];
        match cfg!(feature = "system-clock") {
            true => assert!(on_disk[0].starts_with("cannot be read: ") && on_disk[1] == "is not a file", "{on_disk:?}"),
            false => assert!(on_disk[0].starts_with("is on disk")),
        }
        let mut nothing = FilePart::bytes("a.log", "");
        nothing.content = None;
        assert_eq!(problem(&nothing), "has no content");
    }
}
