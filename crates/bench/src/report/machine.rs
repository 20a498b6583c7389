//! The machine of a measurement.

use std::process::Command;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// A machine and its compiler.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Machine {
    /// The model of its processors.
    pub processor: String,
    /// The number of processors available to this process.
    pub cores: usize,
    /// Its system, such as `linux x86_64`.
    pub system: String,
    /// The compiler.
    pub compiler: String,
}

impl Machine {
    /// Returns the current machine.
    #[must_use]
    pub fn this() -> Self {
        let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = about.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let compiler = Command::new("rustc").arg("--version").output();
        let compiler = compiler.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
        Self {
            processor: model.map_or("unknown", |(_, model)| model).to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            compiler: compiler.unwrap_or_else(|_| "unknown".to_owned()),
        }
    }
}

/// Returns the load average of the last minute, if the system reports it.
pub(super) fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// Returns the date, such as `02 Jan 2026`.
#[expect(clippy::disallowed_methods, reason = "figures have a real date")]
pub(super) fn today() -> String {
    let date = httpdate::fmt_http_date(SystemTime::now());
    date.split(' ').skip(1).take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_a_day() {
        let words: Vec<String> = today().split(' ').map(str::to_owned).collect();
        let [day, month, year] = &words[..] else { panic!("{words:?}") };
        assert!((day.len(), month.len(), year.len()) == (2, 3, 4));
    }
}
