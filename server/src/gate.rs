//! What stands before everything that is not for everybody: who asks, whether the policy lets them, and that this is
//! written down.

use std::sync::Arc;

use axum::http::HeaderMap;
use serde_json::json;

use crate::{
    api::Problem,
    evidence::{Evidence, Kind},
    metrics::Metrics,
    policy::{Action, Policy, Principal, Resource},
    sign_in::{Session, SignIn},
};

/// The gate of a server.
pub struct Gate {
    /// Who may do what.
    pub policy: Arc<Policy>,
    /// Who is who; none where nobody signs in.
    pub sign_in: Option<Arc<SignIn>>,
    /// Where decisions are written down.
    pub evidence: Option<Arc<Evidence>>,
    /// Where they are counted.
    pub metrics: Metrics,
}

/// Somebody who was let through.
#[derive(Debug)]
pub enum Pass {
    /// Anybody at all.
    Visitor,
    /// Somebody who is signed in.
    User(Box<Session>),
}

impl Gate {
    /// Lets somebody through, or says why not.
    ///
    /// What is for everybody needs no identity, and then none is looked at. Every other decision goes into the
    /// evidence before anything is handed on.
    ///
    /// # Errors
    /// The problem to answer with.
    pub async fn pass(
        &self,
        headers: &HeaderMap,
        action: Action,
        resource: Resource<'_>,
    ) -> Result<Pass, Problem> {
        if self.policy.permits(Principal::Visitor, action, resource) {
            return Ok(Pass::Visitor);
        }
        let sign_in = self.sign_in.as_ref().ok_or(Problem::FORBIDDEN)?;
        let session = sign_in.who(headers).await?;
        let permitted = self.permits(&session, action, resource);
        self.metrics.decided(permitted);
        self.take_down(sign_in, &session, action, resource, permitted).await?;
        if permitted { Ok(Pass::User(Box::new(session))) } else { Err(Problem::FORBIDDEN) }
    }

    /// Whether the policy permits it to the person of a session.
    pub fn permits(&self, session: &Session, action: Action, resource: Resource<'_>) -> bool {
        let Session { owner, person, .. } = session;
        let user = Principal::User { id: owner, roles: &person.roles, cities: &person.cities };
        self.policy.permits(user, action, resource)
    }

    async fn take_down(
        &self,
        sign_in: &SignIn,
        session: &Session,
        action: Action,
        resource: Resource<'_>,
        permitted: bool,
    ) -> Result<(), Problem> {
        let Some(evidence) = &self.evidence else { return Ok(()) };
        let decision = if permitted { "permitted" } else { "denied" };
        let detail = json!({ "action": action.as_str(), "of": resource.name(), "decision": decision });
        let name = sign_in.name_of(&session.person.sub);
        evidence.record_about(Kind::Decision, &name, detail).await.map_err(|_| {
            self.metrics.unrecorded();
            Problem::NO_EVIDENCE
        })
    }
}
