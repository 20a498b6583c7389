//! Tests of behaviors that no other test shows. None needs a network or real time.

mod addresses;
mod calls;
mod dates_and_numbers;
mod files;
mod operations;
mod queries;
mod retries;
mod streams;
mod unions;
mod values;
