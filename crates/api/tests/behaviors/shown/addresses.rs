//! Endpoints and regions together.

use crate::common::{Fake, ListCases, ListFiles, builder};

#[tokio::test]
async fn an_endpoint_goes_before_a_region() {
    let fake = Fake::answering(["{}"; 2]);
    let builder = builder().region("koodrive", "ap-southeast-3").endpoint("koodrive", "https://drive.test");
    let client = builder.default_endpoint("https://all.test").transport(fake.transport()).build().unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    let lines: Vec<String> = fake.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["GET https://drive.test/drive/s/files", "GET https://all.test/v2/cases"]);
}

#[tokio::test]
async fn the_path_of_an_endpoint_comes_before_that_of_the_operation() {
    for endpoint in ["https://gateway.test/osm", "https://gateway.test/osm/", " https://GATEWAY.test/osm//"] {
        let fake = Fake::answering(["{}"]);
        let client = builder().endpoint("osm", endpoint).transport(fake.transport()).build().unwrap();
        client.send(ListCases::new()).await.unwrap();
        assert_eq!(fake.only().line.to_lowercase(), "get https://gateway.test/osm/v2/cases", "{endpoint:?}");
    }
}
