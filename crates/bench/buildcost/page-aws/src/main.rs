//! Prints one page of support cases with `aws-sdk-support`, like the program in `../baseline`. It is compiled but never
//! run.

use std::error::Error;

use aws_config::BehaviorVersion;
use aws_sdk_support::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = std::env::args().nth(1).ok_or("usage: page-aws <address of the service>")?;
    let config = aws_config::defaults(BehaviorVersion::latest()).endpoint_url(endpoint).load().await;
    let page = Client::new(&config).describe_cases().max_results(50).send().await?;
    println!("{} cases", page.cases().len());
    for case in page.cases() {
        println!("{case:#?}");
    }
    Ok(())
}
