//! Reading a message broker: MQTT 3.1.1 over the one way out, so that the broker's address is held to the same rules as
//! every other call. Packets are written and read by the crate `rumqttc`.

use std::{sync::Arc, time::Duration};

use bytes::BytesMut;
use rumqttc::{
    ConnAck, Connect, ConnectReturnCode, Packet, PubAck, Publish, QoS, SubAck, Subscribe,
    SubscribeReasonCode, mqttbytes,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{Instant, timeout_at},
};

use super::{Inbox, Mqtt, Piece};
use crate::egress::{Client, Stream};

/// The largest packet.
const MOST_BYTES: usize = 256 * 1024;
/// A sign of life is sent so often, in seconds.
const KEEP_ALIVE: u16 = 30;
/// The pause before the second try; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Why a broker is left.
#[derive(Debug, thiserror::Error)]
enum Left {
    /// It cannot be reached, or the connection broke.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// It refuses.
    #[error("the broker refuses: {0}")]
    Refused(&'static str),
    /// It says nothing any more.
    #[error("the broker is silent")]
    Silent,
}

impl From<std::io::Error> for Left {
    fn from(fault: std::io::Error) -> Self {
        Self::Broken(fault.to_string())
    }
}

impl From<mqttbytes::Error> for Left {
    fn from(fault: mqttbytes::Error) -> Self {
        Self::Broken(fault.to_string())
    }
}

/// Reads a broker until the program ends, and comes back to it after a pause when it was left.
pub async fn listen(client: Arc<Client>, mqtt: Mqtt, inbox: Arc<Inbox>, name: String) {
    let mut pause = FIRST_PAUSE;
    loop {
        let begun = Instant::now();
        let left = Session::begin(&client, &mqtt, &name).await;
        let left = match left {
            Ok(mut session) => session.read(&inbox).await,
            Err(left) => left,
        };
        tracing::warn!(subscription = %inbox.subscription().id, fault = %left, "a message broker was left");
        if begun.elapsed() > LONGEST_PAUSE {
            pause = FIRST_PAUSE;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// A connection with what was read of it.
struct Session {
    stream: Box<dyn Stream>,
    read: BytesMut,
}

impl Session {
    async fn begin(client: &Client, mqtt: &Mqtt, name: &str) -> Result<Self, Left> {
        let stream = client.open(mqtt.broker.target()).await;
        let stream = stream.map_err(|fault| Left::Broken(fault.to_string()))?;
        let mut session = Self { stream, read: BytesMut::new() };
        let mut connect = Connect::new(name);
        // A session that the broker keeps: what comes while we are away is sent afterwards.
        (connect.keep_alive, connect.clean_session) = (KEEP_ALIVE, false);
        if let Some((user, password)) = &mqtt.login {
            connect.set_login(user, password);
        }
        session.send(&Packet::Connect(connect)).await?;
        let within = Instant::now() + Duration::from_secs(u64::from(KEEP_ALIVE));
        match session.next(within).await? {
            Packet::ConnAck(ConnAck { code: ConnectReturnCode::Success, .. }) => {}
            Packet::ConnAck(_) => return Err(Left::Refused("connecting")),
            _ => return Err(Left::Refused("another packet than was expected")),
        }
        let mut subscribe = Subscribe::new(mqtt.filter.as_str(), QoS::AtLeastOnce);
        subscribe.pkid = 1;
        session.send(&Packet::Subscribe(subscribe)).await?;
        Ok(session)
    }

    async fn read(&mut self, inbox: &Inbox) -> Left {
        loop {
            if let Err(left) = self.turn(inbox).await {
                return left;
            }
        }
    }

    /// Takes the next packet; without any, asks for a sign of life and leaves where there is none.
    async fn turn(&mut self, inbox: &Inbox) -> Result<(), Left> {
        let half = Duration::from_secs(u64::from(KEEP_ALIVE) / 2);
        let packet = match self.next(Instant::now() + half).await {
            Err(Left::Silent) => {
                self.send(&Packet::PingReq).await?;
                self.next(Instant::now() + half).await?
            }
            packet => packet?,
        };
        match packet {
            Packet::Publish(message) => self.take(message, inbox).await,
            Packet::SubAck(SubAck { return_codes, .. }) => {
                let refused = return_codes.contains(&SubscribeReasonCode::Failure);
                if refused { Err(Left::Refused("the topic")) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Takes a message. It is acknowledged once it is in the inbox; while that is full, it and all after it wait.
    async fn take(&mut self, message: Publish, inbox: &Inbox) -> Result<(), Left> {
        let Publish { qos, pkid, topic, payload, .. } = message;
        let piece = Piece { about: topic, at: None, bytes: payload.to_vec() };
        let until = Instant::now() + Duration::from_secs(u64::from(KEEP_ALIVE));
        while inbox.take(vec![piece.clone()]).is_err() {
            if Instant::now() > until {
                return Err(Left::Broken("the inbox stays full".to_owned()));
            }
            tokio::time::sleep(super::MOMENT).await;
        }
        match qos {
            QoS::AtLeastOnce => self.send(&Packet::PubAck(PubAck::new(pkid))).await,
            // More is not subscribed to, so a broker may not send it (MQTT 3.1.1 §3.8.4).
            QoS::ExactlyOnce => Err(Left::Refused("a level of service that was not asked for")),
            QoS::AtMostOnce => Ok(()),
        }
    }

    async fn send(&mut self, packet: &Packet) -> Result<(), Left> {
        let mut bytes = BytesMut::new();
        packet.write(&mut bytes, MOST_BYTES)?;
        let write = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        let limit = Duration::from_secs(u64::from(KEEP_ALIVE));
        tokio::time::timeout(limit, write).await.map_err(|_| Left::Silent)?.map_err(Left::from)
    }

    /// The next packet, where a whole one comes in time.
    async fn next(&mut self, within: Instant) -> Result<Packet, Left> {
        loop {
            match Packet::read(&mut self.read, MOST_BYTES) {
                Ok(packet) => return Ok(packet),
                Err(mqttbytes::Error::InsufficientBytes(_)) => {}
                Err(fault) => return Err(fault.into()),
            }
            let read = timeout_at(within, self.stream.read_buf(&mut self.read)).await;
            if read.map_err(|_| Left::Silent)?? == 0 {
                return Err(Left::Broken("the broker closed it".to_owned()));
            }
        }
    }
}
