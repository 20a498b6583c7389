//! Programs with the official SDK for Go. They read the request from JSON, which works for every type of request.

use super::call::{SECRET, SampleCall};
use super::sdk::{self, SdkRequest};
use super::{Sample, SampleFile, SampleLanguage, readme};

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Option<Sample> {
    let request = SdkRequest::new(call).filter(|request| !request.is_form)?;
    let name = call.operation.descriptor().name;
    let json = hwc_api::serde_json::to_string_pretty(&request.into_json()).ok()?;
    let (imports, fill) = secrets(call);
    let text = format!(
        "package main\n\nimport (\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"log\"\n\t\"os\"\n{imports}\n\
         \t\"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global\"\n\
         \tosm \"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2\"\n\
         \t\"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model\"\n)\n\n\
         const input = {literal}\n\n\
         func main() {{\n\
         \tcredentials, err := global.NewCredentialsBuilder().\n\
         \t\tWithAk(os.Getenv(\"HUAWEICLOUD_SDK_AK\")).\n\
         \t\tWithSk(os.Getenv(\"HUAWEICLOUD_SDK_SK\")).\n\
         \t\tWithDomainId(os.Getenv(\"HUAWEICLOUD_SDK_DOMAIN_ID\")).\n\
         \t\tSafeBuild()\n\
         \tcheck(err)\n\
         \tendpoint := os.Getenv(\"{endpoint}\")\n\
         \tif endpoint == \"\" {{\n\t\tendpoint = \"{default}\"\n\t}}\n\
         \thttp, err := osm.OsmClientBuilder().WithEndpoints([]string{{endpoint}}).WithCredential(credentials).SafeBuild()\n\
         \tcheck(err)\n\
         \trequest := &model.{name}Request{{}}\n\
         \tcheck(json.Unmarshal([]byte({fill}), request))\n\
         \tresponse, err := osm.NewOsmClient(http).{name}(request)\n\
         \tcheck(err)\n\
         \tfmt.Println(response)\n\
         }}\n\n\
         func check(err error) {{\n\tif err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n}}\n{helper}",
        literal = go_literal(&json),
        endpoint = call.endpoint_variable(),
        default = call.default_endpoint(),
        helper = if call.variables.is_empty() { "" } else { QUOTED },
    );
    Some(readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Go,
            files: vec![SampleFile::new("main.go", text)],
            variables: sdk::variables(call),
            command: "go mod init example && go mod tidy && go run .".to_owned(),
        },
    ))
}

const QUOTED: &str = "
// quoted returns an environment variable as JSON.
func quoted(name string) string {
\ttext, err := json.Marshal(os.Getenv(name))
\tcheck(err)
\treturn string(text)
}
";

/// Returns the import for secrets, and the expression of the input.
fn secrets(call: &SampleCall<'_>) -> (&'static str, String) {
    if call.variables.is_empty() {
        return ("", "input".to_owned());
    }
    let pair = |name: &String| format!("`\"{SECRET}{name}\"`, quoted(\"{name}\")");
    let pairs = call.variables.iter().map(pair).collect::<Vec<_>>().join(", ");
    ("\t\"strings\"\n", format!("strings.NewReplacer({pairs}).Replace(input)"))
}

/// Returns a text between backticks, or in quotes if it contains one.
fn go_literal(text: &str) -> String {
    if text.contains('`') { hwc_api::serde_json::Value::from(text).to_string() } else { format!("`{text}`") }
}
