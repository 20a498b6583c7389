//! Tests of JSON Schemas.

#![cfg(feature = "schema")]

mod common;

#[test]
fn a_model_gives_its_schema() {
    let schema = schemars::schema_for!(common::UpdateCase);
    insta::assert_json_snapshot!(schema);
}
