//! Posts notifications as a context broker would.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// A context broker.
pub struct Poster {
    to: SocketAddr,
    secret: String,
    hour: String,
}

impl Poster {
    /// One that posts to this address what was observed in an hour, such as `2026-01-31T14`.
    pub fn new(to: SocketAddr, secret: String, hour: String) -> Self {
        Self { to, secret, hour }
    }

    /// Posts a reading whose value is its number.
    pub fn post(&mut self, number: usize) -> io::Result<()> {
        let stamp = format!("{}:{:02}:{:02}Z", self.hour, number / 60 % 60, number % 60);
        let body = serde_json::json!({ "id": "urn:n:1", "type": "Notification", "data": [{
            "id": "urn:ngsi-ld:AirQualityObserved:1", "type": "AirQualityObserved", "dateObserved": stamp, "no2": number,
        }] })
        .to_string();
        let mut stream = TcpStream::connect(self.to)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "POST /notify/air HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/ld+json\r\n\
             Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
            self.secret,
            body.len()
        )?;
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status)?;
        if status.starts_with("HTTP/1.1 204 ") { Ok(()) } else { Err(io::Error::other(status)) }
    }
}
