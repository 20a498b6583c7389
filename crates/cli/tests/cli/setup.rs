//! Tests of `hwc login`, `logout`, `profile` and `config`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use hwc_api::serde_json::json;

use crate::http::Served;
use crate::run::{Run, hwc};

/// The keys of the sandbox's demo account.
const ACCESS: &str = "SANDBOXACCESSKEY0001";
const SECRET: &str = "sandbox-secret-key-that-opens-nothing-else";

/// A home directory of its own.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("home-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = hwc(words);
        command.env("HOME", &self.0).env("USERPROFILE", &self.0);
        command
    }

    fn run(&self, words: &[&str]) -> Run {
        Run::of(self.command(words).output().unwrap())
    }

    fn with_input(&self, words: &[&str], text: &str) -> Run {
        Run::with_input(&mut self.command(words), text)
    }

    fn credentials(&self) -> PathBuf {
        self.0.join(".huaweicloud/credentials")
    }

    fn write_credentials(&self, text: &str) {
        fs::create_dir_all(self.credentials().parent().unwrap()).unwrap();
        fs::write(self.credentials(), text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(self.credentials(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
}

#[test]
fn keys_are_verified_saved_and_used() {
    let (home, served) = (Home::new("keys"), Served::start(&["--auth", "strict"]));
    let endpoint = served.endpoint("iam");
    home.write_credentials("# mine\n[team]\nregion = cn-south-1\n");
    let login = ["login", "--method", "keys", "--access-key", ACCESS, "--secret-stdin", "--endpoint", endpoint];
    let wrong = home.with_input(&login, "wrong");
    assert_eq!((wrong.code, wrong.error()["kind"].as_str()), (5, Some("service")), "{}", wrong.stderr);
    assert_eq!(fs::read_to_string(home.credentials()).unwrap(), "# mine\n[team]\nregion = cn-south-1\n");
    let saved = home.with_input(&login, &format!("{SECRET}\n")).answer();
    assert_eq!((&saved["kind"], &saved["sections"]), (&json!("access key"), &json!(["global", "basic"])));
    assert!(saved["account"].is_string(), "{saved}");
    let text = fs::read_to_string(home.credentials()).unwrap();
    assert!(text.starts_with("# mine\n[team]\nregion = cn-south-1\n"), "{text}");
    let list = home.run(&["ticket", "list", "--endpoint", endpoint, "--fields", "id"]);
    assert_eq!(list.code, 0, "{}", list.stderr);
}

#[cfg(unix)]
#[test]
fn the_file_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::MetadataExt;
    let home = Home::new("mode");
    let login = ["login", "--method", "keys", "--access-key", "A", "--secret-stdin", "--no-verify", "--profile", "ops"];
    assert_eq!(home.with_input(&login, "secret").code, 0);
    assert_eq!(fs::metadata(home.credentials()).unwrap().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(home.credentials()).unwrap(), "[ops]\nak = A\nsk = secret\n");
}

#[test]
fn secrets_are_never_arguments_and_never_printed() {
    let home = Home::new("secrets");
    let login =
        ["login", "--method", "password", "--domain", "example", "--user", "ada", "--secret-stdin", "--no-verify"];
    let saved = home.with_input(&[&login[..], &["--profile", "ops"]].concat(), "hunter2");
    assert!(saved.code == 0 && !saved.stdout.contains("hunter2"), "{}", saved.stdout);
    let shown = home.run(&["profile", "show", "ops"]);
    assert!(!shown.stdout.contains("hunter2"), "{}", shown.stdout);
    assert_eq!(shown.answer()["sections"]["ops"]["password"], "[redacted]");
    let (code, message) = home.run(&["login", "--method", "keys", "--access-key", "A"]).failure();
    assert_eq!((code, message.as_str()), (2, "cannot prompt for the secret: not a terminal; pass --secret-stdin"));
    let missing = home.run(&["login"]).error();
    assert_eq!(missing["choices"], json!(["keys", "password", "koodrive"]));
    assert_eq!(home.with_input(&["login", "--method", "keys", "--access-key", "A", "--secret-stdin"], "").code, 2);
}

#[test]
fn signing_out_keeps_everything_else() {
    let home = Home::new("logout");
    home.write_credentials("[ops]\nak = A\nsk = S\nregion = cn-north-4\n[global]\nak = B\nsk = T\n");
    let out = home.run(&["logout", "--profile", "ops"]).answer();
    assert_eq!(out["removed"], 2);
    let text = fs::read_to_string(home.credentials()).unwrap();
    assert_eq!(text, "[ops]\nregion = cn-north-4\n[global]\nak = B\nsk = T\n");
    assert_eq!(home.run(&["logout", "--profile", "ops"]).answer()["removed"], 0);
}

/// A profile without values does not exist for any command.
#[test]
fn a_profile_ends_with_its_last_value() {
    let home = Home::new("last-value");
    home.write_credentials("[ops]\nak = A\nsk = S\n");
    assert_eq!(home.run(&["profile", "use", "ops"]).code, 0);
    assert_eq!(home.run(&["logout", "--profile", "ops"]).answer()["removed"], 2);
    assert_eq!(home.run(&["profile", "list"]).answer(), json!([]));
    let (code, message) = home.run(&["ticket", "list"]).failure();
    assert!(code == 3 && message.contains("profile `ops` of `hwc profile use`"), "{message}");
    let (code, message) = home.run(&["ticket", "list", "--profile", "ops"]).failure();
    assert!(code == 3 && message.contains("profile `ops` of `--profile`"), "{message}");
}

#[test]
fn profiles_are_listed_and_selected() {
    let home = Home::new("profiles");
    home.write_credentials(
        "[global]\nak = B\nsk = T\n[ops]\nak = A\nsk = S\nregion = cn-north-4\n[ops.koodrive]\ntoken = t\n",
    );
    let list = home.run(&["profile", "list"]).answer();
    insta::assert_json_snapshot!(list);
    assert_eq!(home.run(&["profile", "use", "ops"]).code, 0);
    assert_eq!(home.run(&["profile", "list", "--jq", ".[] | select(.in_use).name"]).stdout, "ops\n");
    assert_eq!(home.run(&["config", "get", "profile", "--jq", ".value"]).stdout, "ops\n");
    let unknown = home.run(&["profile", "use", "opps"]).error();
    assert_eq!(unknown["choices"], json!(["default", "ops"]));
    let mut by_variable = home.command(&["profile", "show", "--jq", ".name"]);
    assert_eq!(Run::of(by_variable.env("HWC_PROFILE", "default").output().unwrap()).stdout, "default\n");
    assert_eq!(home.run(&["profile", "use", "default"]).code, 0);
    assert_eq!(home.run(&["profile", "show", "--jq", ".name"]).stdout, "default\n");
}

#[test]
fn an_invalid_file_is_not_changed() {
    let home = Home::new("invalid");
    home.write_credentials("nonsense\n");
    let login = ["login", "--method", "keys", "--access-key", "A", "--secret-stdin", "--no-verify"];
    let refused = home.with_input(&login, "secret");
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert!(refused.error()["message"].as_str().unwrap().contains("line 1 is neither"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(home.credentials()).unwrap(), "nonsense\n");
}

#[test]
fn defaults_of_options_are_configured() {
    let home = Home::new("config");
    assert_eq!(home.run(&["config", "set", "output", "yaml"]).code, 0);
    assert!(home.run(&["operations", "--service", "iam"]).stdout.starts_with("- name: "));
    assert!(home.run(&["operations", "--service", "iam", "-o", "csv"]).stdout.starts_with("name,"), "options win");
    let unknown = home.run(&["config", "set", "outptu", "json"]).error();
    assert_eq!(unknown["choices"], json!(["profile", "region", "output", "color", "pager"]));
    assert_eq!(home.run(&["config", "set", "color", "sometimes"]).code, 2);
    assert_eq!(home.run(&["config", "unset", "output"]).code, 0);
    assert!(home.run(&["operations", "--service", "iam"]).stdout.starts_with("[{"));
}

#[test]
fn tickets_of_several_profiles_are_listed_together() {
    let (home, served) = (Home::new("several"), Served::start(&["--auth", "strict"]));
    let other = ("SANDBOXOTHERKEY00001", "sandbox-other-secret-key-that-opens-nothing-else");
    home.write_credentials(&format!(
        "[ops]\nak = {ACCESS}\nsk = {SECRET}\n[dev]\nak = {}\nsk = {}\n",
        other.0, other.1
    ));
    let list = ["ticket", "list", "--profiles", "ops,dev", "--endpoint", served.endpoint("osm")];
    let tickets = home.run(&[&list[..], &["--fields", "id,profile"]].concat()).answer();
    let profiles: Vec<&str> =
        tickets.as_array().unwrap().iter().map(|ticket| ticket["profile"].as_str().unwrap()).collect();
    assert!(profiles.contains(&"ops"), "{tickets}");
    let table = home.run(&[&list[..], &["-o", "table"]].concat());
    assert!(
        table.stdout.starts_with("ID") && table.stdout.lines().next().unwrap().contains("PROFILE"),
        "{}",
        table.stdout
    );
    let unknown = home.run(&["ticket", "list", "--profiles", "none", "--endpoint", served.endpoint("osm")]);
    assert_eq!(unknown.code, 3, "{}", unknown.stderr);
}
