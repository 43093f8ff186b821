//! A host that says what it is told to say, and counts who comes.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A host on a port of its own.
pub struct Upstream {
    pub address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<std::sync::Mutex<Vec<String>>>,
}

impl Upstream {
    /// Answers every request with these bytes, piece by piece with a pause between them.
    pub async fn at(address: impl Into<SocketAddr>, pieces: &[&[u8]], pause: Duration) -> Self {
        let listener = TcpListener::bind(address.into()).await.expect("bind");
        let address = listener.local_addr().expect("an address");
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::default());
        let host = Self { address, connections: Arc::clone(&connections), requests: Arc::clone(&requests) };
        let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.to_vec()).collect();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (pieces, requests) = (pieces.clone(), Arc::clone(&requests));
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let mut byte = [0];
                        if stream.read_exact(&mut byte).await.is_err() {
                            return;
                        }
                        head.extend(byte);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    requests.lock().expect("the list").push(head);
                    for piece in pieces {
                        if stream.write_all(&piece).await.is_err() {
                            return;
                        }
                        tokio::time::sleep(pause).await;
                    }
                });
            }
        });
        host
    }

    pub async fn saying(answer: &str) -> Self {
        Self::at(([127, 0, 0, 1], 0), &[answer.as_bytes()], Duration::ZERO).await
    }

    pub async fn with_body(body: &str) -> Self {
        let length = body.len();
        Self::saying(&format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}")).await
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("the list").clone()
    }
}
