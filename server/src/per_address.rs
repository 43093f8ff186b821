//! How often one client may ask, by its address: an address that asks too often waits, and the others do not.
//!
//! Addresses are held in memory alone, for as long as they matter, and never written down.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::Instant;

use crate::{api::Problem, listen::Arrival, proxy::TrustedProxies};

/// Clients that are known at most; those that asked longest ago are forgotten first.
const MOST_CLIENTS: usize = 65_536;
const A_MINUTE: Duration = Duration::from_secs(60);

/// Requests that one client may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Below `/api` in a minute, and as many at once; zero does not count them.
    pub api: u32,
    /// Below `/auth`.
    pub auth: u32,
    /// Of the webhook for notifications.
    pub notify: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { api: 1200, auth: 300, notify: 6000 }
    }
}

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Api,
    Auth,
    Notify,
}

impl Kind {
    fn per_minute(self, rates: Rates) -> u32 {
        match self {
            Self::Api => rates.api,
            Self::Auth => rates.auth,
            Self::Notify => rates.notify,
        }
    }
}

/// One client: an IPv4 address, or the /64 of IPv6 that one household or machine has to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Client {
    V4(u32),
    V6(u64),
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.into()),
            // The upper half of the address.
            IpAddr::V6(address) => Self::V6((u128::from(address) >> 64) as u64),
        }
    }
}

type Turns = HashMap<(Kind, Client), Instant>;

/// When each client would have all its turns again, in two halves: when the new one is full it becomes the old one, and
/// what was in the old one is forgotten. A client that goes on asking is always in the new half.
#[derive(Debug, Default)]
struct Table {
    new: Turns,
    old: Turns,
}

impl Table {
    /// Takes a turn.
    ///
    /// # Errors
    /// After how long there is one.
    fn take(&mut self, who: (Kind, Client), per_minute: u32, most: usize) -> Result<(), Duration> {
        let now = Instant::now();
        let full_at = self.new.get(&who).or_else(|| self.old.get(&who)).copied();
        let then = full_at.unwrap_or(now).max(now) + A_MINUTE / per_minute;
        let wait = then.duration_since(now).saturating_sub(A_MINUTE);
        if self.new.len() >= most / 2 && !self.new.contains_key(&who) {
            self.old = std::mem::take(&mut self.new);
        }
        // Who is refused loses no turn by having asked.
        self.new.insert(who, if wait.is_zero() { then } else { full_at.unwrap_or(now) });
        if wait.is_zero() { Ok(()) } else { Err(wait) }
    }
}

/// Counts the requests of a listener, client by client.
#[derive(Clone)]
pub struct PerAddress {
    rates: Rates,
    proxies: TrustedProxies,
    table: Arc<Mutex<Table>>,
}

impl PerAddress {
    /// Nobody has asked yet.
    pub fn new(rates: Rates, proxies: TrustedProxies) -> Self {
        Self { rates, proxies, table: Arc::default() }
    }

    fn take(&self, kind: Kind, address: IpAddr) -> Result<(), Duration> {
        let per_minute = kind.per_minute(self.rates);
        if per_minute == 0 {
            return Ok(());
        }
        // The table is whole between any two statements that could panic.
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        table.take((kind, address.into()), per_minute, MOST_CLIENTS)
    }
}

/// Lets a request through, or answers 429 and when to come back.
pub async fn limit(State(per_address): State<PerAddress>, request: Request, next: Next) -> Response {
    // A request without an arrival came from no connection; all of those are one client.
    let peer = request.extensions().get::<Arrival>().map_or(IpAddr::from([0, 0, 0, 0]), |by| by.peer.ip());
    let address = per_address.proxies.client(peer, request.headers());
    let path = request.uri().path();
    let kind = match path.split('/').nth(1) {
        Some("auth") => Kind::Auth,
        Some("notify") => Kind::Notify,
        _ => Kind::Api,
    };
    match per_address.take(kind, address) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(60);
            Problem { retry_seconds: Some(seconds), ..Problem::TOO_MANY }.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(api: u32) -> PerAddress {
        PerAddress::new(Rates { api, ..Rates::default() }, TrustedProxies::default())
    }

    fn ask(counted: &PerAddress, address: &str) -> bool {
        counted.take(Kind::Api, address.parse().expect("an address")).is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_ends_and_turns_come_back_with_time() {
        let counted = counting(60);
        let burst = (0..100).filter(|_| ask(&counted, "192.0.2.1")).count();
        assert_eq!(burst, 60);
        assert!(ask(&counted, "192.0.2.2"), "another client is not held up");
        assert!(counted.take(Kind::Auth, [192, 0, 2, 1].into()).is_ok(), "nor another kind of request");
        assert_eq!(counted.take(Kind::Api, [192, 0, 2, 1].into()), Err(Duration::from_secs(1)));
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!([0; 4].map(|_| ask(&counted, "192.0.2.1")), [true, true, false, false]);
        tokio::time::advance(Duration::from_secs(3600)).await;
        assert_eq!((0..100).filter(|_| ask(&counted, "192.0.2.1")).count(), 60, "never more than a minute's");
    }

    #[tokio::test(start_paused = true)]
    async fn a_network_of_ipv6_is_one_client_and_mapped_ipv4_is_ipv4() {
        let counted = counting(1);
        assert!(ask(&counted, "2001:db8:0:1::1") && !ask(&counted, "2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assert!(ask(&counted, "2001:db8:0:2::1"));
        assert!(ask(&counted, "::ffff:192.0.2.1") && !ask(&counted, "192.0.2.1"));
        assert!(ask(&counted, "192.0.2.2"));
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_who_goes_on_asking_is_not_forgotten() {
        let mut table = Table::default();
        let client = |number: u32| (Kind::Api, Client::V4(number));
        assert!(table.take(client(0), 2, 100).is_ok() && table.take(client(0), 2, 100).is_ok());
        for number in 1..10_000 {
            assert!(table.take(client(number), 2, 100).is_ok());
            assert!(table.take(client(0), 2, 100).is_err(), "{number}");
            assert!(table.new.len() + table.old.len() <= 100);
        }
        let known = |table: &Table, number| {
            table.new.contains_key(&client(number)) || table.old.contains_key(&client(number))
        };
        assert!(!known(&table, 1) && known(&table, 9_999));
    }

    #[tokio::test(start_paused = true)]
    async fn zero_counts_nothing() {
        let counted = counting(0);
        assert!((0..10_000).all(|_| ask(&counted, "192.0.2.1")));
        assert!(counted.table.lock().expect("the table").new.is_empty());
    }
}
