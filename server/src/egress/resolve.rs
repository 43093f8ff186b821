//! Looking up names, once for each call.

use std::{future::Future, io, net::IpAddr, pin::Pin};

use super::{EgressError, Host, special};

/// A lookup under way.
pub type Lookup<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// What turns names into addresses.
pub trait Resolver: Send + Sync {
    /// Every address of a name.
    fn look_up<'a>(&'a self, name: &'a str) -> Lookup<'a>;
}

/// The resolver of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn look_up<'a>(&'a self, name: &'a str) -> Lookup<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// The addresses of a host, all of them public.
///
/// One address that is not public spoils the whole answer: a name that mixes the two is being tried on us.
/// The caller connects to these addresses and looks nothing up again, so a name that changes its answer
/// between the check and the call (rebinding) gains nothing.
pub(super) async fn public_addresses(
    host: &Host,
    resolver: &dyn Resolver,
    loopback: bool,
) -> Result<Vec<IpAddr>, EgressError> {
    let addresses = match host {
        Host::Address(address) => vec![*address],
        Host::Name(name) => resolver
            .look_up(name)
            .await
            .map_err(|fault| EgressError::Lookup { host: name.clone(), reason: fault.to_string() })?,
    };
    if addresses.is_empty() {
        return Err(EgressError::Lookup { host: host.to_string(), reason: "no address".to_owned() });
    }
    for address in &addresses {
        let spared = loopback && address.is_loopback();
        if let Some(range) = special(*address).filter(|_| !spared) {
            return Err(EgressError::NotPublic { host: host.to_string(), address: *address, range: range.0 });
        }
    }
    Ok(addresses)
}
