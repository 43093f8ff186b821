//! Structured logs on standard error: lines for people, or JSON for machines.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogConfig, LogFormat};

/// Starts the logs; a second call changes nothing.
pub fn start(log: LogConfig) {
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let written = match log.format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // Libraries log addresses of clients at their lower levels: they are heard from warnings up.
    let ours =
        Targets::new().with_target("gemeo_server", log.level).with_default(log.level.min(LevelFilter::WARN));
    let started = tracing_subscriber::registry().with(written.with_filter(ours)).try_init();
    if started.is_err() {
        tracing::debug!("the logs were started before");
    }
}
