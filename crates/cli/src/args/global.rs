//! Arguments of all commands: the selection of results, the amount of notes, colors and the profile.

use std::sync::OnceLock;

use anstream::ColorChoice;
use clap::{Args, ValueEnum};

use crate::profile::config;
use crate::ui::jq;

/// The heading in the help. It puts the command's own options first.
const HEADING: &str = "Global options";

/// Arguments of all commands. They are valid before or after the command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct GlobalArgs {
    /// Print only these members, as in id,status
    #[arg(long, value_name = "NAME,..", value_delimiter = ',', global = true, help_heading = HEADING)]
    pub(crate) fields: Vec<String>,
    /// Filter JSON results with a jq expression
    #[arg(long, value_name = "EXPR", value_parser = jq::check, global = true, help_heading = HEADING)]
    pub(crate) jq: Option<String>,
    /// Print no notes, warnings and progress
    #[arg(long, short, global = true, help_heading = HEADING)]
    pub(crate) quiet: bool,
    /// Print each HTTP request
    #[arg(long, short, global = true, help_heading = HEADING)]
    pub(crate) verbose: bool,
    /// Print headers and bodies too [env: HWC_LOG=debug]
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) debug: bool,
    /// Color text: auto, always or never [default: auto]
    #[arg(long, value_name = "WHEN", global = true, help_heading = HEADING, hide_possible_values = true)]
    pub(crate) color: Option<ColorArg>,
    /// Show results in a pager [env: HWC_PAGER, PAGER]
    #[arg(long, global = true, overrides_with = "no_pager", help_heading = HEADING)]
    pager: bool,
    /// Print results without a pager
    #[arg(long, global = true, overrides_with = "pager", help_heading = HEADING)]
    no_pager: bool,
    /// Use this profile of the profile file [env: HWC_PROFILE]
    #[arg(long, value_name = "NAME", global = true, help_heading = HEADING)]
    pub(crate) profile: Option<String>,
}

/// The values of `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// Color text at a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Color text everywhere.
    Always,
    /// Print no colors.
    Never,
}

/// The arguments of this process.
static CURRENT: OnceLock<GlobalArgs> = OnceLock::new();

impl GlobalArgs {
    /// Applies the arguments to all output of this process.
    pub(crate) fn install(self) {
        let configured = || ColorArg::from_str(&config::get("color")?, true).ok();
        match self.color.or_else(configured) {
            Some(ColorArg::Always) => ColorChoice::Always.write_global(),
            Some(ColorArg::Never) => ColorChoice::Never.write_global(),
            Some(ColorArg::Auto) | None => {}
        }
        // The arguments are installed once. A second call would change nothing.
        let _ = CURRENT.set(self);
    }

    /// Returns the arguments of this process, or the defaults before they are parsed.
    pub(crate) fn current() -> &'static Self {
        static DEFAULT: OnceLock<GlobalArgs> = OnceLock::new();
        CURRENT.get().unwrap_or_else(|| DEFAULT.get_or_init(Self::default))
    }

    /// Returns the profile: that of the command line, or the configured one if `HWC_PROFILE` is not set.
    pub(crate) fn selected_profile(&self) -> Option<String> {
        let is_set = || std::env::var_os("HWC_PROFILE").is_some_and(|name| !name.is_empty());
        self.profile.clone().or_else(|| if is_set() { None } else { config::get("profile") })
    }

    /// Returns true if results at a terminal are shown in a pager: by the command line, or else by the configuration.
    pub(crate) fn uses_pager(&self) -> bool {
        let is_configured = || config::get("pager").is_some_and(|value| value == "always");
        !self.no_pager && (self.pager || is_configured())
    }

    /// Returns true if results are selected or filtered.
    pub(crate) fn selects(&self) -> bool {
        !self.fields.is_empty() || self.jq.is_some()
    }
}
