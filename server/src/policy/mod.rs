//! Who may do what: policies in Cedar, held against a schema at start and evaluated on every call.
//!
//! What no policy permits is denied. The built-in policies are `default.cedar`, what they may speak of is
//! `schema.cedarschema`; a file of the configuration takes the place of the former.

use std::{collections::BTreeSet, str::FromStr};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};

const SCHEMA: &str = include_str!("schema.cedarschema");
/// The policies that hold unless the configuration names others.
pub const BUILT_IN: &str = include_str!("default.cedar");

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub enum Principal<'a> {
    /// Somebody who is not signed in.
    Visitor,
    /// Somebody who is.
    User {
        /// The tag of the person.
        id: &'a str,
        /// Their roles.
        roles: &'a BTreeSet<String>,
        /// Their cities.
        cities: &'a BTreeSet<String>,
    },
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To hand on what a source says.
    Pull,
    /// To hear live readings.
    Listen,
    /// To see a session.
    List,
    /// To end a session.
    Revoke,
}

impl Action {
    /// Its name in policies and in the evidence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Listen => "listen",
            Self::List => "list",
            Self::Revoke => "revoke",
        }
    }
}

/// What it is asked of.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// A source.
    Source {
        /// Its id.
        id: &'a str,
        /// The city it is about.
        city: Option<&'a str>,
        /// Whether it is private.
        private: bool,
    },
    /// A stream.
    Stream {
        /// The city it is about.
        city: &'a str,
        /// Whether it is private.
        private: bool,
    },
    /// A session.
    Session {
        /// Its handle.
        handle: &'a str,
        /// The tag of whose it is.
        owner: &'a str,
    },
}

impl Resource<'_> {
    /// Its name in the evidence.
    pub fn name(&self) -> String {
        match self {
            Self::Source { id, .. } => format!("source {id}"),
            Self::Stream { city, private: true } => format!("stream {city}/private"),
            Self::Stream { city, .. } => format!("stream {city}"),
            Self::Session { handle, .. } => format!("session {handle}"),
        }
    }
}

/// Policies that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policies: {0}")]
pub struct PolicyError(String);

impl PolicyError {
    fn of(fault: impl ToString) -> Self {
        Self(fault.to_string())
    }
}

/// The policies in force.
pub struct Policy {
    policies: PolicySet,
    schema: Schema,
    authorizer: Authorizer,
}

impl Policy {
    /// Reads policies and holds them against the schema.
    ///
    /// # Errors
    /// [`PolicyError`] that says where and why they cannot be used.
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).map_err(PolicyError::of)?;
        let policies = PolicySet::from_str(text).map_err(PolicyError::of)?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        let faults: Vec<String> = checked.validation_errors().map(ToString::to_string).collect();
        if !faults.is_empty() {
            return Err(PolicyError(faults.join("; ")));
        }
        Ok(Self { policies, schema, authorizer: Authorizer::new() })
    }

    /// Whether a policy permits it and none forbids it. What cannot be evaluated is denied.
    pub fn permits(&self, principal: Principal<'_>, action: Action, resource: Resource<'_>) -> bool {
        self.evaluate(principal, action, resource).unwrap_or_else(|fault| {
            tracing::error!(%fault, action = action.as_str(), "a policy cannot be evaluated");
            false
        })
    }

    fn evaluate(&self, who: Principal<'_>, action: Action, what: Resource<'_>) -> Result<bool, PolicyError> {
        let (who, principal) = principal(who)?;
        let (what, resource) = resource(what)?;
        let action = uid("Action", action.as_str())?;
        let request = Request::new(who, action, what, Context::empty(), Some(&self.schema));
        let request = request.map_err(PolicyError::of)?;
        let entities = Entities::from_entities([principal, resource], None).map_err(PolicyError::of)?;
        let response = self.authorizer.is_authorized(&request, &self.policies, &entities);
        if let Some(fault) = response.diagnostics().errors().next() {
            // A policy that fails counts for nothing, and a forbidding one among them would be missed: deny.
            return Err(PolicyError::of(fault));
        }
        Ok(response.decision() == Decision::Allow)
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, PolicyError> {
    let kind = EntityTypeName::from_str(kind).map_err(PolicyError::of)?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn entity<const N: usize>(
    uid: EntityUid,
    attributes: [(&str, RestrictedExpression); N],
) -> Result<(EntityUid, Entity), PolicyError> {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let entity = Entity::new(uid.clone(), attributes, std::collections::HashSet::new());
    Ok((uid, entity.map_err(PolicyError::of)?))
}

fn texts(texts: &BTreeSet<String>) -> RestrictedExpression {
    RestrictedExpression::new_set(texts.iter().cloned().map(RestrictedExpression::new_string))
}

fn principal(who: Principal<'_>) -> Result<(EntityUid, Entity), PolicyError> {
    match who {
        Principal::Visitor => entity(uid("Visitor", "visitor")?, []),
        Principal::User { id, roles, cities } => {
            entity(uid("User", id)?, [("roles", texts(roles)), ("cities", texts(cities))])
        }
    }
}

fn resource(what: Resource<'_>) -> Result<(EntityUid, Entity), PolicyError> {
    let placed = |city: &str, private| {
        let city = RestrictedExpression::new_string(city.to_owned());
        [("city", city), ("private", RestrictedExpression::new_bool(private))]
    };
    match what {
        Resource::Source { id, city, private } => {
            entity(uid("Source", id)?, placed(city.unwrap_or_default(), private))
        }
        Resource::Stream { city, private } => entity(uid("Stream", city)?, placed(city, private)),
        Resource::Session { handle, owner } => {
            let owner = RestrictedExpression::new_entity_uid(uid("User", owner)?);
            entity(uid("Session", handle)?, [("owner", owner)])
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
