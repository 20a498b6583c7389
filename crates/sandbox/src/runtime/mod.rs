//! The parts of a sandbox beneath its services: the database, its connections and the threads that use them.

pub(crate) mod database;
mod private_file;
pub(crate) mod request_budget;
pub(crate) mod workers;
