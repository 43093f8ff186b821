//! Subscriptions as the configuration file has them, and checked.

use std::{fmt, path::PathBuf, time::Duration};

use gemeo_shared::connect;
use serde::Deserialize;

use super::{Arrangement, arrangement};
use crate::{
    egress::{Broker, SourceId},
    live::private_topic,
    sign_in::secret,
};

/// A table `[subscriptions.ID]` of the configuration file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    city: String,
    live: String,
    #[serde(default)]
    private: bool,
    #[serde(default = "an_hour")]
    stale_seconds: u64,
    secret_file: Option<PathBuf>,
    broker: Option<String>,
    topic: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    at: Option<arrangement::Table>,
}

fn an_hour() -> u64 {
    3600
}

/// A subscription of which every part was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: SourceId,
    /// The city it is about.
    pub city: String,
    /// Whether its readings are only for those whom the policy lets at them.
    pub private: bool,
    /// The id of the parser that reads it.
    pub connector: &'static str,
    /// After how long without anything it is stale.
    pub stale_after: Duration,
    /// How it comes.
    pub way: Way,
}

/// How a subscription comes.
#[derive(Clone, PartialEq, Eq)]
pub enum Way {
    /// A context broker posts to the webhook with this secret; it may be asked to.
    Webhook(String, Option<Box<Arrangement>>),
    /// It is read from a message broker.
    Mqtt(Mqtt),
}

/// A subscription to a message broker.
#[derive(Clone, PartialEq, Eq)]
pub struct Mqtt {
    /// The broker.
    pub broker: Broker,
    /// The topic filter.
    pub filter: String,
    /// User and password, where the broker wants them.
    pub login: Option<(String, String)>,
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Webhook(_, arrangement) => write!(f, "Webhook(…, {arrangement:?})"),
            Self::Mqtt(mqtt) => write!(f, "Mqtt({})", mqtt.broker.target().url()),
        }
    }
}

impl Subscription {
    /// Where its readings go.
    pub fn topic(&self) -> String {
        if self.private { private_topic(&self.city) } else { self.city.clone() }
    }
}

impl Table {
    /// Checks it and reads its secrets. `loopback_http` is the switch for tests.
    ///
    /// # Errors
    /// The key at fault, and what is expected.
    pub fn check(self, id: &str, loopback_http: bool) -> Result<Subscription, String> {
        let id = id.parse::<SourceId>().map_err(str::to_owned)?;
        let city = self.city.parse::<SourceId>().map_err(|fault| format!("city: {fault}"))?.to_string();
        let connector = connect::by_id(&self.live).ok_or_else(|| {
            let known: Vec<&str> = connect::CONNECTORS.iter().map(|connector| connector.id).collect();
            format!("live: no parser `{}`; expected one of {}", self.live, known.join(", "))
        })?;
        if !(1..=604_800).contains(&self.stale_seconds) {
            return Err("stale_seconds: expected a number from 1 to 604800".to_owned());
        }
        let stale_after = Duration::from_secs(self.stale_seconds);
        let (connector, private) = (connector.id, self.private);
        let way = self.way(&id, loopback_http)?;
        Ok(Subscription { id, city, private, connector, stale_after, way })
    }

    fn way(self, id: &SourceId, loopback_http: bool) -> Result<Way, String> {
        let Self { secret_file, broker, topic, user, password_file, at, .. } = self;
        match (secret_file, broker) {
            (Some(file), None) if topic.is_none() && user.is_none() && password_file.is_none() => {
                let secret = secret(&file).map_err(|fault| format!("secret_file: {fault}"))?;
                let at = at.map(|at| at.check(id, loopback_http)).transpose();
                Ok(Way::Webhook(secret, at.map_err(|fault| format!("at.{fault}"))?.map(Box::new)))
            }
            (None, Some(broker)) if at.is_none() => {
                let broker =
                    Broker::parse(&broker, loopback_http).map_err(|fault| format!("broker: {fault}"))?;
                let filter = topic.filter(|filter| is_filter(filter));
                let filter = filter.ok_or("topic: expected an MQTT topic filter such as air/+/no2")?;
                let login = match (user, password_file) {
                    (None, None) => None,
                    (Some(user), Some(file)) => {
                        Some((user, secret(&file).map_err(|fault| format!("password_file: {fault}"))?))
                    }
                    _ => return Err("user: expected user and password_file together".to_owned()),
                };
                Ok(Way::Mqtt(Mqtt { broker, filter, login }))
            }
            _ => {
                Err("expected either secret_file (webhook) and perhaps at, or broker and topic (MQTT)"
                    .to_owned())
            }
        }
    }
}

/// MQTT 3.1.1 §4.7: `+` is a whole level, `#` the last one.
fn is_filter(filter: &str) -> bool {
    let levels: Vec<&str> = filter.split('/').collect();
    let last = levels.len() - 1;
    let fits = |(number, level): (usize, &&str)| match *level {
        "+" => true,
        "#" => number == last,
        level => !level.contains(['+', '#', '\0']),
    };
    (1..=256).contains(&filter.len()) && levels.iter().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<Subscription, String> {
        let table: Table = text
            .parse::<toml::Table>()
            .expect("TOML")
            .try_into()
            .map_err(|fault: toml::de::Error| fault.to_string())?;
        table.check("air", false)
    }

    #[test]
    fn a_subscription_comes_one_way() {
        let mqtt = "city='porto'\nlive='ngsi'\nbroker='mqtts://broker.example.org'\ntopic='air/+/no2/#'";
        let subscription = checked(mqtt).expect("a subscription");
        assert_eq!((subscription.topic().as_str(), subscription.connector), ("porto", "ngsi"));
        let private = checked(&format!("{mqtt}\nprivate=true")).expect("a subscription");
        assert_eq!(private.topic(), "porto/private");
        for (text, begins) in [
            ("city='porto'\nlive='ngsi'", "expected either"),
            ("city='porto'\nlive='ngsi'\nsecret_file='x'\ntopic='y'", "expected either"),
            ("city='Porto'\nlive='ngsi'\nsecret_file='x'", "city: "),
            ("city='porto'\nlive='none'\nsecret_file='x'", "live: no parser `none`"),
            ("city='porto'\nlive='ngsi'\nsecret_file='no-such-file'", "secret_file: "),
            ("city='porto'\nlive='ngsi'\nbroker='mqtt://b.example.org'\ntopic='x'", "broker: "),
            ("city='porto'\nlive='ngsi'\nbroker='mqtts://b.example.org'\ntopic='a/#/b'", "topic: "),
            ("city='porto'\nlive='ngsi'\nbroker='mqtts://b.example.org'\ntopic='a+'", "topic: "),
            ("city='porto'\nlive='ngsi'\nbroker='mqtts://b.example.org'\ntopic='a'\nuser='u'", "user: "),
            ("city='porto'\nlive='ngsi'\nstale_seconds=0\nsecret_file='x'", "stale_seconds: "),
        ] {
            let fault = checked(text).expect_err("a fault");
            assert!(fault.starts_with(begins), "{fault}");
        }
    }
}
