//! From claims to rights, by the grants of the configuration and nothing else.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::Grant;

/// The roles and cities of somebody with these claims.
pub(super) fn granted(grants: &[Grant], claims: &Map<String, Json>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut roles, mut cities) = (BTreeSet::new(), BTreeSet::new());
    for grant in grants.iter().filter(|grant| holds(find(claims, &grant.claim), &grant.value)) {
        roles.extend(grant.roles.iter().cloned());
        cities.extend(grant.cities.iter().cloned());
    }
    (roles, cities)
}

/// A claim by its name; where there is none of that name, dots lead into objects.
fn find<'c>(claims: &'c Map<String, Json>, name: &str) -> Option<&'c Json> {
    if let Some(claim) = claims.get(name) {
        return Some(claim);
    }
    let (first, rest) = name.split_once('.')?;
    find(claims.get(first)?.as_object()?, rest)
}

/// Whether a claim is a text, or holds it in a list. Parts of a text do not count.
fn holds(claim: Option<&Json>, value: &str) -> bool {
    match claim {
        Some(Json::String(text)) => text == value,
        Some(Json::Array(items)) => items.iter().any(|item| item.as_str() == Some(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(claim: &str, value: &str, role: &str, city: &str) -> Grant {
        let one = |text: &str| BTreeSet::from([text.to_owned()]);
        Grant { claim: claim.to_owned(), value: value.to_owned(), roles: one(role), cities: one(city) }
    }

    fn rights(claims: &str) -> String {
        let grants = [
            grant("groups", "lisboa-staff", "reader", "lisboa"),
            grant("groups", "porto-staff", "editor", "porto"),
            grant("realm_access.roles", "admin", "administrator", "guimaraes"),
            grant("https://example.org/role", "admin", "administrator", "braga"),
        ];
        let claims: Json = serde_json::from_str(claims).expect("JSON");
        let (roles, cities) = granted(&grants, claims.as_object().expect("claims"));
        let list = |texts: BTreeSet<String>| texts.into_iter().collect::<Vec<_>>().join(",");
        format!("{} in {}", list(roles), list(cities))
    }

    #[test]
    fn only_what_is_granted_is_given() {
        for (claims, expected) in [
            (r#"{}"#, " in "),
            (r#"{"groups":["lisboa-staff"]}"#, "reader in lisboa"),
            (r#"{"groups":"lisboa-staff"}"#, "reader in lisboa"),
            (r#"{"groups":["porto-staff","lisboa-staff","x"]}"#, "editor,reader in lisboa,porto"),
            (r#"{"groups":"lisboa-staff porto-staff"}"#, " in "),
            (r#"{"groups":["lisboa-staff2","LISBOA-STAFF",["lisboa-staff"],{"lisboa-staff":true}]}"#, " in "),
            (r#"{"realm_access":{"roles":["admin"]}}"#, "administrator in guimaraes"),
            (r#"{"realm_access":["admin"],"roles":["admin"]}"#, " in "),
            (r#"{"https://example.org/role":"admin"}"#, "administrator in braga"),
            (r#"{"roles":["administrator"],"cities":["lisboa"]}"#, " in "),
        ] {
            assert_eq!(rights(claims), expected, "{claims}");
        }
    }
}
