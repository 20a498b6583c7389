//! Pagination: lists by page or by element.

mod cycle;
mod dynamic;
mod fields;
mod items;
mod page_state;
mod pages;

pub use dynamic::DynPages;
pub use items::Items;
pub use pages::Pages;
