//! Live readings: sources are polled, read by the parsers of `shared::connect`, and relayed city by city.
//!
//! The [`Hub`] holds the last reading of each series at each place and a bounded run of events for each city.
//! [`poll`] fills it from sources, [`replay`] from recorded answers, which every reading then says of itself.

mod event;
mod hub;
mod poll;
mod reading;
mod replay;
mod state;
mod topic;

pub use event::Event;
pub use gemeo_shared::live::Reading;
pub use hub::{Feed, Hub, Next, NoFeed};
pub use poll::{Poller, poll_all};
pub use reading::readings;
pub use replay::{ReplayError, check_folder, replay_all};
pub use state::SourceState;
pub(crate) use topic::city_of;
pub use topic::private_topic;
