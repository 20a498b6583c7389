//! The credentials and calls of the cases. The runner searches errors for the secrets defined here.

use std::pin::Pin;

use hwc_api::{Client, ClientBuilder, Credentials, Error, KooDriveCredentials, Method, Secret, koodrive, osm};

pub(crate) const TOKEN: &str = "TOKEN-given-5b1e7c";
pub(crate) const FIRST_TOKEN: &str = "TOKEN-first-90aa31";
pub(crate) const SECOND_TOKEN: &str = "TOKEN-second-44cd02";
pub(crate) const SECRET_KEY: &str = "KEY-secret-71f3d8";
pub(crate) const SECURITY_TOKEN: &str = "TOKEN-security-1d9be6";
pub(crate) const PASSWORD: &str = "PASSWORD-of-the-user-c27a";
pub(crate) const DRIVE_TOKEN: &str = "TOKEN-drive-a83f10";
pub(crate) const SESSION_ID: &str = "SESSION-id-6e6f2b";
pub(crate) const CODE: &str = "CODE-of-sign-in-3317";
pub(crate) const SIGNATURE: &str = "SIGNATURE-of-link-f00d";

/// Texts that no error may contain.
pub(crate) const SECRETS: &[&str] =
    &[TOKEN, FIRST_TOKEN, SECOND_TOKEN, SECRET_KEY, SECURITY_TOKEN, PASSWORD, DRIVE_TOKEN, SESSION_ID, CODE, SIGNATURE];

/// The credentials of a case.
#[derive(Clone, Copy)]
pub(crate) enum Caller {
    Token,
    Password,
    Keys,
    TemporaryKeys,
    Session,
    App,
}

impl Caller {
    pub(crate) fn configure(self, builder: ClientBuilder) -> ClientBuilder {
        let credentials = match self {
            Self::Token => Credentials::token(TOKEN),
            Self::Password => Credentials::password("account", "user", PASSWORD),
            Self::Keys => Credentials::access_key("ACCESS", SECRET_KEY).domain_id("domain"),
            Self::TemporaryKeys => {
                Credentials::temporary_access_key("ACCESS", SECRET_KEY, SECURITY_TOKEN).domain_id("domain")
            }
            Self::Session => {
                return builder.koodrive_credentials(KooDriveCredentials::session(DRIVE_TOKEN, SESSION_ID));
            }
            Self::App => return builder.koodrive_credentials(KooDriveCredentials::app("app", SECRET_KEY, "user")),
        };
        builder.credentials(credentials).koodrive_token(DRIVE_TOKEN)
    }
}

/// A call of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Lists tickets.
    Read,
    /// Opens a ticket.
    Create,
    /// Sends a `HEAD` request.
    Head,
    /// Counts the users of a drive.
    DriveRead,
    /// Ends the session with a drive.
    LogOut,
    /// Signs in to a drive.
    SignIn,
    /// Fetches a presigned URL into memory.
    Link,
    /// Fetches a presigned URL as a stream.
    LinkStream,
}

/// The result of a call: a value that identifies the response.
pub(crate) type Outcome = Result<String, Error>;

impl Call {
    /// Returns true if the call is repeatable.
    pub(crate) fn is_idempotent(self) -> bool {
        !matches!(self, Self::Create | Self::LogOut | Self::SignIn)
    }

    /// Returns the name in the table; `None` for the two default calls.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Read | Self::Create => None,
            Self::Head => Some("`HEAD`"),
            Self::DriveRead => Some("`CountUser`"),
            Self::LogOut => Some("`Logout`"),
            Self::SignIn => Some("`CreateSession`"),
            Self::Link => Some("`bytes()`"),
            Self::LinkStream => Some("`stream()`"),
        }
    }

    pub(crate) fn make(self, client: &Client, port: u16) -> Pin<Box<dyn Future<Output = Outcome>>> {
        let client = client.clone();
        Box::pin(async move {
            match self {
                Self::Read => read(&client).await,
                Self::Create => create(&client).await,
                Self::Head => head(&client).await,
                Self::DriveRead => count_users(&client).await,
                Self::LogOut => log_out(&client).await,
                Self::SignIn => sign_in(&client).await,
                Self::Link => link(&client, port).await,
                Self::LinkStream => link_stream(&client, port).await,
            }
        })
    }
}

async fn read(client: &Client) -> Outcome {
    let page = client.send(osm::ListCases::new()).await?;
    Ok(page.total_count.map_or("empty".to_owned(), |count| count.to_string()))
}

async fn create(client: &Client) -> Outcome {
    let request = osm::CreateCases::new("business", "It does not work.", "83aeb0f2834c4df49826c781d32a963e");
    let response = client.send(request).await?;
    Ok(response.incident_id.map_or("empty".to_owned(), |id| id.as_str().to_owned()))
}

async fn head(client: &Client) -> Outcome {
    let reply = client.raw_request(&osm::SERVICE, Method::Head, "/v2/servicerequest/cases").await?;
    Ok(reply.body.to_string())
}

async fn count_users(client: &Client) -> Outcome {
    client.send(koodrive::CountUser::new()).await?;
    Ok("1".to_owned())
}

async fn log_out(client: &Client) -> Outcome {
    client.send(koodrive::Logout::new()).await?;
    Ok("1".to_owned())
}

async fn sign_in(client: &Client) -> Outcome {
    client.send(koodrive::CreateSession::new(Secret::from(CODE))).await?;
    Ok("1".to_owned())
}

fn address(port: u16) -> hwc_api::PresignedUrl {
    format!("http://127.0.0.1:{port}/bucket/file.json?X-Amz-Signature={SIGNATURE}").as_str().into()
}

async fn link(client: &Client, port: u16) -> Outcome {
    let bytes = client.fetch_presigned(&address(port)).bytes().await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn link_stream(client: &Client, port: u16) -> Outcome {
    let mut stream = client.fetch_presigned(&address(port)).stream().await?;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => text.push_str(&String::from_utf8_lossy(&chunk)),
            Err(error) => return Ok(format!("{text}, then an error: {error}")),
        }
    }
    Ok(text)
}
