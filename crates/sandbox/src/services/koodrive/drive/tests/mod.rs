//! Tests of the tree, the recycle bin, the rights, the events and the capacity, without operations.

mod access;
mod recycle_bin;
mod tree;

use std::time::{Duration, SystemTime};

use hwc_models::koodrive::{ConflictPolicy, Space, SpaceType};
use hwc_transport::clock::ManualClock;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::options::SandboxOptions;
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::drive::{NewNode, Node, content, tree as files};
use crate::services::koodrive::spaces;

/// Two users of the demo data. The first one administers the organization.
const ADA: &str = "1316083732377071001";
const LI: &str = "1316083732377071002";

/// The department of the second user.
const SALES: &str = "1243693141656107521";

/// A sandbox with demo data. Its clock is at 2026-01-01T00:00:00Z.
struct Drive {
    sandbox: Sandbox,
}

impl Drive {
    fn new() -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock)).unwrap();
        Self { sandbox }
    }

    /// Runs work of a user, in one transaction.
    fn as_user<T>(&self, id: &str, work: impl FnOnce(&Context<'_>) -> Result<T, ApiError>) -> T {
        let caller = Caller { id: id.to_owned(), name: id.to_owned() };
        self.sandbox.with_context(caller, work).unwrap()
    }

    /// Runs work of the first user with a personal space of 1 GB.
    fn in_space<T>(work: impl FnOnce(&Context<'_>, &Space) -> Result<T, ApiError>) -> T {
        Self::new().as_user(ADA, |cx| work(cx, &spaces::add(cx, ADA, SpaceType::Personal, 1)?))
    }
}

/// Creates a folder.
fn folder(cx: &Context<'_>, space: &Space, parent: &Node, name: &str) -> Result<Node, ApiError> {
    files::insert(cx, space, parent, NewNode::folder(name), ConflictPolicy::Refuse)
}

/// Creates a file of three bytes.
fn file(cx: &Context<'_>, space: &Space, parent: &Node, name: &str) -> Result<Node, ApiError> {
    let content = content::put(cx, name, &mut b"abc".as_slice())?;
    files::insert(cx, space, parent, NewNode::file(name, content), ConflictPolicy::Rename)
}

/// Copies a file with everything below it.
fn copy_all(cx: &Context<'_>, node: &Node, target: (&Space, &Node)) -> Result<Node, ApiError> {
    files::copy(cx, &files::Branch::whole(cx, node.clone())?, target)
}

/// Returns the code of an error.
fn code<T>(result: Result<T, ApiError>) -> String {
    result.map(|_| ()).unwrap_err().code
}

/// Returns the names of the content of a folder, in alphabetical order.
fn names(cx: &Context<'_>, folder: &Node) -> Vec<String> {
    let mut names: Vec<String> =
        files::children(cx, &folder.id).all().unwrap().into_iter().map(|node| node.name).collect();
    names.sort();
    names
}
