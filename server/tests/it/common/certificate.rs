//! Certificates made for the occasion: a private key has no place in a repository.

use std::{path::Path, process::Command};

/// Makes `cert.pem`, its own authority, and `key.pem` for a host (`DNS:localhost`, `IP:127.0.0.1`); false, with a word to the
/// reader, where openssl is not there or makes none.
pub fn make(test: &str, folder: &Path, host: &str) -> bool {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=made for a test", "-addext", &format!("subjectAltName={host}")])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .output();
    let well = made.as_ref().is_ok_and(|output| output.status.success());
    if !well {
        println!("skipped: {test}: openssl made no certificate ({made:?})");
    }
    well
}
