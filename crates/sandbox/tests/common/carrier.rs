//! Calls of KooDrive by accounts of a carrier.

use hwc_models::koodrive::{
    CarrierSession, GetSpace, Login, LoginMethod, RegisterUser, Space, SpaceType, ValidateCode, VerificationPurpose,
};
use hwc_sandbox::account;
use hwc_wire::{Request, Secret, parse_error_body};

use super::Bench;

/// An account that is signed in.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    /// The header `Authorization`.
    pub(crate) header: String,
}

/// Returns the first account of the demo data.
pub(crate) fn zola() -> Account {
    Account { id: account::CARRIER_USER_ID.to_owned(), header: format!("AT {}", account::CARRIER_TOKEN) }
}

/// Returns the second account of the demo data.
pub(crate) fn ines() -> Account {
    Account { id: account::CARRIER_INES_ID.to_owned(), header: format!("AT {}", account::CARRIER_INES_TOKEN) }
}

impl Account {
    /// Returns the account of a session.
    pub(crate) fn of_session(id: &str, session: &CarrierSession) -> Self {
        Self { id: id.to_owned(), header: session.access_token.as_ref().unwrap().expose().to_owned() }
    }

    /// Sends a request of the account and returns its response, which must be a success.
    pub(crate) async fn send<E: Request>(&self, bench: &Bench, request: E) -> E::Response {
        bench.send_with(request, &[("Authorization", &self.header)]).await
    }

    /// Returns status, code and text of the error response to a request of the account.
    pub(crate) async fn refused<E: Request>(&self, bench: &Bench, request: E) -> String {
        let reply = bench.reply_to(E::OPERATION, &request, &[("Authorization", &self.header)]).await;
        let error = parse_error_body(&E::OPERATION.service.envelope, &reply.body);
        let error = error.unwrap_or_else(|| panic!("not refused: {}", reply.line()));
        format!("{} {} {}", reply.status.as_u16(), error.code, error.message)
    }

    /// Returns the personal space.
    pub(crate) async fn space(&self, bench: &Bench) -> Space {
        self.send(bench, GetSpace::new(self.id.as_str(), SpaceType::Personal)).await.data.unwrap()
    }
}

/// Verifies a phone number and returns the token.
pub(crate) async fn captcha(bench: &Bench, phone: &str, purpose: VerificationPurpose) -> Secret {
    let request = ValidateCode::new(phone, account::VERIFICATION_CODE, purpose);
    bench.send_with(request, &[]).await.data.unwrap().token.unwrap()
}

/// Registers an account whose first name is `Kai`.
pub(crate) async fn register(bench: &Bench, phone: &str, password: &str) -> (Account, CarrierSession) {
    let token = captcha(bench, phone, VerificationPurpose::Registration).await;
    let request = RegisterUser::new(phone, token, password).first_name("Kai");
    let registered = bench.send_with(request, &[]).await.data.unwrap();
    let session = registered.session_info.unwrap();
    (Account::of_session(registered.user_id.unwrap().as_str(), &session), session)
}

/// Returns a sign-in with a password.
pub(crate) fn login(name: &str, password: &str) -> Login {
    Login::new(name, LoginMethod::Password).password(password)
}
