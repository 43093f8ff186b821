//! Who gets at what: every kind of person against every city, and policies that are refused.

use super::*;

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn built_in() -> Policy {
    Policy::read(BUILT_IN).expect("the built-in policies")
}

/// What somebody is like, their roles, their cities, and the cities whose private things they get at.
type Somebody = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// Each person with the cities whose private things they get at.
const PEOPLE: &[Somebody] = &[
    ("nobody's", &[], &[], &[]),
    ("a role without a city", &["editor"], &[], &[]),
    ("a city without a role", &[], &["lisboa"], &[]),
    ("an unknown role", &["director"], &["lisboa"], &[]),
    ("a reader of lisboa", &["reader"], &["lisboa"], &["lisboa"]),
    ("an editor of porto", &["editor"], &["porto"], &["porto"]),
    ("an administrator of guimarães", &["administrator"], &["guimaraes"], &["guimaraes"]),
    ("of two cities", &["reader", "editor"], &["lisboa", "porto"], &["lisboa", "porto"]),
    ("of a city that sounds alike", &["reader"], &["lisbo", "lisboa2", "LISBOA", ""], &[]),
];
const CITIES: [&str; 3] = ["lisboa", "porto", "guimaraes"];

#[test]
fn nobody_gets_at_another_city() {
    let policy = built_in();
    let mut private = 0;
    for city in CITIES {
        for (private_thing, visitor) in [(false, true), (true, false)] {
            let source = Resource::Source { id: "air", city: Some(city), private: private_thing };
            let stream = Resource::Stream { city, private: private_thing };
            for (action, resource) in [(Action::Pull, source), (Action::Listen, stream)] {
                assert_eq!(
                    policy.permits(Principal::Visitor, action, resource),
                    visitor,
                    "{city} {action:?}"
                );
                for (who, roles, cities, expected) in PEOPLE {
                    let (roles, cities) = (set(roles), set(cities));
                    let user = Principal::User { id: "tag", roles: &roles, cities: &cities };
                    let may = !private_thing || expected.contains(&city);
                    assert_eq!(policy.permits(user, action, resource), may, "{who}: {city} {action:?}");
                    private += usize::from(private_thing && may);
                }
            }
        }
    }
    assert_eq!(private, 2 * (1 + 1 + 1 + 2), "each on two ways");
}

#[test]
fn what_has_no_city_is_private_to_all() {
    let (roles, cities) = (set(&["administrator"]), set(&CITIES));
    let user = Principal::User { id: "tag", roles: &roles, cities: &cities };
    assert!(!built_in().permits(
        user,
        Action::Pull,
        Resource::Source { id: "air", city: None, private: true }
    ));
}

#[test]
fn sessions_are_their_owners() {
    let (roles, cities) = (set(&["administrator"]), set(&CITIES));
    let user = Principal::User { id: "tag", roles: &roles, cities: &cities };
    for action in [Action::List, Action::Revoke] {
        let of = |owner| Resource::Session { handle: "one", owner };
        assert!(built_in().permits(user, action, of("tag")));
        assert!(!built_in().permits(user, action, of("other")), "not even an administrator");
        assert!(!built_in().permits(Principal::Visitor, action, of("tag")));
    }
    // An action that does not go with its resource is no way in.
    let stream = Resource::Stream { city: "lisboa", private: false };
    assert!(!built_in().permits(Principal::Visitor, Action::Pull, stream));
}

#[test]
fn policies_that_do_not_fit_are_refused_at_start() {
    for (text, says) in [
        ("permit (principal, action, resource", "unexpected"),
        ("permit (principal, action == Action::\"fly\", resource);", "fly"),
        (
            "permit (principal, action == Action::\"pull\", resource) when { resource.citty == \"x\" };",
            "citty",
        ),
        ("permit (principal is Usr, action, resource);", "Usr"),
    ] {
        let fault = Policy::read(text).map(drop).expect_err("a fault").to_string();
        assert!(fault.starts_with("policies: ") && fault.contains(says), "{fault}");
    }
    let none = Policy::read("").expect("no policies permit nothing");
    let public = Resource::Source { id: "air", city: None, private: false };
    assert!(!none.permits(Principal::Visitor, Action::Pull, public));
}
