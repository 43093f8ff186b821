//! The server from outside, in one program: linking each of these files alone took minutes.

mod cities;
mod common;
mod crash;
mod egress;
mod headers;
mod limits;
mod listeners;
mod live;
mod mqtt;
mod nats;
mod nats_login;
mod notify;
mod program;
mod pull;
mod rates;
mod sessions;
mod sign_in;
mod static_files;
mod store;
mod subscribe;
mod tls;
mod traces;
