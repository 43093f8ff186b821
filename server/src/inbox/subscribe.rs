//! Keeping subscriptions at context brokers: made where they are not, put right where they are others, looked at each hour, so that
//! a broker that lost them posts again.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use super::{
    Arrangement,
    arrangement::{Interface, described},
};
use crate::{
    egress::{Answer, Ask, Client, EgressError, SourceId},
    evidence::{Evidence, Kind},
    metrics::Metrics,
};

/// Between two looks.
const LOOK: Duration = Duration::from_secs(3600);
/// The pause before the second try; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// Subscriptions that a broker of NGSI v2 lists at once, the most it allows.
const LISTED: usize = 1000;
/// Which context an NGSI-LD tenant, and an NGSI v2 service, is named by.
const LD_TENANT: HeaderName = HeaderName::from_static("ngsild-tenant");
const V2_TENANT: HeaderName = HeaderName::from_static("fiware-service");

/// Why there is no subscription.
#[derive(Debug, thiserror::Error)]
enum Fault {
    /// The broker cannot be asked.
    #[error(transparent)]
    Call(#[from] EgressError),
    /// It refuses.
    #[error("the broker answers {0}")]
    Refused(StatusCode),
    /// It does not answer as its interface has it.
    #[error("the broker's list of subscriptions cannot be read")]
    Unreadable,
}

impl Fault {
    fn name(&self) -> &'static str {
        match self {
            Self::Call(fault) => fault.name(),
            Self::Refused(_) => "refused",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A subscription at a broker.
pub struct Kept {
    /// Whose it is.
    pub id: SourceId,
    /// What the broker is asked to post.
    pub arrangement: Arrangement,
    /// What it shows when it posts.
    pub secret: String,
    /// Makes the calls.
    pub client: Arc<Client>,
    /// Where calls are written down.
    pub evidence: Option<Arc<Evidence>>,
    /// Where they are counted.
    pub metrics: Metrics,
}

impl Kept {
    /// Keeps it until the program ends.
    pub async fn keep(self) {
        let mut pause = FIRST_PAUSE;
        loop {
            let done = self.put().await;
            let outcome = done.as_ref().map_or_else(Fault::name, |()| "subscribed");
            self.take_down(outcome).await;
            match done {
                Ok(()) => {
                    tracing::info!(subscription = %self.id, "a context broker will post");
                    pause = FIRST_PAUSE;
                    tokio::time::sleep(LOOK).await;
                }
                Err(fault) => {
                    tracing::warn!(subscription = %self.id, %fault, "no subscription at a context broker");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    async fn take_down(&self, outcome: &'static str) {
        self.metrics.called(self.id.as_str(), outcome);
        if let Some(evidence) = &self.evidence {
            let detail = json!({ "subscription": self.id.as_str(), "outcome": outcome });
            if evidence.record(Kind::Call, detail).await.is_err() {
                self.metrics.unrecorded();
            }
        }
    }

    async fn put(&self) -> Result<(), Fault> {
        match self.arrangement.interface {
            Interface::NgsiLd => self.put_ngsi_ld().await,
            Interface::NgsiV2 => self.put_ngsi_v2().await,
        }
    }

    /// Ids are ours to give: what is there is changed, what is not is made (clauses 5.8.2 and 5.8.1).
    async fn put_ngsi_ld(&self) -> Result<(), Fault> {
        let name = format!("urn:ngsi-ld:Subscription:gemeo-{}", self.id);
        let mut body = self.arrangement.body(&self.id, &self.secret);
        let changed = self.send(Method::PATCH, &format!("/{name}"), body.to_string()).await?;
        if changed.status != StatusCode::NOT_FOUND {
            return good(changed.status);
        }
        body["id"] = json!(name);
        good(self.send(Method::POST, "", body.to_string()).await?.status)
    }

    /// Ids are the broker's: ours is known by its description.
    async fn put_ngsi_v2(&self) -> Result<(), Fault> {
        let listed = self.send(Method::GET, &format!("?limit={LISTED}"), String::new()).await?;
        good(listed.status)?;
        let listed: Vec<Listed> = serde_json::from_slice(&listed.body).map_err(|_| Fault::Unreadable)?;
        let ours = listed.iter().find(|one| one.description.as_deref() == Some(&described(&self.id)));
        let body = self.arrangement.body(&self.id, &self.secret).to_string();
        let answer = match ours {
            Some(Listed { id, .. }) if is_id(id) => self.send(Method::PATCH, &format!("/{id}"), body).await?,
            Some(_) => return Err(Fault::Unreadable),
            // Ours may be behind those that were listed; another one each time would be worse than none.
            None if listed.len() >= LISTED => return Err(Fault::Unreadable),
            None => self.send(Method::POST, "", body).await?,
        };
        good(answer.status)
    }

    async fn send(&self, method: Method, below: &str, body: String) -> Result<Answer, Fault> {
        let Arrangement { interface, tenant, authorization, .. } = &self.arrangement;
        let (media, tenant_header) = match interface {
            Interface::NgsiLd => ("application/ld+json", LD_TENANT),
            Interface::NgsiV2 => ("application/json", V2_TENANT),
        };
        let mut headers =
            HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
        if !body.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        }
        let tenant = tenant.clone().map(|tenant| (tenant_header, tenant));
        headers.extend(tenant.into_iter().chain(authorization.clone().map(|by| (header::AUTHORIZATION, by))));
        let target = self.arrangement.target(below)?;
        Ok(self.client.send(&target, Ask { method, headers, body: body.into() }).await?)
    }
}

/// A subscription as NGSI v2 lists it.
#[derive(Deserialize)]
struct Listed {
    id: String,
    description: Option<String>,
}

/// What a broker gives as an id goes into an address only where it is one.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn good(status: StatusCode) -> Result<(), Fault> {
    if status.is_success() { Ok(()) } else { Err(Fault::Refused(status)) }
}
