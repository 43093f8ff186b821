//! TLS by rustls: loading the certificate, greeting a client.

use std::{sync::Arc, time::Duration};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
    server::TlsStream,
};

use super::ListenError;
use crate::config::TlsFiles;

/// Speaks TLS on behalf of a listener.
pub(super) type Acceptor = TlsAcceptor;

/// Reads the certificate chain and its key, both PEM.
pub(super) fn load(files: &TlsFiles) -> Result<Acceptor, ListenError> {
    let fault = |key, path: &std::path::Path, reason: String| ListenError::Certificate {
        key,
        reason: format!("{}: {reason}", path.display()),
    };
    let chain: Vec<CertificateDer> =
        CertificateDer::pem_file_iter(&files.cert).and_then(Iterator::collect).map_err(|error| {
            fault("tls_cert", &files.cert, format!("expected certificates in PEM: {error}"))
        })?;
    if chain.is_empty() {
        return Err(fault("tls_cert", &files.cert, "expected at least one certificate in PEM".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| fault("tls_key", &files.key, format!("expected a private key in PEM: {error}")))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| {
            fault("tls_key", &files.key, format!("expected the key of the certificate: {error}"))
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Shakes hands within `limit`.
pub(super) async fn greet<S>(acceptor: &Acceptor, stream: S, limit: Duration) -> std::io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    tokio::time::timeout(limit, acceptor.accept(stream)).await?
}

/// Whether the client chose HTTP/2.
pub(super) fn speaks_http2<S>(stream: &TlsStream<S>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(b"h2")
}
