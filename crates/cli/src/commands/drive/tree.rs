//! `hwc drive tree`.

use clap::Args;
use hwc_drive::{Location, TreeEntry};

use super::context::DriveContext;
use super::errors::{drive_error, error_in};
use super::list::remember_tree;
use super::place::parse_location;
use super::view::DriveEntry;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive tree`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive tree drive:/Reports")]
pub(super) struct TreeArgs {
    /// Folder
    #[arg(value_name = "PATH", default_value = "drive:/", value_parser = parse_location)]
    path: Location,
    /// Maximum depth
    #[arg(long, short = 'L', value_name = "LEVELS", value_parser = clap::value_parser!(u16).range(1..))]
    level: Option<u16>,
}

impl TreeArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let drive = context.drive(&self.path).await?;
        let folder = drive.resolve_folder(&self.path.path).await.map_err(error_in(&self.path))?;
        let mut tree = drive.walk(&folder).await.map_err(drive_error)?;
        remember_tree(&self.path, &tree);
        if let Some(level) = self.level {
            tree.retain(|found| found.path.split('/').count() <= level.into());
        }
        let text = text(&self.path.to_string(), &tree);
        let entries: Vec<DriveEntry> = tree.iter().map(|found| DriveEntry::new(&found.path, &found.entry)).collect();
        context.ui.document(&entries, |_| text)
    }
}

fn text(root: &str, tree: &[TreeEntry]) -> String {
    let mut text = format!("{}\n", Style::Title.paint(sanitize_line(root)));
    for (index, found) in tree.iter().enumerate() {
        let name = sanitize_line(found.path.rsplit('/').next().unwrap_or_default());
        let name = if found.entry.is_folder { Style::Title.paint(format!("{name}/")) } else { name };
        text.push_str(&format!("{}{name}\n", branches(tree, index)));
    }
    let folders = tree.iter().filter(|found| found.entry.is_folder).count();
    text + &format!("{}, {}\n", plural(folders, "folder"), plural(tree.len() - folders, "file"))
}

/// Returns the lines before a name: one for each folder around it that has more entries.
fn branches(tree: &[TreeEntry], index: usize) -> String {
    let names: Vec<&str> = tree[index].path.split('/').collect();
    let has_more = |depth: usize| {
        let folder = names[..depth].join("/");
        let is_in =
            |path: &str| folder.is_empty() || path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'));
        let later = tree[index + 1..].iter().take_while(|found| is_in(&found.path));
        later.into_iter().any(|found| found.path.split('/').nth(depth) != Some(names[depth]))
    };
    let last = names.len() - 1;
    let bars: String = (0..last).map(|depth| if has_more(depth) { "│   " } else { "    " }).collect();
    bars + if has_more(last) { "├── " } else { "└── " }
}
