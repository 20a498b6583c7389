//! Programs with the official SDK for Python.

use heck::ToSnakeCase;
use hwc_api::serde_json::Value as Json;

use super::call::{SECRET, SampleCall};
use super::sdk::{self, SdkRequest};
use super::{Sample, SampleFile, SampleLanguage, readme};

/// The release of the packages that the samples were tested with.
const REQUIREMENTS: &str = "huaweicloudsdkosm>=3.1.219,<4\n";

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Option<Sample> {
    let request = SdkRequest::new(call)?;
    let name = call.operation.descriptor().name;
    let has_file = request.is_form && request.body.as_ref().is_some_and(contains_file);
    let arguments = arguments(&request);
    let imports = if has_file { "from huaweicloudsdkcore.http.formdata import FormFile\n" } else { "" };
    let shown = if call.operation.returns_file() { SAVE } else { "print(response)" };
    let text = format!(
        "import os\n\n\
         from huaweicloudsdkcore.auth.credentials import GlobalCredentials\n\
         from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException\n\
         {imports}\
         from huaweicloudsdkosm.v2 import {name}Request, OsmClient\n\n\
         credentials = GlobalCredentials(\n    \
             os.environ[\"HUAWEICLOUD_SDK_AK\"],\n    \
             os.environ[\"HUAWEICLOUD_SDK_SK\"],\n    \
             os.environ.get(\"HUAWEICLOUD_SDK_DOMAIN_ID\"),\n)\n\
         endpoint = os.environ.get(\"{endpoint}\", \"{default}\")\n\
         client = OsmClient.new_builder().with_credentials(credentials).with_endpoints([endpoint]).build()\n\n\
         request = {name}Request({arguments})\n\
         try:\n    response = client.{method}(request)\n\
         except ServiceResponseException as error:\n    \
             raise SystemExit(f\"{{error.status_code}} {{error.error_code}}: {{error.error_msg}}\")\n\
         {shown}\n",
        endpoint = call.endpoint_variable(),
        default = call.default_endpoint(),
        method = name.to_snake_case(),
    );
    Some(readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Python,
            files: vec![SampleFile::new("main.py", text), SampleFile::new("requirements.txt", REQUIREMENTS)],
            variables: sdk::variables(call),
            command: "pip install -r requirements.txt && python main.py".to_owned(),
        },
    ))
}

const SAVE: &str = "with open(\"response.bin\", \"wb\") as file:\n    response.consume_download_stream(lambda stream: file.write(stream.content))";

fn arguments(request: &SdkRequest) -> String {
    let parameters = request.parameters.iter().map(|(name, value)| (name.to_snake_case(), value));
    let arguments: Vec<String> = parameters
        .chain(request.body.iter().map(|body| ("body".to_owned(), body)))
        .map(|(name, value)| format!("    {name}={},\n", literal(value, 1)))
        .collect();
    if arguments.is_empty() { String::new() } else { format!("\n{}", arguments.concat()) }
}

fn contains_file(body: &Json) -> bool {
    body.as_object().is_some_and(|members| members.values().any(is_file))
}

fn is_file(value: &Json) -> bool {
    value.get("file_name").is_some()
}

/// Returns a value in Python.
fn literal(value: &Json, depth: usize) -> String {
    let (indent, end) = ("    ".repeat(depth + 1), "    ".repeat(depth));
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => match text.strip_prefix(SECRET) {
            Some(variable) => format!("os.environ[\"{variable}\"]"),
            // The escapes of JSON are escapes of Python too.
            None => value.to_string(),
        },
        Json::Object(file) if is_file(value) => format!("FormFile({})", file["file_name"]),
        Json::Array(items) if items.is_empty() => "[]".to_owned(),
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Array(items) => {
            let items: String = items.iter().map(|item| format!("{indent}{},\n", literal(item, depth + 1))).collect();
            format!("[\n{items}{end}]")
        }
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| {
                format!("{indent}{}: {},\n", Json::from(name.as_str()), literal(value, depth + 1))
            };
            format!("{{\n{}{end}}}", members.iter().map(member).collect::<String>())
        }
    }
}
