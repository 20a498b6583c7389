//! Published vectors, and four of our own that a second implementation confirmed.

use hwc_transport::sign::{AccessKeySigner, AuthorizationHeader};
use hwc_wire::Secret;

use super::{access_keys, authorization, head, header, now, request};

const HOST: &str = "https://osm.cn-south-1.myhuaweicloud.cn";
const DOMAIN: (&str, &str) = ("X-Domain-Id", "0a1b2c3d4e5f60718293a4b5c6d7e8f9");

/// Signs a request and compares everything after the access key.
fn assert_signed(keys: &AccessKeySigner, line: &str, headers: &[(&str, &str)], body: &'static str, expected: &str) {
    let mut request = request(line, headers, body);
    keys.sign(&mut request, now()).unwrap();
    assert_eq!(header(&request, "x-sdk-date"), Some("20240102T030405Z"));
    let expected = format!("SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST, SignedHeaders={expected}");
    assert_eq!(authorization(&request), expected);
}

#[test]
fn a_get_with_lists_and_reserved_characters() {
    let query = "group_id=g%201&accessory_ids=b%2F2&accessory_ids=a%2B1\
                 &name=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29~_-";
    assert_signed(
        &access_keys(),
        &format!("GET {HOST}/v2/servicerequest/accessorys/access-urls?{query}"),
        &[DOMAIN, ("X-Language", "zh-cn")],
        "",
        "host;x-domain-id;x-language;x-sdk-date, \
         Signature=0cc026204591a58f89f37ad37f25a0e4e9f90f1603f599ebf8ad940e98333acc",
    );
}

#[test]
fn a_post_with_json_and_temporary_keys() {
    assert_signed(
        &access_keys().with_security_token("temporary-token-value").unwrap(),
        &format!("POST {HOST}/v2/servicerequest/cases/TT20240102%20%E4%B8%AD/relations"),
        &[DOMAIN, ("Content-Type", "application/json")],
        r#"{"related_id_list":["TT1","TT2"],"group_id":"g1"}"#,
        "content-type;host;x-domain-id;x-sdk-date;x-security-token, \
         Signature=5fb1499fbeadd7721613cddf710bc8eae943e2c5a572a2bbc4db02fd35d0b138",
    );
}

#[test]
fn an_upload_whose_body_is_not_hashed() {
    assert_signed(
        &access_keys(),
        &format!("POST {HOST}/v2/servicerequest/accessorys"),
        &[("Content-Type", "multipart/form-data; boundary=XyZ"), ("X-Project-Id", "0123456789abcdef0123456789abcdef")],
        "--XyZ\r\n...",
        "content-type;host;x-project-id;x-sdk-content-sha256;x-sdk-date, \
         Signature=335773e2ea6fde58bb33b6ea0b46826c231ff6937a97be2436d7fa70e6b8a894",
    );
}

#[test]
fn a_delete_with_json() {
    assert_signed(
        &access_keys(),
        &format!("DELETE {HOST}/v2/servicerequest/cases/TT1/relations?empty=&a=2&a=10&B=x"),
        &[("Content-Type", "application/json;charset=UTF-8")],
        r#"{"related_id":"TT2","group_id":"g1"}"#,
        "content-type;host;x-sdk-date, \
         Signature=309d95bea34ecbe4d02303cd21c8114b92f9f8e6ee8e4adf48251fc372b3cd25",
    );
}

/// Checks a signature of the unit tests of the official SDK for Go, which covers only the date.
fn assert_accepted(line: &str, body: &'static str, signature: &str) {
    let text = format!("SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature={signature}");
    let head = head(request(line, &[("X-Sdk-Date", "20060102T150405Z")], body));
    let authorization = AuthorizationHeader::parse(&text).unwrap();
    authorization.verify(&head, body.as_bytes(), &Secret::from("SecretKey")).unwrap();
}

#[test]
fn the_vectors_of_the_official_sdk_for_go() {
    assert_accepted("GET /path?limit=1", "", "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624");
    assert_accepted(
        "POST /path?key=value",
        "{\"Name\":\"test\",\"Id\":1}\n",
        "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
    );
}
