//! An answer that goes on for as long as somebody listens. It has the connection to itself, so that the buffers of HTTP are given
//! back: with ten thousand readers they are most of the memory.

use std::{io, time::SystemTime};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header, response::Parts},
    response::Response,
};
use bytes::{Buf, Bytes};
use http_body_util::BodyExt;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Left with an answer that goes on for long.
#[derive(Debug, Clone, Copy)]
pub struct GoesOn;

/// Whether an answer may have the connection to itself: it goes on, and is no refusal.
pub(super) fn goes_on(response: &Response) -> bool {
    response.extensions().get::<GoesOn>().is_some() && response.status() == StatusCode::OK
}

/// Sends the answer to its end, or until the client is gone; then the connection ends.
pub(super) async fn send<S>(mut stream: S, response: Response) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (parts, mut body) = response.into_parts();
    write(&mut stream, Bytes::from(head(parts))).await?;
    loop {
        let piece = tokio::select! {
            piece = next(&mut body) => piece?,
            gone = until_gone(&mut stream) => return gone,
        };
        let Some(piece) = piece else { break };
        let size = format!("{:x}\r\n", piece.len());
        let framed = Buf::chain(size.as_bytes(), piece);
        write(&mut stream, Buf::chain(framed, &b"\r\n"[..])).await?;
    }
    write(&mut stream, &b"0\r\n\r\n"[..]).await?;
    stream.shutdown().await
}

/// The next piece that is not empty, for an empty one would say that the answer ends.
async fn next(body: &mut Body) -> io::Result<Option<Bytes>> {
    while let Some(frame) = body.frame().await {
        match frame.map_err(io::Error::other)?.into_data() {
            Ok(piece) if !piece.is_empty() => return Ok(Some(piece)),
            _ => {}
        }
    }
    Ok(None)
}

/// Waits until the client closes. What it sends meanwhile is read and let go: the answer says that the connection ends with it.
async fn until_gone<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<()> {
    let mut unread = [0; 64];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, mut bytes: impl Buf) -> io::Result<()> {
    stream.write_all_buf(&mut bytes).await?;
    stream.flush().await
}

/// The head of the answer, chunked (RFC 9112 §7.1): so a client sees whether it ended or was cut.
fn head(mut parts: Parts) -> Vec<u8> {
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(SystemTime::now())) {
        parts.headers.insert(header::DATE, date);
    }
    let mut head = b"HTTP/1.1 200 OK\r\n".to_vec();
    for (name, value) in &parts.headers {
        for piece in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            head.extend_from_slice(piece);
        }
    }
    head.extend_from_slice(b"\r\n");
    head
}
