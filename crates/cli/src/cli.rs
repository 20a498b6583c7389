//! The command line of `hwc`: the commands and the environment variables. Each command owns its arguments.

use std::ffi::OsString;

use clap::{Command as ClapCommand, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::args::global::GlobalArgs;
use crate::args::output::OutputArgs;
use crate::args::short_forms;
use crate::commands::api::{self, ApiArgs};
use crate::commands::call::{self, CallArgs};
use crate::commands::command_list::CommandsArgs;
use crate::commands::completion::{CompleteArgs, CompletionArgs};
use crate::commands::config::ConfigArgs;
use crate::commands::demo::DemoArgs;
use crate::commands::describe::DescribeArgs;
use crate::commands::doctor::DoctorArgs;
#[cfg(feature = "drive")]
use crate::commands::drive::{self, DriveCommandArgs};
use crate::commands::embed::EmbedCommandArgs;
use crate::commands::explore::ExploreArgs;
use crate::commands::insight::InsightCommandArgs;
use crate::commands::login::{LoginArgs, LogoutArgs};
use crate::commands::man::ManArgs;
#[cfg(feature = "mcp")]
use crate::commands::mcp::{self, McpArgs};
use crate::commands::operations::OperationsArgs;
use crate::commands::profile::ProfileArgs;
use crate::commands::sandbox::SandboxArgs;
use crate::commands::schema::SchemaArgs;
use crate::commands::ticket::TicketCommandArgs;
use crate::commands::validate::ValidateArgs;
use crate::commands::{
    command_list, completion, config, demo, describe, doctor, embed, explore, insight, login, man, operations, profile,
    sandbox, schema, ticket, validate,
};
use crate::error::CliError;
use crate::exit;

const ENVIRONMENT: &str = "\
Environment (of `hwc ticket`, `hwc drive`, `hwc insight`, `hwc embed` and `hwc call`):
  for osm, insight and iam, one of:
    HUAWEICLOUD_SDK_AK, _SK            access key and secret key, as the official SDKs call them
    HWC_AUTH_TOKEN                     an IAM token
    HWC_IAM_DOMAIN, _USER, _PASSWORD   account, user and password
    HUAWEICLOUD_SDK_IDP_ID, _ID_TOKEN_FILE
                                       identity provider, and a file with its ID token
  for koodrive, one of:
    HWC_KOODRIVE_TOKEN                 an access token; with HWC_KOODRIVE_SESSION_ID it is refreshed
    HWC_KOODRIVE_APP_ID, _APP_SECRET, _USER_ID
  HUAWEICLOUD_SDK_REGION               region, as in cn-north-4
  HUAWEICLOUD_SDK_PROJECT_ID, _DOMAIN_ID
                                       project and account; looked up if not set
  HWC_ENDPOINT                         endpoint of all services, as of a sandbox
  HWC_ENDPOINT_OSM, _KOODRIVE, _INSIGHT, _IAM
                                       endpoint of one service
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                                       proxies: http, https, socks4, socks5, socks5h
  HUAWEICLOUD_SDK_CREDENTIALS_FILE     file with any of these, if not ~/.huaweicloud/credentials

Begin with `hwc demo`, which needs no account, `hwc ticket --help` and `hwc operations`.

Examples:
  hwc ticket list --sandbox
  hwc ticket list --sandbox --output json
  hwc call --sandbox ListCases --limit 5";

/// Call Huawei Cloud services, or a built-in sandbox of them
///
/// Results are tables at a terminal (TTY). If the output is piped or redirected, results and notes are JSON, and the command
/// never prompts. `--output` selects another format, and `--quiet` prints results and errors alone.
#[derive(Debug, Parser)]
#[command(name = "hwc", bin_name = "hwc", version, after_help = format!("{}\n\n{ENVIRONMENT}", exit::TABLE))]
pub(crate) struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    // The commands read the format themselves. Here it is valid before the command too.
    #[command(flatten)]
    _output: OutputArgs,
    /// The command to run.
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Work with service tickets: open, list, show, reply and more
    Ticket(TicketCommandArgs),
    /// Work with files in KooDrive: copy, sync, list, share
    #[cfg(feature = "drive")]
    Drive(DriveCommandArgs),
    /// Work with DataArts Insight: dashboards, tags, embed tickets
    Insight(InsightCommandArgs),
    /// Create links to embedded analyses of DataArts Insight
    Embed(EmbedCommandArgs),
    /// Call an operation of a service
    Call(CallArgs),
    /// Send any signed request
    Api(ApiArgs),
    /// Check a request against the description of its operation
    Validate(ValidateArgs),
    /// List the operations
    Operations(OperationsArgs),
    /// Save credentials, after a check
    Login(LoginArgs),
    /// Remove saved credentials
    Logout(LogoutArgs),
    /// Check the configuration, the network and the credentials
    Doctor(DoctorArgs),
    /// List, show and select profiles of the profile file
    Profile(ProfileArgs),
    /// Get and set defaults of options
    Config(ConfigArgs),
    /// Describe an operation with its fields
    Describe(DescribeArgs),
    /// List the commands with their arguments
    Commands(CommandsArgs),
    /// Print the completion script of a shell
    Completion(CompletionArgs),
    /// Print the candidates for the last word
    #[command(name = "__complete", hide = true)]
    Complete(CompleteArgs),
    /// Evaluate a jq expression of an agent
    #[cfg(feature = "mcp")]
    #[command(name = mcp::jq_process::COMMAND, hide = true)]
    Jq,
    /// Print or write man pages
    Man(ManArgs),
    /// Print JSON Schemas of results
    Schema(SchemaArgs),
    /// Run a guided demo in the built-in sandbox (no account)
    Demo(DemoArgs),
    /// Open the API Explorer: a local page for all operations
    Explore(ExploreArgs),
    /// Serve the operations to agents (Model Context Protocol)
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
    /// Serve the services on this machine over HTTP
    Sandbox(SandboxArgs),
}

impl Cli {
    /// Returns the root command with the short forms of commands.
    pub(crate) fn command_with_short_forms() -> ClapCommand {
        short_forms::add_to(Self::command())
    }

    /// Parses the words of a command line in its long form.
    pub(crate) fn parse_words(words: Vec<OsString>) -> Result<Self, clap::Error> {
        let mut root = Self::command_with_short_forms();
        let matches = root.try_get_matches_from_mut(words)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut root))
    }

    /// Runs the command.
    pub(crate) fn run(self) -> Result<(), CliError> {
        self.global.install();
        match self.command {
            Command::Ticket(args) => ticket::run(args),
            #[cfg(feature = "drive")]
            Command::Drive(args) => drive::run(args),
            Command::Insight(args) => insight::run(args),
            Command::Embed(args) => embed::run(args),
            Command::Call(args) => call::run(args),
            Command::Api(args) => api::run(&args),
            Command::Validate(args) => validate::run(args),
            Command::Operations(args) => operations::run(&args),
            Command::Login(args) => login::run(&args),
            Command::Logout(args) => login::logout(&args),
            Command::Doctor(args) => doctor::run(&args),
            Command::Profile(args) => profile::run(&args),
            Command::Config(args) => config::run(&args),
            Command::Describe(args) => describe::run(&args),
            Command::Commands(args) => command_list::run(&args),
            Command::Completion(args) => completion::run(&args),
            Command::Complete(args) => completion::complete(&args),
            #[cfg(feature = "mcp")]
            Command::Jq => mcp::jq_process::run(),
            Command::Man(args) => man::run(&args),
            Command::Schema(args) => schema::run(&args),
            Command::Demo(args) => demo::run(&args),
            Command::Explore(args) => explore::run(args),
            #[cfg(feature = "mcp")]
            Command::Mcp(args) => mcp::run(args),
            Command::Sandbox(args) => sandbox::run(args),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The maximum length of a line of help.
    const MAX_LENGTH: usize = 60;

    fn check(command: &clap::Command) {
        let about = command.get_about().into_iter().map(ToString::to_string);
        let options = command.get_arguments().filter_map(|argument| argument.get_help()).map(ToString::to_string);
        for help in about.chain(options) {
            let text = help.split(" [default").next().unwrap_or_default();
            assert!(text.chars().count() <= MAX_LENGTH, "{}: {help}", command.get_name());
            assert!(!help.ends_with('.'), "{}: {help}", command.get_name());
        }
        command.get_subcommands().for_each(check);
    }

    /// Returns the examples in the help of a command and of those below it, from the name of the program on.
    fn examples(command: &clap::Command) -> Vec<String> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = help.split("Examples:\n").skip(1).flat_map(str::lines).map_while(|line| line.strip_prefix("  "));
        let own = lines.filter_map(|line| Some(line[line.find("hwc ")?..].to_owned()));
        own.chain(command.get_subcommands().flat_map(examples)).collect()
    }

    /// Splits an example like a shell, up to an operator.
    fn words(example: &str) -> Vec<OsString> {
        let substituted = example.trim_end_matches(")\"");
        let words = shlex::split(substituted).unwrap_or_else(|| panic!("unbalanced quotes: {example}"));
        let is_operator = |word: &String| ["|", ">", ">>", "&&", "&"].contains(&word.as_str());
        words.into_iter().take_while(|word| !is_operator(word)).map(OsString::from).collect()
    }

    #[test]
    fn examples_in_the_help_are_valid() {
        let examples = examples(&Cli::command());
        assert!(examples.len() > 120, "{}", examples.len());
        for example in examples {
            let words = crate::args::normalize::normalize(Cli::command, words(&example)).unwrap();
            let parsed = Cli::parse_words(words);
            assert!(parsed.is_ok(), "{example}\n{}", parsed.unwrap_err());
        }
    }

    #[test]
    fn each_command_has_examples() {
        fn check(command: &clap::Command) {
            let is_group = command.is_subcommand_required_set() && !command.is_allow_external_subcommands_set();
            let is_shown = !is_group && !command.is_hide_set();
            assert!(!is_shown || !examples(command).is_empty(), "{}", command.get_name());
            command.get_subcommands().for_each(check);
        }
        Cli::command().get_subcommands().for_each(check);
    }

    #[test]
    fn help_is_short() {
        Cli::command().debug_assert();
        check(&Cli::command());
    }
}
