//! Fake services: one that returns a fixed response, and one that repeats its requests.

use std::sync::{Arc, Mutex};

use hwc_api::http::Response;
use hwc_api::serde_json::json;
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Transport};

/// Returns a service that responds with this status, this header and this body.
pub(crate) fn answering(status: u16, header: (&'static str, String), body: String) -> impl Transport + Clone + 'static {
    move |_: HttpRequest| {
        let answer = Response::builder().status(status).header(header.0, &header.1);
        let answer = answer.body(Body::from(body.clone())).unwrap();
        async move { Ok(answer) }
    }
}

/// A service that rejects each request and repeats it in all fields of an error response, in the format of each service. It
/// records its responses.
#[derive(Clone, Default)]
pub(crate) struct Echo(Arc<Mutex<String>>);

impl Echo {
    pub(crate) fn transport(&self, status: u16) -> impl Transport + Clone + 'static {
        let said = Arc::clone(&self.0);
        move |request: HttpRequest| {
            let said = Arc::clone(&said);
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect(usize::MAX).await.unwrap();
                let headers = head.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
                let headers: Vec<String> = headers.collect();
                let all = format!("{} {} {}", head.uri, headers.join("; "), String::from_utf8_lossy(&body));
                said.lock().unwrap().push_str(&all);
                let body = json!({
                    "error_code": all, "error_msg": all, "code": all, "msg": all, "request_id": all,
                    "error": { "code": all, "message": all, "title": all },
                });
                let answer = Response::builder().status(status).header("x-request-id", all);
                Ok(answer.body(Body::from(body.to_string())).unwrap())
            }
        }
    }

    /// Returns all recorded responses.
    pub(crate) fn said(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}
