//! The webhook: `POST /notify/ID` with the subscription's secret, on a listener of its own.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Full, Inbox, Taken, Way, notification};
use crate::{
    api::{Problem, problem},
    evidence::{Evidence, Kind},
    metrics::Metrics,
};

/// The inboxes that a webhook leads to, by id.
#[derive(Clone)]
pub struct Webhook {
    inboxes: Arc<BTreeMap<String, Arc<Inbox>>>,
    evidence: Option<Arc<Evidence>>,
    metrics: Metrics,
}

impl Webhook {
    /// A webhook to these inboxes.
    pub fn new(inboxes: &[Arc<Inbox>], evidence: Option<Arc<Evidence>>, metrics: Metrics) -> Self {
        let by_webhook = inboxes.iter().filter(|inbox| matches!(inbox.subscription().way, Way::Webhook(..)));
        let by_id = by_webhook.map(|inbox| (inbox.subscription().id.to_string(), Arc::clone(inbox)));
        Self { inboxes: Arc::new(by_id.collect()), evidence, metrics }
    }

    /// The one route.
    pub fn routes(self) -> Router {
        Router::new()
            .route("/notify/{id}", post(notify))
            .method_not_allowed_fallback(problem::no_such_method)
            .with_state(self)
    }

    /// The inbox of an id, for whoever knows its secret. That there is none of an id is not told to anybody else.
    fn inbox(&self, id: &str, headers: &HeaderMap) -> Option<&Arc<Inbox>> {
        let mut lines = headers.get_all(header::AUTHORIZATION).iter();
        let (line, second) = (lines.next()?, lines.next());
        let given = line.to_str().ok()?.strip_prefix("Bearer ").filter(|_| second.is_none())?;
        let inbox = self.inboxes.get(id)?;
        let Way::Webhook(secret, _) = &inbox.subscription().way else { return None };
        // Hashes are compared: how long that takes says nothing of the secret.
        (Sha256::digest(given.as_bytes()) == Sha256::digest(secret.as_bytes())).then_some(inbox)
    }
}

/// Takes a notification. Whoever sends it is known before anything of it is read.
async fn notify(
    State(webhook): State<Webhook>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let Some(inbox) = webhook.inbox(&id, &headers) else {
        webhook.metrics.delivered("", "refused", 1);
        return Err(Problem::NO_SECRET);
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !matches!(kind, "application/json" | "application/ld+json") {
        return Err(Problem::MEDIA_TYPE);
    }
    let pieces = notification::pieces(&body).map_err(|fault| {
        tracing::warn!(subscription = id, %fault, "a notification is refused");
        webhook.metrics.delivered(&id, "refused", 1);
        Problem::NO_NOTIFICATION
    })?;
    let Taken { new, known } = inbox.take(pieces).map_err(|Full| Problem::FULL)?;
    if let Some(evidence) = &webhook.evidence {
        let detail = json!({ "subscription": id, "new": new, "known": known });
        // Where it cannot be written the broker sends it again, and what was taken is then known.
        evidence.record(Kind::Delivery, detail).await.map_err(|_| Problem::NO_EVIDENCE)?;
    }
    Ok(StatusCode::NO_CONTENT)
}
