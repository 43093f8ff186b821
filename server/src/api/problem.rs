//! Errors for programs: RFC 9457 problem details.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

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

const fn problem(status: StatusCode, name: &'static str, title: &'static str) -> Problem {
    Problem { status, name, title, retry_seconds: None }
}

impl Problem {
    /// No such address below `/api/`.
    pub const NOTHING_HERE: Self =
        problem(StatusCode::NOT_FOUND, "nothing-here", "Não há nada neste endereço · There is nothing here");
    /// No source of that id.
    pub const UNKNOWN_SOURCE: Self =
        problem(StatusCode::NOT_FOUND, "unknown-source", "Fonte desconhecida · Unknown source");
    /// No live readings of that city.
    pub const UNKNOWN_CITY: Self = problem(
        StatusCode::NOT_FOUND,
        "unknown-city",
        "Não há leituras ao vivo desta cidade · There are no live readings of this city",
    );
    /// Every seat for live readings is taken.
    pub const FULL: Self = Self {
        retry_seconds: Some(30),
        ..problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "full",
            "Todos os lugares estão ocupados · Every seat is taken",
        )
    };
    /// A path or parameter that the source does not allow.
    pub const REFUSED: Self = problem(
        StatusCode::BAD_REQUEST,
        "refused",
        "Este caminho ou parâmetro não é permitido · This path or parameter is not allowed",
    );
    /// The source gives no usable answer.
    pub const SOURCE_FAILS: Self =
        problem(StatusCode::BAD_GATEWAY, "source-fails", "A fonte não responde bem · The source fails");
    /// The source gives no answer in time.
    pub const SOURCE_SLOW: Self =
        problem(StatusCode::GATEWAY_TIMEOUT, "source-slow", "A fonte demora demais · The source is too slow");
    /// What was done cannot be written down, so nothing is handed on.
    pub const NO_EVIDENCE: Self = problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "no-evidence",
        "O registo não pode ser escrito · The evidence cannot be written",
    );
    /// Too many calls.
    pub const TOO_MANY: Self = Self {
        retry_seconds: Some(10),
        ..problem(StatusCode::TOO_MANY_REQUESTS, "too-many", "Demasiados pedidos · Too many requests")
    };
    /// Another method than GET and HEAD.
    pub const METHOD: Self =
        problem(StatusCode::METHOD_NOT_ALLOWED, "method", "Método não permitido · Method not allowed");
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { status, name, title, retry_seconds } = self;
        let body = serde_json::json!({
            "type": format!("urn:gemeo:problem:{name}"),
            "title": title,
            "status": status.as_u16(),
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status, kind, body.to_string()).into_response();
        if let Some(seconds) = retry_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The answer to another method, with the methods there are (RFC 9110 §15.5.6).
pub(super) fn no_such_method() -> Response {
    let mut response = Problem::METHOD.into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
