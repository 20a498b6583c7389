//! Copies within KooDrive, which need no transfer.

use std::slice::from_ref;

use hwc_drive::{Drive, Entry, Location};

use super::context::DriveContext;
use super::copy_plan::folder_and_name;
use super::errors::{drive_error, error_in, name_in_use};
use super::glob::Found;
use super::policy::PolicyArg;
use super::transfer_report::CopiedFile;
use crate::error::CliError;

/// Copies a file or folder to a path of this or another space. The folders around it are created if needed.
///
/// # Errors
/// Fails if the path is in use, since the service replaces nothing. With the policy to rename, it adds a time stamp to the name.
pub(super) async fn copy_within(
    context: &mut DriveContext,
    found: &Found,
    to: &Location,
    policy: PolicyArg,
) -> Result<CopiedFile, CliError> {
    check_nesting(&found.location, to)?;
    let (folder, name) = folder_and_name(to)?;
    let target = context.drive(to).await?;
    let is_in_use = target.find(&to.path).await.map_err(error_in(to))?.is_some();
    let can_rename = matches!(policy, PolicyArg::Rename) && name == found.entry.name;
    if is_in_use && !can_rename {
        return Err(name_in_use(to));
    }
    let folder = target.create_folders(&folder).await.map_err(error_in(to))?;
    let copied = match is_in_use {
        true => copy_renamed(found, &target, &folder).await,
        false => copy_named(found, &target, &folder, name).await.map(|()| None),
    };
    let new_name = copied.map_err(drive_error)?;
    Ok(CopiedFile { size: found.entry.size, new_name, ..CopiedFile::default() })
}

/// Returns an error if a folder would become part of itself.
pub(super) fn check_nesting(from: &Location, to: &Location) -> Result<(), CliError> {
    let is_within = to.path.relative_to(&from.path).is_some_and(|rest| !rest.is_empty());
    match from.space == to.space && is_within {
        true => Err(CliError::usage(format!("`{to}` is in `{from}`, which cannot become part of itself"))),
        false => Ok(()),
    }
}

async fn copy_named(found: &Found, target: &Drive, folder: &Entry, name: &str) -> hwc_drive::Result<()> {
    if found.drive.space().id == target.space().id {
        return target.copy_as(&found.entry, folder, name).await.map(drop);
    }
    let copies = found.drive.copy_to(from_ref(&found.entry), target, folder).await?;
    let Some(Some(copy)) = copies.first() else { return Ok(()) };
    let copy = target.entry(copy).await?;
    if copy.name == name { Ok(()) } else { target.rename(&copy, name).await }
}

/// Copies under a name that is in use, and returns the name of the copy.
async fn copy_renamed(found: &Found, target: &Drive, folder: &Entry) -> hwc_drive::Result<Option<String>> {
    let copies = found.drive.copy_to(from_ref(&found.entry), target, folder).await?;
    let Some(Some(copy)) = copies.first() else { return Ok(None) };
    target.entry(copy).await.map(|copy| Some(copy.name))
}
