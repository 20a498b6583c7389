//! The viewer of an embedded analysis.

use hwc_models::insight::{GroupId, UserId};

/// The user as whom a person sees an embedded analysis.
///
/// ```
/// use hwc_api::insight::UserId;
/// use hwc_api::insight_workflows::Viewer;
///
/// let viewer = Viewer::new("user-1").groups(["group-1"]);
/// assert_eq!(viewer.user_id, UserId::from("user-1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Viewer {
    /// The user.
    pub user_id: UserId,
    /// The user groups in which the user acts.
    pub group_ids: Vec<GroupId>,
}

impl Viewer {
    /// Creates a viewer without user groups.
    pub fn new(user_id: impl Into<UserId>) -> Self {
        Self { user_id: user_id.into(), group_ids: Vec::new() }
    }

    /// Sets the user groups in which the user acts.
    #[must_use]
    pub fn groups<G: Into<GroupId>>(mut self, ids: impl IntoIterator<Item = G>) -> Self {
        self.group_ids = ids.into_iter().map(Into::into).collect();
        self
    }
}

impl From<&str> for Viewer {
    fn from(user_id: &str) -> Self {
        Self::new(user_id)
    }
}

impl From<String> for Viewer {
    fn from(user_id: String) -> Self {
        Self::new(user_id)
    }
}

impl From<UserId> for Viewer {
    fn from(user_id: UserId) -> Self {
        Self::new(user_id)
    }
}
