//! JSON Schemas of the YAML files, for editors. They are derived from the structs of the loader.

use crate::emit::SourceTree;
use crate::spec::yaml;

/// Returns the schemas by path from the root of the repository.
pub(crate) fn schema_files() -> SourceTree {
    let schemas = [
        ("spec/endpoint.schema.json", schemars::schema_for!(yaml::Endpoint)),
        ("spec/types.schema.json", schemars::schema_for!(yaml::Types)),
        ("spec/service.schema.json", schemars::schema_for!(yaml::Service)),
    ];
    let format = |schema: schemars::Schema| format!("{:#}\n", schema.to_value());
    schemas.into_iter().map(|(path, schema)| (path.to_owned(), format(schema))).collect()
}
