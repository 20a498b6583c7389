//! The checks of each kind of diagnosis, and the progress of a job by the clock. A job is prepared for a second, then its
//! checks take a second each, one after the other.

use hwc_models::osm::DiagnoseKind::{self, Ecs, NetworkHealth, Rds, RemoteLogin};
use hwc_models::osm::{DiagnoseFinding, DiagnoseState};

use crate::runtime::api_error::ApiError;
use crate::services::osm::localized::LocalizedName;
use crate::services::osm::rejected;

/// The duration of the preparation and of each check, in milliseconds.
const STEP: i64 = 1000;

/// One check of a kind of diagnosis.
pub(super) struct Check {
    pub(super) name: LocalizedName,
    pub(super) category: &'static LocalizedName,
    pub(super) advice: LocalizedName,
}

impl Check {
    const fn new(name: (&'static str, &'static str, &'static str), category: &'static LocalizedName) -> Self {
        let name = LocalizedName { id: name.0, chinese: name.1, english: name.2 };
        Self { name, category, advice: ADVICE }
    }
}

const ADVICE: LocalizedName = LocalizedName {
    id: "",
    chinese: "请在控制台检查该项配置。",
    english: "Look at the settings of this in the console.",
};

const INSTANCE: LocalizedName = LocalizedName { id: "10", chinese: "实例", english: "Instance" };
const NETWORK: LocalizedName = LocalizedName { id: "20", chinese: "网络", english: "Network" };

/// The checks of all kinds.
const CHECKS: [(DiagnoseKind, &[Check]); 4] = [
    (
        Ecs,
        &[
            Check::new(("101", "实例状态", "State of the instance"), &INSTANCE),
            Check::new(("102", "CPU使用率", "CPU load"), &INSTANCE),
            Check::new(("103", "安全组", "Security group"), &NETWORK),
            Check::new(("104", "弹性公网IP", "Elastic IP"), &NETWORK),
        ],
    ),
    (
        Rds,
        &[
            Check::new(("201", "连接数", "Connections"), &INSTANCE),
            Check::new(("202", "磁盘空间", "Disk space"), &INSTANCE),
            Check::new(("203", "慢查询", "Slow queries"), &INSTANCE),
        ],
    ),
    (
        RemoteLogin,
        &[
            Check::new(("301", "远程登录端口", "Port of remote login"), &NETWORK),
            Check::new(("302", "登录服务", "Login service"), &INSTANCE),
        ],
    ),
    (
        NetworkHealth,
        &[Check::new(("401", "丢包率", "Packet loss"), &NETWORK), Check::new(("402", "带宽", "Bandwidth"), &NETWORK)],
    ),
];

/// Returns the checks of a kind. Other kinds cannot be diagnosed.
pub(super) fn for_kind(kind: DiagnoseKind) -> Result<&'static [Check], ApiError> {
    let found = CHECKS.iter().find(|(known, _)| *known == kind).map(|(_, checks)| *checks);
    found.ok_or_else(|| rejected("type must be 1, 2, 3 or 4."))
}

/// Returns the check with this ID, of any kind.
pub(super) fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().flat_map(|(_, checks)| *checks).find(|check| check.name.id == id)
}

/// Returns the state of a job with this number of checks, `elapsed` milliseconds after its creation.
pub(super) fn state(elapsed: i64, checks: usize) -> DiagnoseState {
    match steps(elapsed) {
        ..1 => DiagnoseState::Preparing,
        step if step <= count(checks) => DiagnoseState::Running,
        _ => DiagnoseState::Completed,
    }
}

/// Returns the state of the check at `index`. Its numbers are assumed to be those of jobs.
pub(super) fn check_state(elapsed: i64, index: usize) -> DiagnoseState {
    let turn = count(index) + 1;
    match steps(elapsed) - turn {
        ..0 => DiagnoseState::Preparing,
        0 => DiagnoseState::Running,
        _ => DiagnoseState::Completed,
    }
}

/// Returns the current finding of the check at `index`.
pub(super) fn finding(elapsed: i64, index: usize, abnormal: bool) -> DiagnoseFinding {
    match (check_state(elapsed, index), abnormal) {
        (DiagnoseState::Completed, true) => DiagnoseFinding::Abnormal,
        (DiagnoseState::Completed, false) => DiagnoseFinding::Normal,
        _ => DiagnoseFinding::NotRun,
    }
}

fn steps(elapsed: i64) -> i64 {
    elapsed.div_euclid(STEP)
}

fn count(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
