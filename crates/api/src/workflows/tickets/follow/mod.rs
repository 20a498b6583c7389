//! Following tickets: new messages as they arrive.

mod all;
mod follower;
mod messages;

pub use all::{FollowedMessage, TicketsFollower};
pub use follower::MessageFollower;
