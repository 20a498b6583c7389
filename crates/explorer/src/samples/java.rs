//! Programs with the official SDK for Java. They read the request from JSON, which works for every type of request.

use hwc_api::serde_json::Value as Json;

use super::call::{SECRET, SampleCall};
use super::sdk::{self, SdkRequest};
use super::{Sample, SampleFile, SampleLanguage, readme};

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Option<Sample> {
    let request = SdkRequest::new(call).filter(|request| !request.is_form)?;
    let name = call.operation.descriptor().name;
    let method = format!("{}{}", name[..1].to_lowercase(), &name[1..]);
    let json = hwc_api::serde_json::to_string_pretty(&request.into_json()).ok()?;
    let fill = |name: &String| {
        format!("\n            .replace(\"\\\"{SECRET}{name}\\\"\", JsonUtils.toJSON(System.getenv(\"{name}\")))")
    };
    let text = format!(
        "import com.huaweicloud.sdk.core.auth.GlobalCredentials;\n\
         import com.huaweicloud.sdk.core.utils.JsonUtils;\n\
         import com.huaweicloud.sdk.osm.v2.OsmClient;\n\
         import com.huaweicloud.sdk.osm.v2.model.{name}Request;\n\
         import java.util.Collections;\n\n\
         public class Main {{\n    \
             public static void main(String[] args) {{\n        \
                 GlobalCredentials credentials = new GlobalCredentials()\n            \
                     .withAk(System.getenv(\"HUAWEICLOUD_SDK_AK\"))\n            \
                     .withSk(System.getenv(\"HUAWEICLOUD_SDK_SK\"))\n            \
                     .withDomainId(System.getenv(\"HUAWEICLOUD_SDK_DOMAIN_ID\"));\n        \
                 String endpoint = System.getenv().getOrDefault(\"{endpoint}\", \"{default}\");\n        \
                 OsmClient client = OsmClient.newBuilder()\n            \
                     .withCredential(credentials)\n            \
                     .withEndpoints(Collections.singletonList(endpoint))\n            \
                     .build();\n        \
                 String input = {literal}{fill};\n        \
                 {name}Request request = JsonUtils.toObject(input, {name}Request.class);\n        \
                 System.out.println(client.{method}(request));\n    \
             }}\n}}\n",
        endpoint = call.endpoint_variable(),
        default = call.default_endpoint(),
        literal = java_literal(&json),
        fill = call.variables.iter().map(fill).collect::<String>(),
    );
    Some(readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Java,
            files: vec![SampleFile::new("src/main/java/Main.java", text), SampleFile::new("pom.xml", POM)],
            variables: sdk::variables(call),
            command: "mvn -q compile exec:java -Dexec.mainClass=Main".to_owned(),
        },
    ))
}

/// Returns a text as lines that are joined with `+`. The escapes of JSON are escapes of Java too.
fn java_literal(text: &str) -> String {
    let line = |line: &str| Json::from(format!("{line}\n")).to_string();
    text.lines().map(line).collect::<Vec<_>>().join("\n            + ")
}

const POM: &str = r#"<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>example</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>8</maven.compiler.source>
    <maven.compiler.target>8</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.huaweicloud.sdk</groupId>
      <artifactId>huaweicloud-sdk-osm</artifactId>
      <version>[3.1,4)</version>
    </dependency>
  </dependencies>
</project>
"#;
