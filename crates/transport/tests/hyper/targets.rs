//! The request line and the header `Host`.

use hwc_transport::Transport;

use crate::contract::{OK, get, hermetic};
use crate::support::{Server, head};

#[tokio::test]
async fn a_target_is_sent_as_it_is_but_for_unsafe_characters() {
    for (path, sent) in [
        ("/v2/a%2Fb?c='d'", "/v2/a%2Fb?c='d'"),
        ("/a/../b/./c//d", "/a/../b/./c//d"),
        ("/{a}|b\\c", "/%7Ba%7D%7Cb%5Cc"),
        ("?a", "/?a"),
    ] {
        let server = Server::answering(head, OK).await;
        let host = server.address.to_string();
        hermetic().build().unwrap().send(get(&server.uri(path))).await.unwrap();
        let seen = server.request().await;
        assert!(seen.starts_with(&format!("GET {sent} HTTP/1.1\r\n")), "{seen}");
        assert!(seen.contains(&format!("host: {host}\r\n")) && seen.contains("accept: */*\r\n"), "{seen}");
    }
}
