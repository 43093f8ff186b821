//! Listens to a live stream as very many readers at once, posts a reading a second, and says when each reader had it.
//!
//! usage: `subscribers STREAM NOTIFY SECRET READERS SECONDS PID HOUR`: addresses of the two listeners, the secret of the webhook
//! `air`, the id of the server's process, whose memory and processor time are read from `/proc`, and an hour of which the
//! readings are said to be.

mod post;
mod process;
mod readers;

use std::{
    error::Error,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use post::Poster;
use process::Process;
use readers::Readers;

/// When the reading of each number was sent off.
type Sent = Arc<Mutex<Vec<Instant>>>;

/// Time for memory to settle after everybody has connected, and for the last reading to arrive.
const TO_SETTLE: Duration = Duration::from_secs(3);
/// Readings before those that are counted: what is made once, such as the first look at a parser, is made in them.
const FIRST: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [stream, notify, secret, count, seconds, pid, hour] = given.as_slice() else {
        return Err("usage: subscribers STREAM NOTIFY SECRET READERS SECONDS PID HOUR".into());
    };
    let (stream, notify): (SocketAddr, SocketAddr) = (stream.parse()?, notify.parse()?);
    let (count, seconds): (usize, usize) = (count.parse()?, seconds.parse()?);
    let server = Process::of(pid.parse()?);

    let at_rest = server.resident_kib()?;
    let mut readers = Readers::connect(stream, count)?;
    readers.listen(TO_SETTLE, None)?;
    let connected = server.resident_kib()?;

    let sent = Sent::default();
    let (poster, told) = (Poster::new(notify, secret.clone(), hour.clone()), Arc::clone(&sent));
    let posting = thread::spawn(move || post_each_second(poster, FIRST + seconds, &told));
    let (began, busy) = (Instant::now(), server.busy()?);
    readers.listen(Duration::from_secs((FIRST + seconds) as u64) + TO_SETTLE, Some(&sent))?;
    let busy = (server.busy()? - busy).as_secs_f64() / began.elapsed().as_secs_f64();
    posting.join().map_err(|_| "the posting thread broke")??;

    let mut micros = readers.delays_after(FIRST);
    micros.sort_unstable();
    let at = |share: f64| micros.get(((micros.len() as f64 * share) as usize).min(micros.len().max(1) - 1));
    println!(
        "{}",
        serde_json::json!({
            "readers": count, "expected": count * seconds, "delivered": micros.len(), "broken": readers.broken(),
            "median_micros": at(0.5), "p99_micros": at(0.99), "most_micros": micros.last(),
            "at_rest_kib": at_rest, "connected_kib": connected, "streaming_kib": server.resident_kib()?, "busy_cores": busy,
        })
    );
    Ok(())
}

fn post_each_second(mut poster: Poster, count: usize, sent: &Sent) -> Result<(), String> {
    let began = Instant::now();
    for number in 0..count {
        thread::sleep((began + Duration::from_secs(number as u64)).saturating_duration_since(Instant::now()));
        sent.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
        poster.post(number).map_err(|fault| format!("reading {number}: {fault}"))?;
    }
    Ok(())
}
