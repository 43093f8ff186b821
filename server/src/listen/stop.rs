//! When to stop: a signal from the system, or from a test.

use tokio::sync::watch;

/// Tells every listener to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Hears when it is time to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// A stopper and what hears it.
pub fn pair() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Asks everyone to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Waits until it is time to stop; a stopper that is gone counts as asking.
    pub async fn asked(&mut self) {
        // The error says that the stopper is gone, which is an answer too.
        let _ = self.0.wait_for(|stopped| *stopped).await;
    }
}

/// Waits for SIGINT or SIGTERM, then asks everyone to stop; a second signal ends the program at once.
pub async fn on_signal(stopper: Stopper) {
    let signal = signal().await;
    tracing::info!(signal, "stopping");
    stopper.stop();
    self::signal().await;
    tracing::warn!("stopped at once");
    std::process::exit(130);
}

#[cfg(unix)]
async fn signal() -> &'static str {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => "interrupt",
            _ = terminate.recv() => "terminate",
        },
        Err(fault) => {
            tracing::warn!(%fault, "SIGTERM cannot be heard");
            interrupt().await
        }
    }
}

#[cfg(not(unix))]
async fn signal() -> &'static str {
    interrupt().await
}

async fn interrupt() -> &'static str {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the program runs until it is killed.
        std::future::pending::<()>().await;
    }
    "interrupt"
}
