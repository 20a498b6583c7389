//! Drafts as files: where they are written, and that the spec refuses them until they are finished.

use std::fs;
use std::path::PathBuf;

use super::{fixture, fixture_text};
use crate::fixtures::split_files;
use crate::{draft, r#gen};

/// A temporary repository with the small spec.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("hwc-draft-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&root);
        for file in split_files(&fixture_text("draft-spec.yaml")) {
            let path = root.join(&file.name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
        Self(root)
    }

    fn draft(&self, words: &[&str]) -> Result<String, String> {
        draft::run(&self.0, words)
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn path(name: &str) -> String {
    fixture(name).to_string_lossy().into_owned()
}

#[test]
fn a_draft_is_written_once_and_refused_until_it_is_finished() {
    let repository = Repository::new("write");
    let page = path("pages/ListTickets.txt");
    let error = repository.draft(&["--write", &page]).unwrap_err();
    let fix = "pass the folder with `--group GROUP`, and name the file of a page like its operation";
    assert_eq!(error, format!("cannot write spec/insight/TODO/list_tickets.yaml: {fix}"));
    let written = repository.draft(&["--write", "--group", "tickets", &page]).unwrap();
    assert_eq!(written, "wrote spec/insight/tickets/list_tickets.yaml");
    let facts = path("facts/UpdateCaseContactInfo.json");
    assert_eq!(repository.draft(&["--write", &facts]).unwrap(), "wrote spec/osm/cases/update_case_contact_info.yaml");
    let error = repository.draft(&["--write", &facts]).unwrap_err();
    assert_eq!(error, "cannot write spec/osm/cases/update_case_contact_info.yaml: the file exists; remove it first");
    let problems = r#gen::load(&repository.0).unwrap_err();
    assert!(problems.contains("update_case_contact_info.yaml:"), "{problems}");
    assert!(problems.contains("the draft is unfinished") && problems.contains("`summary_zh` is `TODO`"), "{problems}");
}

#[test]
fn arguments_and_files_are_checked() {
    let repository = Repository::new("arguments");
    assert_eq!(repository.draft(&[]).unwrap_err(), "no file: name a page or a file of facts");
    assert_eq!(
        repository.draft(&["--force", "a"]).unwrap_err(),
        "unknown option `--force`: use `--write` or `--group GROUP`"
    );
    assert!(repository.draft(&["missing.json"]).unwrap_err().starts_with("cannot read missing.json: "));
    let odd = repository.0.join("odd.json");
    fs::write(&odd, r#"{"method": "GET", "path": "/elsewhere/x"}"#).unwrap();
    let error = repository.draft(&[&odd.to_string_lossy()]).unwrap_err();
    assert!(
        error.ends_with("no service in spec/ has paths like `/elsewhere/x`: add spec/<service>/service.yaml first"),
        "{error}"
    );
    fs::write(&odd, "{\"method\": \"GET\",\n \"path\": 1}").unwrap();
    assert!(repository.draft(&[&odd.to_string_lossy()]).unwrap_err().contains("at line 2 column 10"));
    let page = repository.0.join("page.txt");
    fs::write(&page, "Nothing of interest.").unwrap();
    assert!(repository.draft(&[&page.to_string_lossy()]).unwrap_err().contains("no endpoint found"));
}
