//! How a failed command speaks: a sentence for people, JSON for programs.
//!
//! Where `--json` or `--prov` is among the arguments, the error is one line of JSON on standard error,
//! `{"error": {"code": …, "place": …, "message": …}}` (`docs/schema/cli/error.schema.json`). Exit codes: 1 the work
//! failed or found faults, 2 the command was misused.

use std::process::ExitCode;

use serde_json::json;

/// Says what is wrong and gives the exit code.
pub fn say(code: &str, place: Option<String>, message: &str, exit: u8) -> ExitCode {
    if std::env::args().any(|a| a == "--json" || a == "--prov") {
        let mut error = json!({ "code": code, "message": message });
        if let Some(place) = place {
            error["place"] = json!(place);
        }
        eprintln!("{}", json!({ "error": error }));
    } else {
        eprintln!("gemeo: {message}");
    }
    ExitCode::from(exit)
}
