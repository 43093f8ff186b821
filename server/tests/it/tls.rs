//! TLS by the server itself, with a certificate made for the occasion.
//!
//! `openssl` makes it, for a private key has no place in a repository; without that program the
//! tests say so and pass over.
#![cfg(feature = "tls")]

use std::{path::Path, process::Command, sync::Arc, time::Duration};

use crate::{
    common::{Answer, Server, certificate, upstream::Upstream},
    live,
};
use gemeo_server::{config::TlsFiles, egress::Trust};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// Makes a certificate for `localhost` and its key; none where openssl is not there.
fn certificate(folder: &Path) -> Option<TlsFiles> {
    let files = TlsFiles { cert: folder.join("cert.pem"), key: folder.join("key.pem") };
    certificate::make("tls", folder, "DNS:localhost").then_some(files)
}

async fn greet(server: &Server, files: &TlsFiles, protocol: &str) -> TlsStream<tokio::net::TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&files.cert).expect("a certificate")).expect("a root");
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(Arc::new(config)).connect(name, server.connect().await).await.expect("a greeting")
}

#[tokio::test]
async fn http_1_comes_with_hsts() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(files) = certificate(folder.path()) else { return };
    let server = Server::start(|config| config.tls = Some(files.clone())).await;
    let mut stream = greet(&server, &files, "http/1.1").await;
    stream.write_all(b"GET /pt/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("send");
    let answer = Answer::read(&mut stream).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "início"));
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
}

#[tokio::test]
async fn a_stream_is_sent_encrypted() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(files) = certificate(folder.path()) else { return };
    let host = Upstream::with_body(&live::answer("2026-09-07", "41")).await;
    let server = Server::start(|config| {
        config.tls = Some(files.clone());
        config.egress.trust = Trust::File(files.cert.clone());
        live::add(config, format!("http://{}/", host.address));
    });
    let server = server.await;
    for protocol in ["http/1.1", "h2"] {
        let mut stream = greet(&server, &files, protocol).await;
        if protocol == "h2" {
            // RFC 9113: preface, SETTINGS, and HEADERS of stream 1 (RFC 7541: GET and https are indexed, the others literal).
            stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.expect("send");
            let mut head = b"\x82\x87\x04\x0f/api/live/porto\x01\x01x".to_vec();
            let length = u8::try_from(head.len()).expect("short");
            let mut frame = vec![0, 0, length, 1, 5, 0, 0, 0, 1];
            frame.append(&mut head);
            stream.write_all(&frame).await.expect("send");
        } else {
            stream.write_all(b"GET /api/live/porto HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
        }
        let (mut seen, mut piece) = (Vec::new(), [0; 4096]);
        while !String::from_utf8_lossy(&seen).contains("\"value\":41.0") {
            let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut piece)).await;
            let read = read.unwrap_or_else(|_| panic!("{protocol}: {}", String::from_utf8_lossy(&seen)));
            assert!(read.as_ref().is_ok_and(|read| *read > 0), "{protocol}: {read:?}");
            seen.extend_from_slice(&piece[..read.unwrap_or(0)]);
        }
    }
}

#[tokio::test]
async fn http_2_is_spoken_where_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(files) = certificate(folder.path()) else { return };
    let server = Server::start(|config| config.tls = Some(files.clone())).await;
    let mut stream = greet(&server, &files, "h2").await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    // RFC 9113 §3.4: the preface and an empty SETTINGS frame; the server answers with its own.
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.expect("send");
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.expect("a frame");
    assert_eq!(frame[3], 4, "SETTINGS");
}

#[tokio::test]
async fn a_client_that_never_greets_is_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(files) = certificate(folder.path()) else { return };
    let server = Server::start(|config| {
        config.tls = Some(files.clone());
        config.limits.header = Duration::from_millis(150);
    });
    let mut stream = server.await.connect().await;
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    assert!(read.is_ok() && bytes.is_empty(), "closed without a word");
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(files) = certificate(folder.path()) else { return };
    let other = tempfile::tempdir().expect("a folder");
    let Some(others) = certificate(other.path()) else { return };
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").expect("write");
    std::fs::write(folder.path().join("index.html"), "shell").expect("write");
    for (cert, key, named) in [
        (&files.cert, &others.key, "tls_key: "),
        (&empty, &files.key, "tls_cert: "),
        (&files.cert, &empty, "tls_key: "),
        (&folder.path().join("absent.pem"), &files.key, "tls_cert: "),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gemeo-server"));
        program.arg("--check-config").arg("--root").arg(folder.path());
        let ended = program.arg("--tls-cert").arg(cert).arg("--tls-key").arg(key).output().expect("it runs");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains(named), "{said}");
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_gemeo-server"));
    program.arg("--check-config").arg("--root").arg(folder.path());
    let ended = program
        .arg("--tls-cert")
        .arg(&files.cert)
        .arg("--tls-key")
        .arg(&files.key)
        .output()
        .expect("it runs");
    assert!(ended.status.success());
}
