//! Prints one page of support cases with `google-cloud-support-v2`, like the program in `../baseline`. It is compiled but
//! never run.

use std::error::Error;

use google_cloud_support_v2::client::CaseService;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let usage = "usage: page-google <address of the service> <projects/..>";
    let (endpoint, parent) = (words.next().ok_or(usage)?, words.next().ok_or(usage)?);
    let client = CaseService::builder().with_endpoint(endpoint).build().await?;
    let page = client.list_cases().set_parent(parent).set_page_size(50).send().await?;
    println!("{} cases", page.cases.len());
    for case in &page.cases {
        println!("{case:#?}");
    }
    Ok(())
}
