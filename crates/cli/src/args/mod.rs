//! Arguments that several commands share, and the treatment of the words before clap parses them.

pub(crate) mod confirm;
pub(crate) mod connection;
pub(crate) mod filter;
pub(crate) mod global;
pub(crate) mod normalize;
pub(crate) mod output;
pub(crate) mod paths;
pub(crate) mod raw_words;
pub(crate) mod short_forms;
pub(crate) mod status;
pub(crate) mod time;
pub(crate) mod values;
