//! What the figures were measured on, and when.

use std::process::Command;
use std::time::SystemTime;

use serde::Serialize;

/// A machine and its compiler.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    pub(super) processor: String,
    pub(super) cores: usize,
    pub(super) system: String,
    pub(super) compiler: String,
}

impl Machine {
    /// The one this runs on.
    pub(super) fn this() -> Self {
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

/// The load of the last minute, where the system tells it.
pub(super) fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// The day, as in `02 Jan 2026`.
#[expect(clippy::disallowed_methods, reason = "figures have a real date")]
pub(super) fn today() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    day(since.as_secs() / 86_400)
}

/// The day that comes so many days after the first of 1970.
fn day(mut days: u64) -> String {
    let mut year = 1970;
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    let february = length(year) - 337;
    let months = [
        ("Jan", 31),
        ("Feb", february),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
    ];
    for (name, length) in months {
        if days < length {
            return format!("{:02} {name} {year}", days + 1);
        }
        days -= length;
    }
    format!("{:02} Dec {year}", days + 1)
}

/// The days of a year.
fn length(year: u64) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        let days = [0, 58, 59, 364, 365, 789, 11_016, 20_512, 20_818].map(day);
        let expected = [
            "01 Jan 1970",
            "28 Feb 1970",
            "01 Mar 1970",
            "31 Dec 1970",
            "01 Jan 1971",
            "29 Feb 1972",
            "29 Feb 2000",
            "28 Feb 2026",
            "31 Dec 2026",
        ];
        assert_eq!(days, expected);
    }
}
