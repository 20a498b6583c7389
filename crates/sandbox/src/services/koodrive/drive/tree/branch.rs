//! A file with its content: the part of the tree that an operation covers.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{Node, tree};

/// A file or folder, and what is below it. Each folder precedes its content.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) top: Node,
    pub(crate) below: Vec<Node>,
}

impl Branch {
    /// Returns a file with everything below it.
    pub(crate) fn whole(cx: &Context<'_>, top: Node) -> Result<Self, ApiError> {
        let below = tree::descendants(cx, &top)?;
        Ok(Self { top, below })
    }

    /// Returns the file itself and then what is below it.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        std::iter::once(&self.top).chain(&self.below)
    }
}
