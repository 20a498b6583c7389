//! Macros of the generated code. Each one is a flat repetition. Code that is the same for every type is a function of this
//! crate.

mod catalog;
mod enums;
mod fields;
mod number_id;
mod records;
