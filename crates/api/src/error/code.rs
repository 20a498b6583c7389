//! Error codes of services as enums.

use hwc_wire::ServiceErrorCode;

use super::Error;

impl Error {
    /// Returns the error code of the service as an enum, such as [`osm::ErrorCode`](hwc_models::osm::ErrorCode).
    ///
    /// Returns `None` if the service sent no code, or if the error comes from an operation of another service. A code that
    /// the spec does not list is `Unknown`. The enum also has the advice for each code.
    ///
    /// ```
    /// # use hwc_api::http::Response;
    /// # use hwc_api::transport::{HttpRequest, TransportError};
    /// # use hwc_api::{Body, Client};
    /// use hwc_api::osm;
    ///
    /// # async fn gone(_: HttpRequest) -> Result<Response<Body>, TransportError> {
    /// #     Ok(Response::new(Body::from(r#"{"error_code": "OSM.01010015", "error_msg": "no"}"#)))
    /// # }
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// # let client = Client::builder().transport(gone).auth_token("my-token").build()?;
    /// let error = client.send(osm::ShowCaseStatus::new("case-1")).await.unwrap_err();
    /// match error.code_as() {
    ///     Some(osm::ErrorCode::TicketNotFound) => println!("the ticket is gone"),
    ///     Some(code) => println!("{code}: {}", code.advice().unwrap_or_default()),
    ///     None => return Err(error.into()),
    /// }
    /// # assert_eq!(error.code_as(), Some(osm::ErrorCode::TicketNotFound));
    /// # assert_eq!(error.code_as::<hwc_api::koodrive::ErrorCode>(), None);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn code_as<C: ServiceErrorCode>(&self) -> Option<C> {
        let is_other = self.operation().is_some_and(|operation| operation.service.id != C::SERVICE.id);
        let code = self.service().map(|service| service.code.as_str());
        code.filter(|code| !is_other && !code.is_empty()).map(C::from)
    }
}
