//! Operations of the catalog as clap commands: flags, values, help and output files.

mod command;
pub(crate) mod describe;
mod example;
pub(crate) mod fields;
mod help;
pub(crate) mod output;
#[cfg(test)]
mod tests;
mod value_parser;

pub(crate) use command::OperationCommand;
use example::first as example_command;
#[cfg(feature = "mcp")]
pub(crate) use example::input as example_input;
pub(crate) use help::restore_spaces;
pub(crate) use hwc_dynamic::quote;
pub(crate) use value_parser::input_message;
