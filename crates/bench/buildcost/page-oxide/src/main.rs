//! Prints one page of projects with `oxide`, like the program in `../baseline`. It is compiled but never run.

use std::error::Error;

use oxide::{Client, ClientConfig, ClientProjectsExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let usage = "usage: page-oxide <address of the service> <token>";
    let (endpoint, token) = (words.next().ok_or(usage)?, words.next().ok_or(usage)?);
    let client = Client::new_authenticated_config(&ClientConfig::default().with_host_and_token(endpoint, token))?;
    let limit = std::num::NonZeroU32::new(50);
    let page = client.project_list().limit(limit.ok_or(usage)?).send().await?.into_inner();
    println!("{} projects", page.items.len());
    for project in &page.items {
        println!("{project:#?}");
    }
    Ok(())
}
