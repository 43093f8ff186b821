//! The corpus of paths that must not get out, and the property that none does.

use std::path::Component;

use proptest::prelude::*;

use super::*;

fn names(raw: &str) -> Vec<String> {
    SitePath::parse(raw).expect("an honest path").segments().to_vec()
}

#[test]
fn honest_paths_are_read() {
    assert_eq!(names("/"), Vec::<String>::new());
    assert_eq!(names("/pt/lisboa/"), ["pt", "lisboa"]);
    assert_eq!(names("/fonts/Noto%20Sans/0-255.pbf"), ["fonts", "Noto Sans", "0-255.pbf"]);
    assert_eq!(names("/pt/guimar%C3%A3es/"), ["pt", "guimarães"]);
    assert_eq!(names("/a..b/c..."), ["a..b", "c..."]);
}

#[test]
fn slashes_and_file_names_are_told_apart() {
    let read = |raw| SitePath::parse(raw).expect("an honest path");
    assert!(read("/pt/").ends_with_slash() && !read("/pt").ends_with_slash());
    assert!(read("/").ends_with_slash());
    assert!(read("/app.js").is_file_like() && !read("/pt/lisboa").is_file_like());
    assert_eq!(read("/pt/guimar%C3%A3es").as_folder_address(), "pt/guimar%C3%A3es/");
}

#[test]
fn malformed_paths_are_refused() {
    for raw in [
        "",
        "*",
        "pt/",
        "/..",
        "/../etc/passwd",
        "/pt/../../etc/passwd",
        "/.",
        "/./pt",
        "/%2e%2e/etc/passwd",
        "/%2E%2e/",
        "/.%2e/x",
        "/%2e/",
        "/..%2fetc",
        "/pt%2flisboa",
        "/pt%2Flisboa",
        "/%2fetc/passwd",
        "/..%5c..%5cwindows",
        "/..\\..\\windows",
        "/pt\\x",
        "/%5cx",
        "/%00",
        "/index.html%00.png",
        "/a%0d%0ab",
        "/a%0ab",
        "/%7f",
        "/%252e%252e/etc/passwd",
        "/%252fetc",
        "/%25",
        "/100%",
        "/%zz",
        "/%c0%ae%c0%ae/",
        "/%ff",
        "/%e0%80%af",
        "/%c2%85",
    ] {
        assert_eq!(SitePath::parse(raw), Err(PathRefused::Malformed), "{raw:?}");
    }
}

#[test]
fn what_is_never_shown_is_hidden() {
    for raw in [
        "//",
        "//evil.example/",
        "/pt//lisboa",
        "/.git/config",
        "/.env",
        "/%2egit/config",
        "/pt/.htaccess",
        "/...",
        "/....//etc",
        "/C:/windows",
        "/index.html::$DATA",
        "/.well-known/x",
    ] {
        assert_eq!(SitePath::parse(raw), Err(PathRefused::Hidden), "{raw:?}");
    }
}

#[test]
fn endless_paths_are_refused() {
    assert_eq!(SitePath::parse(&format!("/{}", "a".repeat(1023))).map(|p| p.segments().len()), Ok(1));
    assert_eq!(SitePath::parse(&format!("/{}", "a".repeat(1024))), Err(PathRefused::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Built from the pieces traversals are made of, so that most cases come near the edge.
    #[test]
    fn no_path_leaves_the_root(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "/", "//", "..", ".", "%2e", "%2E", "%2f", "%5c", "\\", "%252e", "%00", "%", "%c0%ae", "a", "pt", "C:", "~", "é",
            "%C3%A9", "..;", " ", "%20", "\u{2025}", "\u{ff0f}",
        ]), 0..12)
    ) {
        stays_inside(&format!("/{}", pieces.concat()))?;
    }

    #[test]
    fn no_text_leaves_the_root(raw in "/.{0,60}") {
        stays_inside(&raw)?;
    }
}

fn stays_inside(raw: &str) -> Result<(), TestCaseError> {
    let Ok(path) = SitePath::parse(raw) else { return Ok(()) };
    let root = Path::new("/srv/twin");
    let place = path.below(root);
    let rest = place.strip_prefix(root).expect("below the root");
    prop_assert!(rest.components().all(|part| matches!(part, Component::Normal(_))), "{:?}", place);
    prop_assert_eq!(rest.components().count(), path.segments().len());
    prop_assert!(path.segments().iter().all(|name| !name.starts_with('.')));
    // Written again and read again, a path is the same: the redirect leads where it says.
    let again = SitePath::parse(&format!("/{}", path.as_folder_address()));
    prop_assert_eq!(again.map(|p| p.segments), Ok(path.segments));
    Ok(())
}
