//! A web service that opens tickets for alerts. The program `alert_service` runs it.

use std::time::Duration;

use axum::extract::{Json, State};
use axum::{Router, http::StatusCode, routing::post};
use hwc_api::{Client, Error, ErrorKind, tickets::NewTicket};

#[derive(serde::Deserialize)]
struct Alert {
    summary: String,
    region: String,
}

/// Returns the routes of the service.
pub fn router(client: Client) -> Router {
    Router::new().route("/alert", post(open_ticket)).with_state(client)
}

async fn open_ticket(State(client): State<Client>, Json(alert): Json<Alert>) -> Result<String, (StatusCode, String)> {
    let ticket = NewTicket::new(alert.summary).product("Elastic Cloud Server").problem("Fault").region(alert.region);
    let opened = client.tickets().language("en-us").open(ticket).timeout(Duration::from_secs(10)).await;
    opened.map(|opened| opened.case_id.into()).map_err(|error| (status(&error), error.to_string()))
}

fn status(error: &Error) -> StatusCode {
    match error.kind() {
        ErrorKind::InvalidRequest => StatusCode::UNPROCESSABLE_ENTITY,
        _ if error.is_throttled() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::mock::{Mock, MockError};
    use hwc_api::osm::{ListProblemTypes, ListProductCategories};

    use super::*;

    async fn post_alert(mock: &Mock) -> (StatusCode, String) {
        let alert = Alert { summary: "The disk is full.".into(), region: "cn-north-4".into() };
        let client = mock.client_builder().max_attempts(1).build().unwrap();
        open_ticket(State(client), Json(alert)).await.unwrap_err()
    }

    #[tokio::test]
    async fn an_outage_of_the_service_is_a_bad_gateway() {
        let mock = Mock::new()
            .on::<ListProductCategories>(|_| Err(MockError::status(500).message("out of order")))
            .on::<ListProblemTypes>(|_| Err(MockError::status(500)));
        let (status, text) = post_alert(&mock).await;
        assert_eq!(status, StatusCode::BAD_GATEWAY);
        assert!(text.contains("status 500"), "{text}");
    }

    #[test]
    fn a_throttled_call_can_be_repeated() {
        let throttled = Error::fake(ErrorKind::Service).status(429).build();
        assert_eq!(status(&throttled), StatusCode::SERVICE_UNAVAILABLE);
    }
}
