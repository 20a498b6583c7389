//! JSON Schemas of models, including nested records and records that contain themselves.

use hwc_models::koodrive::GetJobDetailResponse;
use hwc_models::osm::CreateRelations;

#[test]
fn models_give_their_schemas() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_json_snapshot!("request", schemars::schema_for!(CreateRelations));
        insta::assert_json_snapshot!("answer", schemars::schema_for!(GetJobDetailResponse));
    });
}
