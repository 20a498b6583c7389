//! Rule: each service of the spec is a feature of hwc-models and hwc-api, so that its code is compiled.

use super::Finding;
use crate::files::TextFile;

/// The manifests and the file with the re-exports.
const MODELS: &str = "crates/models/Cargo.toml";
const API: &str = "crates/api/Cargo.toml";
const EXPORTS: &str = "crates/api/src/lib.rs";

pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let service = |file: &TextFile| {
        let id = file.path.strip_prefix("spec/")?.strip_suffix("/service.yaml")?;
        Some(id.to_owned())
    };
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let services: Vec<String> = files.iter().filter_map(service).collect();
    services.iter().flat_map(|id| check_service(id, text(MODELS), text(API), text(EXPORTS))).collect()
}

/// Checks the files for one service. A service may be part of hwc-api without a feature, as `iam` is.
fn check_service(id: &str, models: &str, api: &str, exports: &str) -> Vec<Finding> {
    let always = api.lines().any(|line| line.starts_with("hwc-models =") && line.contains(&format!("\"{id}\"")));
    let model_feature = &format!("{id} = [\"dep:hwc-models-{id}\"]");
    let api_feature = format!("{id} = [\"hwc-models/{id}\"");
    let required = [
        (MODELS, has_line(models, model_feature), format!("add `{model_feature}` to the features")),
        (MODELS, is_default(models, id), format!("add `\"{id}\"` to `default`")),
        (API, always || has_line(api, &api_feature), format!("add `{api_feature}]` to the features")),
        (API, always || is_default(api, id), format!("add `\"{id}\"` to `default`")),
        (EXPORTS, has_line(exports, &format!("pub use hwc_models::{id};")), reexport(id)),
    ];
    let missing = required.into_iter().filter(|(_, right, _)| !right);
    missing.map(|(path, _, fix)| Finding::new(path, 1, format!("lacks the service `{id}`"), fix)).collect()
}

fn reexport(id: &str) -> String {
    format!("add `#[cfg(feature = \"{id}\")]` and `pub use hwc_models::{id};`")
}

fn has_line(text: &str, start: &str) -> bool {
    text.lines().any(|line| line.starts_with(start))
}

fn is_default(manifest: &str, id: &str) -> bool {
    manifest.lines().any(|line| line.starts_with("default = [") && line.contains(&format!("\"{id}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(models: &str, api: &str, exports: &str) -> Vec<String> {
        check_service("demo", models, api, exports).into_iter().map(|finding| finding.fix).collect()
    }

    #[test]
    fn missing_lines_are_found() {
        let models = "default = [\"demo\"]\ndemo = [\"dep:hwc-models-demo\"]\n";
        let api = "default = [\"demo\"]\ndemo = [\"hwc-models/demo\", \"dep:serde\"]\n";
        let exports = "#[cfg(feature = \"demo\")]\npub use hwc_models::demo;\n";
        assert_eq!(findings(models, api, exports), [""; 0]);
        let always = "hwc-models = { workspace = true, features = [\"demo\"] }\n";
        assert_eq!(findings(models, always, exports), [""; 0]);
        assert_eq!(
            findings("default = []\n", "default = []\n", ""),
            [
                "add `demo = [\"dep:hwc-models-demo\"]` to the features",
                "add `\"demo\"` to `default`",
                "add `demo = [\"hwc-models/demo\"]` to the features",
                "add `\"demo\"` to `default`",
                "add `#[cfg(feature = \"demo\")]` and `pub use hwc_models::demo;`",
            ]
        );
    }
}
