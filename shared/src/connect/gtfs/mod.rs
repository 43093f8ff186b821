//! GTFS: timetables of public transport, and GTFS-RT: where vehicles are.
//!
//! Source: gtfs.org, "Schedule reference" and "Realtime reference". Traps: `calendar.txt` may be empty, with
//! `calendar_dates.txt` alone (STCP 2026); times run beyond 24:00; `frequencies.txt` repeats a trip; a zip may claim to
//! unpack to more than memory holds.

pub mod feed;
pub mod realtime;
pub mod stops;
mod timetable;
mod unzip;
