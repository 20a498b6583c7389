//! Runs the programs. Each one must end with status 0, without a network and without credentials.

use std::process::Command;

/// Runs a program without the variables that the client reads.
fn run(program: &str) {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars() {
        if name.starts_with("HWC_") || name.starts_with("HUAWEICLOUD_") {
            command.env_remove(name);
        }
    }
    let done = command.output().unwrap();
    let (out, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{program}: {}\n{out}{error}", done.status);
}

macro_rules! programs {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                run(env!(concat!("CARGO_BIN_EXE_", stringify!($name))));
            }
        )*

        #[test]
        fn every_program_has_a_test() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin");
            let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let mut found: Vec<String> =
                paths.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
            found.sort();
            assert_eq!(found, [$(stringify!($name)),*]);
        }
    };
}

programs! {
    alert_service
    attach_logs
    call_traces
    credential_sources
    drive_jobs
    error_handling
    json_requests
    manual_clock
    rate_control
    reply_bot
    stored_requests
    sync_script
    throttled_burst
    ticket_report
    transport_stack
}
