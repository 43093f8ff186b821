//! Errors for programs: RFC 9457 problem details.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::base_path::BasePath;

/// The media type of a problem.
pub const MEDIA: &str = "application/problem+json";

/// An error of the API. Its type is a stable name, its title is for people in both languages.
///
/// It says nothing about what lies behind: the log does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// The name at the end of `type`.
    pub name: &'static str,
    /// What is the matter.
    pub title: &'static str,
    /// When it is worth trying again.
    pub retry_seconds: Option<u32>,
}

pub(super) const fn problem(status: StatusCode, name: &'static str, title: &'static str) -> Problem {
    Problem { status, name, title, retry_seconds: None }
}

impl Problem {
    /// The problem for a status that came without one.
    fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NOTHING_HERE,
            StatusCode::METHOD_NOT_ALLOWED => Self::METHOD,
            StatusCode::REQUEST_TIMEOUT => Self::SLOW,
            StatusCode::MISDIRECTED_REQUEST => Self::MISDIRECTED,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MEDIA_TYPE,
            StatusCode::SERVICE_UNAVAILABLE => Self::BUSY,
            status if status.is_client_error() => Self { status, ..Self::MALFORMED },
            status => Self { status, ..Self::FAILED },
        }
    }
}

/// How a problem is written (RFC 9457 §3).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Written {
    /// A stable name, `urn:gemeo:problem:NAME`.
    #[serde(rename = "type")]
    #[schema(examples("urn:gemeo:problem:unknown-source"))]
    pub kind: String,
    /// What is the matter, in Portuguese and English.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { status, name, title, retry_seconds } = self;
        let kind = format!("urn:gemeo:problem:{name}");
        let body = axum::Json(Written { kind, title: title.to_owned(), status: status.as_u16() });
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The answer to another method; the router adds those there are (RFC 9110 §15.5.6).
pub async fn no_such_method() -> Problem {
    Problem::METHOD
}

/// As [`no_such_method`], where there is only reading.
pub(super) async fn only_reading() -> Response {
    let mut response = Problem::METHOD.into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Where errors are said as problems.
#[derive(Debug, Clone)]
pub enum Spoken {
    /// At every address of the listener.
    Everywhere,
    /// Below `/api` and `/auth`, and the same below this base.
    Below(String),
    /// At no address: there is no API.
    Nowhere,
}

impl Spoken {
    /// Below `/api` and `/auth` of a base.
    pub fn below(base: &BasePath) -> Self {
        Self::Below(base.as_str().trim_end_matches('/').to_owned())
    }

    /// Whether they are at this address.
    pub fn at(&self, path: &str) -> bool {
        let names = |path: &str| {
            ["/api", "/auth"].iter().any(|name| {
                path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        match self {
            Self::Everywhere => true,
            Self::Nowhere => false,
            Self::Below(base) => names(path) || path.strip_prefix(base.as_str()).is_some_and(names),
        }
    }
}

/// Says as a problem what went wrong before or around a handler: too large a body, too slow an answer, a panic.
pub fn instead_of(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let said = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA);
    if is_error && !said { Problem::of(status).into_response() } else { response }
}
