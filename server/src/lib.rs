//! The server of the twin: one executable that serves the built folder.
//!
//! [`config`] reads what it is told, [`listen`] takes connections, [`router`] says what answers them; [`ops`] is the
//! listener of whoever runs it. The [`door`] stands around whatever answers.
//! With sources configured, the [`broker`] stands behind [`api`]: it hands on what [`egress`] may call, and relays
//! [`live`] readings. Without, nothing is called.
//! Several brokers [`share`] their streams by NATS.
//! With a [`store`], what is done goes into the [`evidence`]; [`task`] is what can be done to it.
//! It holds no analysis: the twin computes in the browser.

pub mod access_log;
pub mod api;
pub mod base_path;
pub mod broker;
pub mod config;
pub mod door;
pub mod egress;
pub mod evidence;
pub mod gate;
pub mod headers;
pub mod health;
pub mod host;
pub mod in_time;
pub mod inbox;
pub mod listen;
pub mod live;
pub mod logging;
pub mod metrics;
pub mod ops;
pub mod per_address;
pub mod policy;
pub mod proxy;
pub mod router;
pub mod share;
pub mod sign_in;
pub mod static_files;
pub mod store;
pub mod task;
pub mod traces;
