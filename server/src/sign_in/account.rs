//! What a person who is signed in asks about themselves: who am I, which sessions have I, end that one.

use std::sync::Arc;

use axum::{
    Json as JsonBody,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{SignIn, stored};
use crate::{
    api::Problem,
    policy::{Action, Resource},
};

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// What they are called; empty where the provider does not say.
    name: String,
    /// What they are.
    roles: Vec<String>,
    /// Where.
    cities: Vec<String>,
    /// The handle of this session.
    session: String,
    /// When it ends in any case, in seconds since 1970.
    until: i64,
    /// After how many seconds without a request it ends.
    idle_seconds: u64,
}

/// A session of one's own.
#[derive(Serialize, ToSchema)]
pub(super) struct OwnSession {
    /// Its handle.
    session: String,
    /// When it began, in seconds since 1970.
    since: i64,
    /// When it was last used, about.
    seen: i64,
    /// When it ends in any case.
    until: i64,
    /// Whether it is the one that asks.
    current: bool,
}

/// Who am I.
#[utoipa::path(
    get,
    path = "/api/me",
    tag = "sign-in",
    params(("gemeo-request" = String, Header, description = "`1`")),
    responses((status = 200, description = "Who is signed in", body = Me)),
)]
pub(super) async fn me(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
) -> Result<JsonBody<Me>, Problem> {
    let session = sign_in.who(&headers).await?;
    let (roles, cities) = (session.person.roles, session.person.cities);
    Ok(JsonBody(Me {
        name: session.person.name,
        roles: roles.into_iter().collect(),
        cities: cities.into_iter().collect(),
        session: session.handle,
        until: session.until,
        idle_seconds: sign_in.provider.spec().idle.as_secs(),
    }))
}

/// The sessions of whoever asks, the newest first.
#[utoipa::path(
    get,
    path = "/api/sessions",
    tag = "sign-in",
    params(("gemeo-request" = String, Header, description = "`1`")),
    responses((status = 200, description = "The sessions", body = Vec<OwnSession>)),
)]
pub(super) async fn sessions(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
) -> Result<JsonBody<Vec<OwnSession>>, Problem> {
    let session = sign_in.who(&headers).await?;
    let own = Resource::Session { handle: &session.handle, owner: &session.owner };
    sign_in.permitted(&session, Action::List, own)?;
    let listed = sign_in.sessions.list(&session.owner).await.map_err(|fault| stored(&fault))?;
    let own = listed.into_iter().map(|one| OwnSession {
        current: one.handle == session.handle,
        session: one.handle,
        since: one.since,
        seen: one.seen,
        until: one.until,
    });
    Ok(JsonBody(own.collect()))
}

/// Ends a session of whoever asks.
#[utoipa::path(
    delete,
    path = "/api/sessions/{session}",
    tag = "sign-in",
    params(
        ("session" = String, Path, description = "Its handle"),
        ("gemeo-request" = String, Header, description = "`1`"),
    ),
    responses((status = 204, description = "It has ended")),
)]
pub(super) async fn end_session(
    State(sign_in): State<Arc<SignIn>>,
    headers: HeaderMap,
    Path(handle): Path<String>,
) -> Result<StatusCode, Problem> {
    let session = sign_in.who(&headers).await?;
    // The owner is taken from the session, never from the request: nobody else's can be named.
    let own = Resource::Session { handle: &handle, owner: &session.owner };
    sign_in.permitted(&session, Action::Revoke, own)?;
    sign_in.note(Some(&session.person.sub), json!({ "did": "ended a session" })).await?;
    match sign_in.sessions.end(&session.owner, &handle).await.map_err(|fault| stored(&fault))? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::UNKNOWN_SESSION),
    }
}
