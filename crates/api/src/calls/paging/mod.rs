//! Pagination: lists by page or by element.

mod ahead;
mod cycle;
mod dynamic;
mod fields;
mod items;
mod page_defaults;
mod page_state;
mod page_stream;
mod pages;

pub use dynamic::DynPages;
pub(super) use fields::{field, text};
pub use items::Items;
pub use pages::Pages;
