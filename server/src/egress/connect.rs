//! A connection to an address that was looked at, with TLS for the name that was asked for.

use std::{io, net::IpAddr, path::PathBuf, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

use super::{EgressError, Host, Url};

/// Whose certificates are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Trust {
    /// Those that the system believes.
    #[default]
    System,
    /// Those of a file in PEM, and no others.
    File(PathBuf),
}

/// Either kind of stream.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// What shakes hands with a host.
pub(super) fn connector(trust: &Trust) -> Result<TlsConnector, EgressError> {
    tls_config(trust).map(|config| TlsConnector::from(Arc::new(config)))
}

/// How hands are shaken.
pub(crate) fn tls_config(trust: &Trust) -> Result<ClientConfig, EgressError> {
    let roots = roots(trust)?;
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|fault| EgressError::Certificates(fault.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn roots(trust: &Trust) -> Result<RootCertStore, EgressError> {
    let mut roots = RootCertStore::empty();
    match trust {
        Trust::System => {
            let found = rustls_native_certs::load_native_certs();
            // A certificate that rustls cannot read is the system's affair; the rest still counts.
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                let faults: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
                let reason = format!("none found on this system {}; set egress_ca", faults.join(", "));
                return Err(EgressError::Certificates(reason));
            }
        }
        Trust::File(path) => {
            let fault = |reason: String| EgressError::Certificates(format!("{}: {reason}", path.display()));
            let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect)
                .map_err(|error| fault(error.to_string()))?;
            if chain.is_empty() {
                return Err(fault("expected at least one certificate in PEM".to_owned()));
            }
            for certificate in chain {
                roots.add(certificate).map_err(|error| fault(error.to_string()))?;
            }
        }
    }
    Ok(roots)
}

/// Connects to the first address that takes the connection.
pub(super) async fn connect(
    url: &Url,
    addresses: &[IpAddr],
    tls: &TlsConnector,
) -> io::Result<Box<dyn Stream>> {
    let mut refused = io::Error::other("no address");
    for address in addresses {
        match TcpStream::connect((*address, url.port)).await {
            Ok(stream) => return encrypt(url, stream, tls).await,
            Err(fault) => refused = fault,
        }
    }
    Err(refused)
}

async fn encrypt(url: &Url, stream: TcpStream, tls: &TlsConnector) -> io::Result<Box<dyn Stream>> {
    stream.set_nodelay(true)?;
    if !url.scheme.is_encrypted() {
        return Ok(Box::new(stream));
    }
    let name = match &url.host {
        Host::Name(name) => ServerName::try_from(name.clone()).map_err(io::Error::other)?,
        Host::Address(address) => ServerName::IpAddress((*address).into()),
    };
    Ok(Box::new(tls.connect(name, stream).await?))
}
