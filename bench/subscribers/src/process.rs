//! What the system says of a process.

use std::{fs, io, time::Duration};

/// Ticks a second in `/proc/PID/stat`; Linux has told programs 100 on every machine since 2.6.
const TICKS: f64 = 100.0;

/// A process that runs.
pub struct Process(u32);

impl Process {
    /// The process of an id.
    pub fn of(pid: u32) -> Self {
        Self(pid)
    }

    /// Its memory that is in use, in KiB.
    pub fn resident_kib(&self) -> io::Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        number.ok_or_else(|| io::Error::other("no VmRSS"))
    }

    /// The processor time it took so far.
    pub fn busy(&self) -> io::Result<Duration> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        // After the name, which may hold anything, utime and stime are the 12th and 13th (proc(5)).
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: Vec<f64> =
            rest.split_whitespace().skip(11).take(2).filter_map(|text| text.parse().ok()).collect();
        Ok(Duration::from_secs_f64(ticks.iter().sum::<f64>() / TICKS))
    }
}
