//! The contract of the output: each command with a schema prints JSON that fits it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use boon::{Compiler, Schemas};
use hwc_api::serde_json::{self, Value};

use crate::http::Served;
use crate::run::{Run, hwc, run};

/// Commands with a schema, each with words that succeed in the order of the list, on the demo data.
const SCENARIO: &[(&str, &str)] = &[
    ("api", "api GET /v2/servicerequest/cases -f limit=2"),
    ("api", "api GET /v2/servicerequest/cases --include"),
    ("api", "api GET /v2/servicerequest/cases --paginate"),
    ("commands", "commands"),
    ("config set", "config set region cn-north-4"),
    ("config get", "config get region"),
    ("config get", "config get color"),
    ("config list", "config list"),
    ("config unset", "config unset region"),
    ("describe", "describe ListCases"),
    ("validate", "validate ListCases --limit 5"),
    ("describe", "describe koodrive.CreateJob --lang zh"),
    ("doctor", "doctor"),
    ("drive cp", "drive cp --dry-run tags.csv drive:/"),
    ("drive cp", "drive cp tags.csv drive:/"),
    ("drive cp", "drive cp tags.csv drive:/"),
    ("drive du", "drive du"),
    ("drive find", "drive find"),
    ("drive jobs", "drive jobs"),
    ("drive jobs", "drive jobs --forget"),
    ("drive ls", "drive ls drive:/"),
    ("drive mkdir", "drive mkdir drive:/Reports"),
    ("drive mv", "drive mv drive:/tags.csv drive:/Reports"),
    ("drive quota", "drive quota"),
    ("drive share", "drive share drive:/Reports/tags.csv"),
    ("drive spaces", "drive spaces"),
    ("drive stat", "drive stat drive:/Reports drive:/Reports/tags.csv"),
    ("drive sync", "drive sync --dry-run files drive:/Sync"),
    ("drive sync", "drive sync files drive:/Sync"),
    ("drive tree", "drive tree"),
    ("drive versions", "drive versions drive:/Reports/tags.csv"),
    ("drive rm", "drive rm drive:/Reports/tags.csv"),
    ("drive restore", "drive restore drive:"),
    ("drive restore", "drive restore drive: tags.csv"),
    ("embed url", "embed url embed-1 --user viewer-1"),
    ("embed url", "embed url embed-1 --user viewer-1 --link https://example.com/e --uses 3"),
    ("insight workspaces", "insight workspaces"),
    ("insight dashboards", "insight dashboards"),
    ("insight dashboards", "insight dashboards --screens"),
    ("insight publish", "insight publish dashboard-2"),
    ("insight unpublish", "insight unpublish dashboard-2"),
    ("insight promote", "insight promote dashboard-1 --to-workspace workspace-1 --yes"),
    ("insight tags list", "insight tags list"),
    ("insight tags import", "insight tags import tags.csv"),
    ("insight tags download", "insight tags download"),
    ("insight tickets create", "insight tickets create embed-1 --user viewer-1"),
    ("insight tickets list", "insight tickets list --embed embed-1 --user viewer-1"),
    ("login", "login --method keys --access-key A --secret-stdin --no-verify --profile ops"),
    ("operations", "operations --service osm"),
    ("operations search", "operations search list messages"),
    ("profile list", "profile list"),
    ("profile show", "profile show ops"),
    ("profile use", "profile use ops"),
    ("profile use", "profile use default"),
    ("logout", "logout --profile ops"),
    ("sandbox start", "sandbox start"),
    ("sandbox status", "sandbox status"),
    ("sandbox stop", "sandbox stop"),
    ("sandbox status", "sandbox status"),
    ("schema", "schema"),
    ("ticket list", "ticket list --sla"),
    ("ticket show", "ticket show case-1002"),
    ("ticket export", "ticket export --since 7d"),
    ("ticket follow", "ticket follow case-1001 --all"),
    ("ticket open", "ticket open --product product-1 --problem Fault --region cn-north-4 Slow."),
    ("ticket reply", "ticket reply case-1002 ok"),
    ("ticket attach", "ticket attach case-1002 app.log"),
    ("ticket download", "ticket download case-1002 --out files"),
    ("ticket urge", "ticket urge case-1002 --yes"),
    ("ticket label", "ticket label case-1002 urgent"),
    ("ticket unlabel", "ticket unlabel case-1002 urgent"),
    ("ticket link", "ticket link case-1002 case-1001"),
    ("ticket unlink", "ticket unlink case-1002 case-1001"),
    ("ticket access list", "ticket access list"),
    ("ticket access show", "ticket access show Auth-100002"),
    ("ticket access grant", "ticket access grant Auth-100002 --for 8h"),
    ("ticket access revoke", "ticket access revoke Auth-100002 --yes"),
    ("ticket close", "ticket close case-1002 --yes"),
    ("ticket rate", "ticket rate case-1001 --value 5"),
    ("ticket cancel", "ticket cancel case-1003 --yes"),
    ("ticket delete", "ticket delete case-1003 --yes"),
    ("sandbox log", "sandbox log"),
    ("sandbox log", "sandbox log 1"),
    ("sandbox env", "sandbox env -o json"),
    ("sandbox snapshot save", "sandbox snapshot save before"),
    ("sandbox snapshot list", "sandbox snapshot list"),
    ("sandbox snapshot restore", "sandbox snapshot restore before"),
    ("sandbox snapshot delete", "sandbox snapshot delete before"),
    ("sandbox seed", "sandbox seed demo"),
    ("sandbox reset", "sandbox reset"),
    ("sandbox clock", "sandbox clock"),
    ("sandbox clock now", "sandbox clock now"),
    ("sandbox clock advance", "sandbox clock advance 2h"),
    ("sandbox clock set", "sandbox clock set 2030-01-01T00:00:00Z"),
    ("sandbox clock freeze", "sandbox clock freeze"),
    ("sandbox clock run", "sandbox clock run"),
    ("sandbox clock real", "sandbox clock real"),
    ("sandbox fault add", "sandbox fault add ListCases 503x2 --skip 1"),
    ("sandbox fault list", "sandbox fault list"),
    ("sandbox fault clear", "sandbox fault clear"),
    ("sandbox engineer revoke-access", "sandbox engineer revoke-access Auth-100002"),
    ("sandbox engineer reply", "sandbox engineer reply case-1002 Done."),
    ("sandbox engineer request-access", "sandbox engineer request-access case-1002"),
    ("sandbox engineer request-information", "sandbox engineer request-information case-1002"),
    ("sandbox engineer suspend", "sandbox engineer suspend case-1002"),
    ("sandbox engineer start", "sandbox engineer start case-1002"),
    ("sandbox engineer resolve", "sandbox engineer resolve case-1002 --root-cause Disk"),
    ("sandbox engineer complete", "sandbox engineer complete case-1002"),
    ("sandbox engineer invalidate", "sandbox engineer invalidate case-1003"),
    ("sandbox user disable", "sandbox user disable 1316083732377071003"),
    ("sandbox user enable", "sandbox user enable 1316083732377071003"),
    ("sandbox state", "sandbox state"),
];

/// Commands whose output is checked elsewhere: errors in each test of failures, the rejection of a grant, of which the
/// demo data has too few, and the failure of a task, whose ID is not known before.
const ELSEWHERE: [&str; 3] = ["error", "sandbox task fail", "ticket access reject"];

/// A directory for all files of the commands, and a sandbox that is served.
struct Home {
    path: PathBuf,
    served: Served,
}

impl Home {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("files")).unwrap();
        std::fs::write(path.join("files/a.txt"), "one").unwrap();
        std::fs::write(path.join("app.log"), "one").unwrap();
        std::fs::write(path.join("tags.csv"), "account_id,region\nsandbox-user,north\n").unwrap();
        let home = Self { path, served: Served::start(&[]) };
        for words in [
            "call CreateWorkspace --instance-id insight-instance-1 --name Live --eps-id 0",
            "call CreateUserTag --name region --type user --default-value-type NULL",
        ] {
            assert_eq!(home.run(words).code, 0, "{words}");
        }
        home
    }

    fn run(&self, line: &str) -> Run {
        let words: Vec<&str> = line.split(' ').collect();
        let mut command = hwc(&words);
        command.current_dir(&self.path).env("HOME", &self.path).env("HWC_ENDPOINT", self.served.endpoint("osm"));
        command.env("HWC_AUTH_TOKEN", "sandbox-auth-token").env("HUAWEICLOUD_SDK_PROJECT_ID", "project-1");
        let token = self.served.ready()["control"]["token"].as_str().unwrap();
        command.env("HWC_SANDBOX_URL", self.served.endpoint("osm")).env("HWC_SANDBOX_TOKEN", token);
        Run::with_input(command.env("HWC_KOODRIVE_TOKEN", "token"), "a-secret\n")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = self.run("sandbox stop");
    }
}

/// Returns the problems of a value.
fn problems(schema: &Value, value: &Value) -> Option<String> {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    schemas.validate(value, index).err().map(|error| error.to_string())
}

fn schema(command: &str) -> Value {
    run(&[&["schema"], command.split(' ').collect::<Vec<_>>().as_slice()].concat()).answer()
}

#[test]
fn the_output_of_each_command_fits_its_schema() {
    let home = Home::new("schemas");
    for (command, line) in SCENARIO {
        let run = home.run(line);
        assert!(run.code == 0 && !run.stdout.is_empty(), "{line}: {} {}", run.code, run.stderr);
        let schema = schema(command);
        for value in run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            assert_eq!(problems(&schema, &value), None, "{line}: {value}");
        }
    }
}

#[test]
fn a_task_that_fails_fits_its_schema() {
    let home = Home::new("schemas-task");
    let job = r#"{"taskType":1,"actionType":101,"dstContainerId":"IAADfsBFCO6WtAtuA000000000000000000000000000001","taskInfo":
        {"fileInfo":[{"fileId":"F00000000000000000000000000000001"}],
         "srcContainerId":"IAADfsBFCO6WtAtuA000000000000000000000000000001"}}"#;
    std::fs::write(home.path.join("job.json"), job).unwrap();
    assert_eq!(home.run("sandbox clock freeze").code, 0);
    let created = home.run("call --yes CreateJob --body @job.json").answer();
    let failed = home.run(&format!("sandbox task fail {}", created["data"].as_str().unwrap())).answer();
    assert_eq!(failed["task"]["status"], "failed");
    assert_eq!(problems(&schema("sandbox task fail"), &failed), None, "{failed}");
}

/// A new schema needs an entry in the scenario.
#[test]
fn the_scenario_has_each_command_with_a_schema() {
    let list = run(&["schema"]).answer();
    let known: BTreeSet<&str> =
        list.as_array().unwrap().iter().map(|entry| entry["command"].as_str().unwrap()).collect();
    let shown: BTreeSet<&str> = SCENARIO.iter().map(|(command, _)| *command).chain(ELSEWHERE).collect();
    assert_eq!(shown, known);
}

/// The members with the state of something.
const STATES: [&str; 3] = ["status", "state", "kind"];

/// Returns the members of a schema that have the name of a state and can be numbers, each with its description.
fn numeric_states(schema: &Value) -> Vec<String> {
    let is_number = |member: &Value| ["integer", "number"].iter().any(|name| member["type"].to_string().contains(name));
    match schema {
        Value::Object(members) => {
            let own = members.iter().filter(|(name, member)| STATES.contains(&name.as_str()) && is_number(member));
            let own = own.map(|(name, member)| format!("{name}: {}", member["description"]));
            own.chain(members.values().flat_map(numeric_states)).collect()
        }
        Value::Array(items) => items.iter().flat_map(numeric_states).collect(),
        _ => Vec::new(),
    }
}

/// A state is a word, with its code beside it. An HTTP status has no word.
#[test]
fn states_are_words() {
    let list = run(&["schema"]).answer();
    for command in list.as_array().unwrap().iter().map(|entry| entry["command"].as_str().unwrap()) {
        let mut found = numeric_states(&schema(command));
        found.retain(|state| !state.contains("HTTP status"));
        assert!(found.is_empty(), "{command}: {found:?}");
    }
    assert!(!numeric_states(&schema("sandbox log")).is_empty(), "the HTTP status is found");
}

/// Results that do not fit are found, so the tests above can fail.
#[test]
fn the_validator_rejects_other_values() {
    let mut list = hwc_api::serde_json::json!([{ "id": "dashboard-1", "updated_at": 1_767_603_600_000_i64 }]);
    assert!(problems(&schema("insight dashboards"), &list).is_some());
    list[0]["updated_at"] = "yesterday".into();
    assert!(problems(&schema("insight dashboards"), &list).is_some());
}
