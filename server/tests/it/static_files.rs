//! What the server sends, over a real socket.

use crate::common::{SECRET, Server};

const APP: &str = "/app-90f1a2b3c4d5e6f7.js";
const KEEP: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn pages_files_and_their_types() {
    let server = Server::plain().await;
    for (path, kind, body) in [
        ("/", "text/html; charset=utf-8", "shell"),
        ("/pt/", "text/html; charset=utf-8", "início"),
        ("/pt/?utm=x", "text/html; charset=utf-8", "início"),
        ("/pt/guimar%C3%A3es/", "text/html; charset=utf-8", "guimarães"),
        ("/en/lisboa/index.html", "text/html; charset=utf-8", "lisboa in english"),
        ("/manifest.webmanifest", "application/manifest+json", "{}"),
        ("/worker/0a1b2c3d/engine_bg.wasm", "application/wasm", "0123456789"),
        (APP, "text/javascript; charset=utf-8", "plain script"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, body), "{path}");
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()), "{path}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{path}");
    }
}

#[tokio::test]
async fn the_compressed_sibling_is_chosen_by_weight() {
    let server = Server::plain().await;
    for (accept, coding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli script"),
        ("gzip, br;q=0.5", Some("gzip"), "gzip script"),
        ("br;q=0, gzip;q=0.1", Some("gzip"), "gzip script"),
        ("identity, br;q=0.5", None, "plain script"),
        ("zstd", None, "plain script"),
        ("br;q=0, gzip;q=0, identity;q=0", None, "plain script"),
    ] {
        let answer = server.ask("GET", APP, &[&format!("Accept-Encoding: {accept}")]).await;
        assert_eq!((answer.text().as_str(), answer.header("content-encoding")), (body, coding), "{accept}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{accept}");
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"), "{accept}");
    }
    let no_gzip = server.ask("GET", "/", &["Accept-Encoding: gzip"]).await;
    assert_eq!((no_gzip.text().as_str(), no_gzip.header("content-encoding")), ("shell", None));
}

#[tokio::test]
async fn a_leftover_of_an_earlier_build_is_not_sent() {
    let server = Server::plain().await;
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    let sibling = server.folder.path().join("dist/index.html.br");
    std::fs::File::options()
        .write(true)
        .open(sibling)
        .and_then(|file| file.set_modified(old))
        .expect("set time");
    let answer = server.ask("GET", "/", &["Accept-Encoding: br"]).await;
    assert_eq!((answer.text().as_str(), answer.header("content-encoding")), ("shell", None));
}

/// Files are held once they have not changed for two seconds; nothing of an answer may tell whether its file was.
#[tokio::test]
async fn what_is_held_is_answered_like_what_is_read_and_never_outlives_its_file() {
    let server = Server::plain().await;
    let etag = server.get(APP).await.header("etag").expect("a tag").to_owned();
    let all = async || {
        let mut answers = Vec::new();
        for method in ["GET", "HEAD"] {
            for path in [APP, "/", "/pt/", "/nothing.js", "/worker/0a1b2c3d/engine_bg.wasm"] {
                for line in [
                    "X: y",
                    "Accept-Encoding: gzip, br",
                    "Accept-Encoding: gzip",
                    "If-None-Match: *",
                    &format!("If-None-Match: {etag}"),
                    "If-Match: \"another\"",
                    "Range: bytes=1-3",
                ] {
                    let answer = server.ask(method, path, &[line]).await;
                    let lines = [
                        "etag",
                        "content-type",
                        "content-length",
                        "content-encoding",
                        "cache-control",
                        "vary",
                    ];
                    let lines = lines.map(|name| answer.header(name).map(str::to_owned));
                    answers.push((format!("{method} {path} {line}"), answer.status, lines, answer.body));
                }
            }
        }
        answers
    };
    let fresh = all().await;
    assert!(fresh.iter().all(|(_, status, [_, _, length, ..], _)| *status != 304 || length.is_none()));
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    assert_eq!(all().await, fresh, "read and held");
    assert_eq!(all().await, fresh, "from memory");
    let place = |name: &str| server.folder.path().join("dist").join(name);
    std::fs::write(place("index.html"), "SHELL").expect("write");
    std::fs::remove_file(place(&APP[1..])).expect("remove");
    assert_eq!(server.get("/").await.text(), "SHELL");
    assert_eq!(server.ask("GET", APP, &["Accept-Encoding: br"]).await.status, 404);
}

#[tokio::test]
async fn compressed_siblings_have_no_address() {
    let server = Server::plain().await;
    for path in [format!("{APP}.br"), format!("{APP}.gz"), "/index.html.br".to_owned()] {
        assert_eq!(server.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_and_the_rest_asked_for() {
    let server = Server::plain().await;
    for path in [APP, "/worker/0a1b2c3d/engine_bg.wasm"] {
        assert_eq!(server.get(path).await.header("cache-control"), Some(KEEP), "{path}");
    }
    for path in [
        "/",
        "/pt/",
        "/sw.js",
        "/packs/lisboa/core.json",
        "/worker/0a1b2c3d/no.wasm",
        "/no-90f1a2b3c4d5e6f7.js",
    ] {
        assert_eq!(server.get(path).await.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn a_known_version_is_not_sent_again() {
    let server = Server::plain().await;
    let brotli = server.ask("GET", APP, &["Accept-Encoding: br"]).await;
    let plain = server.get(APP).await;
    let (of_brotli, of_plain) = (brotli.header("etag").expect("a tag"), plain.header("etag").expect("a tag"));
    assert_ne!(of_brotli, of_plain, "a strong tag belongs to one coding");
    let again =
        server.ask("GET", APP, &["Accept-Encoding: br", &format!("If-None-Match: {of_brotli}")]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!((again.header("etag"), again.header("cache-control")), (Some(of_brotli), Some(KEEP)));
    assert_eq!((again.header("vary"), again.header("content-type")), (Some("Accept-Encoding"), None));
    let other = server.ask("GET", APP, &[&format!("If-None-Match: {of_brotli}")]).await;
    assert_eq!((other.status, other.text().as_str()), (200, "plain script"));
    assert_eq!(server.ask("GET", APP, &["If-Match: \"other\""]).await.status, 412);
}

#[tokio::test]
async fn a_changed_file_gets_a_new_tag() {
    let server = Server::plain().await;
    let before = server.get("/sw.js").await;
    let tag = before.header("etag").expect("a tag").to_owned();
    std::fs::write(server.folder.path().join("dist/sw.js"), "worker, newer").expect("write");
    let after = server.ask("GET", "/sw.js", &[&format!("If-None-Match: {tag}")]).await;
    assert_eq!((after.status, after.text().as_str()), (200, "worker, newer"));
    assert_ne!(after.header("etag"), Some(tag.as_str()));
}

#[tokio::test]
async fn head_is_get_without_the_content() {
    let server = Server::plain().await;
    for path in ["/", "/pt/", APP, "/large.csv", "/no-such-page/", "/healthz", "/pt", "/.."] {
        let (head, get) = (server.ask("HEAD", path, &[]).await, server.get(path).await);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in
            ["content-length", "content-type", "etag", "cache-control", "vary", "location", "accept-ranges"]
        {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    let part = server.ask("HEAD", APP, &["Range: bytes=0-1"]).await;
    assert_eq!((part.status, part.header("content-length")), (200, Some("12")));
}

#[tokio::test]
async fn parts_come_from_the_file_as_it_is() {
    let server = Server::plain().await;
    const ENGINE: &str = "/worker/0a1b2c3d/engine_bg.wasm";
    let tag = server.get(ENGINE).await.header("etag").expect("a tag").to_owned();
    for (range, body, said) in [
        ("0-3", "0123", "bytes 0-3/10"),
        ("8-", "89", "bytes 8-9/10"),
        ("-1", "9", "bytes 9-9/10"),
        ("5-99", "56789", "bytes 5-9/10"),
    ] {
        let headers = [&format!("Range: bytes={range}"), "Accept-Encoding: br", &format!("If-Range: {tag}")];
        let answer = server.ask("GET", ENGINE, &headers).await;
        assert_eq!((answer.status, answer.text().as_str()), (206, body), "{range}");
        assert_eq!(
            (answer.header("content-range"), answer.header("content-encoding")),
            (Some(said), None),
            "{range}"
        );
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()), "{range}");
    }
    let outside = server.ask("GET", ENGINE, &["Range: bytes=10-"]).await;
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */10")));
    for headers in
        [&["Range: bytes=0-1,4-5"][..], &["Range: rows=0-1"], &["Range: bytes=0-1", "If-Range: \"other\""]]
    {
        let whole = server.ask("GET", ENGINE, headers).await;
        assert_eq!((whole.status, whole.text().as_str()), (200, "0123456789"), "{headers:?}");
    }
    assert_eq!(server.get(ENGINE).await.header("accept-ranges"), Some("bytes"));
    assert_eq!(server.ask("GET", ENGINE, &["Accept-Encoding: br"]).await.header("accept-ranges"), None);
}

#[tokio::test]
async fn a_long_file_is_sent_whole_and_in_parts() {
    let server = Server::plain().await;
    let whole = server.get("/large.csv").await;
    assert_eq!((whole.status, whole.body.len()), (200, 1024 * 1024));
    assert_eq!(whole.body, "0123456789abcde\n".repeat(64 * 1024).as_bytes());
    let part = server.ask("GET", "/large.csv", &["Range: bytes=8-600000"]).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[8..=600_000]));
}

#[tokio::test]
async fn a_folder_without_its_slash_redirects() {
    let server = Server::plain().await;
    for (path, target) in [
        ("/pt", "/pt/"),
        ("/en/lisboa?indicator=x&y=1", "/en/lisboa/?indicator=x&y=1"),
        ("/pt/guimar%C3%A3es", "/pt/guimar%C3%A3es/"),
        ("/pt?next=//evil.example/", "/pt/?next=//evil.example/"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (308, Some(target)), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_shows_the_page_for_it() {
    let server = Server::plain().await;
    for (path, page) in [
        ("/pt/braga/", "não encontrado"),
        ("/pt/braga", "não encontrado"),
        ("/en/braga/", "shell"),
        ("/braga/", "shell"),
        ("/empty/", "shell"),
        ("/empty", "shell"),
        ("/index.html/", "shell"),
        ("//evil.example/", "shell"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (404, page), "{path}");
        assert_eq!((answer.header("etag"), answer.header("location")), (None, None), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
    }
    let coded = server.ask("GET", "/braga/", &["Accept-Encoding: br"]).await;
    assert_eq!((coded.status, coded.header("content-encoding")), (404, Some("br")));
}

#[tokio::test]
async fn an_unknown_file_is_a_page_only_for_a_person() {
    let server = Server::plain().await;
    let fetched = server.ask("GET", "/packs/braga/core.json", &["Accept: */*"]).await;
    assert_eq!((fetched.status, fetched.header("content-type")), (404, Some("text/plain; charset=utf-8")));
    let typed =
        server.ask("GET", "/packs/braga/core.json", &["Accept: text/html,application/xml;q=0.9"]).await;
    assert_eq!((typed.status, typed.text().as_str()), (404, "shell"));
    assert_eq!(typed.header("vary"), Some("Accept-Encoding, Accept"));
}

#[tokio::test]
async fn nothing_leads_out_of_the_folder() {
    let server = Server::plain().await;
    #[cfg(unix)]
    std::os::unix::fs::symlink(server.folder.path(), server.folder.path().join("dist/out")).expect("a link");
    for path in [
        "/../secret.txt",
        "/pt/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/pt/..%2f..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/..%252fsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%00/secret.txt",
        "/sw.js%00.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/%2egit/config",
        "/pt/../.env",
        "/./.env",
        "//.env",
        "/out/secret.txt",
        "/empty/",
        "/empty/../../secret.txt",
        "///../secret.txt",
        "http://evil.example/../secret.txt",
        "/.%2e/secret.txt",
    ] {
        let answer = server.get(path).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains(SECRET) && !answer.text().contains("note.txt"), "{path}");
        assert_eq!(answer.header("location"), None, "{path}");
    }
    assert_eq!(server.get(&format!("/{}", "a".repeat(2000))).await.status, 414);
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let server = Server::plain().await;
    for path in ["/", "/healthz", "/no-such-page/"] {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            let answer = server.ask(method, path, &[]).await;
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_base_path_moves_everything() {
    let server = Server::start(|config| config.base = "/twin/".parse().expect("a base")).await;
    assert_eq!(server.get("/twin/").await.text(), "shell");
    assert_eq!(server.get("/twin/pt/").await.text(), "início");
    assert_eq!(server.get(&format!("/twin{APP}")).await.header("cache-control"), Some(KEEP));
    assert_eq!(server.get("/twin/pt/braga/").await.text(), "não encontrado");
    for (path, target) in
        [("/twin/pt", "/twin/pt/"), ("/twin", "/twin/"), ("/", "/twin/"), ("/twin?x=1", "/twin/?x=1")]
    {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (308, Some(target)), "{path}");
    }
    for path in ["/pt/", "/twins/", "/twin/../secret.txt", "/sw.js", "/twin//evil.example"] {
        let answer = server.get(path).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(server.get("/healthz").await.status, 200);
    assert_eq!(server.get("/twin/healthz").await.status, 200);
}
