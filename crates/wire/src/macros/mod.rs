//! The macros that generated code is made of. Each is one flat repetition; what is the same for every type is a function
//! of this crate, so that an expansion holds little more than the type itself.

mod codes;
mod fields;
mod records;
mod tools;
