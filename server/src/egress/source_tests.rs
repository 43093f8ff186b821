//! What a source may be, and what may be called of it.

use super::*;

fn spec(url: &str, beneath: bool, query: &[&str]) -> SourceSpec {
    let query = query.iter().map(|name| (*name).to_owned()).collect();
    SourceSpec {
        url: url.to_owned(),
        beneath,
        query,
        media: Media::Json,
        every_seconds: 60,
        max_kib: 1,
        live: None,
        city: None,
        private: false,
        trace: false,
        stale_seconds: None,
    }
}

fn source(url: &str, beneath: bool, query: &[&str]) -> Source {
    spec(url, beneath, query).check("air", false).expect("a source")
}

#[test]
fn what_a_caller_adds_stays_below_the_folder() {
    let air = source("https://data.example.org/air/", true, &["day"]);
    let called = |below: &str, query: Option<&str>| {
        air.target(below, query).map(|target| target.url().to_string()).map_err(drop)
    };
    assert_eq!(called("", None), Ok("https://data.example.org/air/".to_owned()));
    assert_eq!(
        called("lisboa/today.json", Some("day=2026-01-02")),
        Ok("https://data.example.org/air/lisboa/today.json?day=2026-01-02".to_owned())
    );
    for (below, query) in [
        ("../private", None),
        ("%2e%2e/private", None),
        ("a/../../private", None),
        ("a%2f..%2f..%2fprivate", None),
        ("a%252f..", None),
        ("/evil", None),
        ("\\evil", None),
        ("a?day=1", None),
        ("a#b", None),
        ("a;b", None),
        ("@evil.example", Some("")),
        ("a", Some("other=1")),
        ("a", Some("day")),
        ("a", Some("day=1&day=2")),
        ("a", Some("day=1&other=2")),
        ("a", Some("day=1#x")),
        ("a", Some("day=1;other=2")),
        ("a", Some("d%61y=1")),
        ("a", Some("day=%0d%0aHost:evil")),
    ] {
        // An at sign is plain inside a path; everything else is refused.
        let stays = below.starts_with('@');
        assert_eq!(called(below, query).is_ok(), stays, "{below} {query:?}");
    }
}

#[test]
fn a_single_address_takes_nothing_below_it() {
    let air = source("https://data.example.org/air.json?key=1", false, &["day"]);
    assert!(air.target("x", None).is_err());
    assert!(air.target("", Some("key=2")).is_err());
    let target = air.target("", Some("day=1")).expect("a target");
    assert_eq!(target.url().to_string(), "https://data.example.org/air.json?key=1&day=1");
}

#[test]
fn absolute_addresses_are_held_against_the_list() {
    let mut sources = Sources::default();
    sources.insert(source("https://data.example.org/air/", true, &["day"]));
    for good in ["https://data.example.org/air/", "https://data.example.org/air/x?day=1"] {
        assert_eq!(sources.allow(good).map(|target| target.url().to_string()).ok().as_deref(), Some(good));
    }
    for bad in [
        "https://data.example.org/",
        "https://data.example.org/air",
        "https://data.example.org/airport/",
        "https://data.example.org/AIR/",
        "https://data.example.org/air/../private",
        "https://data.example.org/air/x?other=1",
        "https://data.example.org:444/air/",
        "http://data.example.org/air/",
        "https://data.example.org.evil.example/air/",
        "https://evildata.example.org/air/",
        "https://data.example.org@evil.example/air/",
        "https://data.example.org./air/",
    ] {
        assert!(sources.allow(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_source_that_cannot_be_is_refused_with_its_key() {
    for (spec, id, begins) in [
        (spec("https://data.example.org/", false, &[]), "Air", "expected an id"),
        (spec("https://data.example.org/", false, &[]), "", "expected an id"),
        (spec("http://data.example.org/", false, &[]), "air", "url: expected it to begin with https"),
        (spec("https://10.1/", false, &[]), "air", "url: expected an IPv4"),
        (
            spec("https://127.0.0.1/", false, &[]),
            "air",
            "url: expected a public address; 127.0.0.1 (loopback)",
        ),
        (spec("https://169.254.169.254/latest/", false, &[]), "air", "url: expected a public address"),
        (spec("https://[::ffff:10.0.0.1]/", false, &[]), "air", "url: expected a public address"),
        (spec("https://data.example.org/a", true, &[]), "air", "beneath: "),
        (spec("https://data.example.org/", false, &["a b"]), "air", "query: "),
        (
            SourceSpec { every_seconds: 0, ..spec("https://data.example.org/", false, &[]) },
            "air",
            "every_seconds: ",
        ),
        (
            SourceSpec { live: Some("ren".into()), ..spec("https://data.example.org/", false, &[]) },
            "air",
            "live: expected live and city",
        ),
        (
            SourceSpec {
                live: Some("no-such".into()),
                city: Some("porto".into()),
                ..spec("https://data.example.org/", false, &[])
            },
            "air",
            "live: no parser `no-such`",
        ),
        (
            SourceSpec {
                live: Some("qualar-day".into()),
                city: Some("porto".into()),
                ..spec("https://data.example.org/", false, &[])
            },
            "air",
            "live: `qualar-day` names",
        ),
        (
            SourceSpec {
                live: Some("ren".into()),
                city: Some("porto".into()),
                stale_seconds: Some(59),
                ..spec("https://data.example.org/", false, &[])
            },
            "air",
            "stale_seconds: ",
        ),
        (SourceSpec { max_kib: 0, ..spec("https://data.example.org/", false, &[]) }, "air", "max_kib: "),
    ] {
        let said = spec.check(id, false).expect_err("a fault");
        assert!(said.starts_with(begins), "{said}");
    }
}
