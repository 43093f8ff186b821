//! `gemeo waste`: the waste methods as JSON in, JSON out.
//!
//! Schemas of input and output lie in `docs/schema/cli/waste-*.schema.json`.

use std::{
    fs::File,
    io::{Read, stdin},
    path::PathBuf,
    process::ExitCode,
};

use gemeo_shared::waste::{WasteError, biological, commitment, fod, incineration, wastewater};
use serde::{Serialize, de::DeserializeOwned};

use crate::Outcome;

/// Largest input that is read, bytes.
const MAX_INPUT: u64 = 4 << 20;

/// Emissions of waste by the methods of IPCC 2006, volume 5, and GPC, chapter 8.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    method: Method,
}

/// Each reads a JSON object from FILE or standard input and writes one to standard output.
#[derive(Debug, clap::Subcommand)]
enum Method {
    /// Landfill by first-order decay: methane by year of emission.
    Fod(Input),
    /// Landfill by methane commitment: all future methane in the year of deposit.
    Commitment(Input),
    /// Composting and anaerobic digestion.
    Biological(Input),
    /// Incineration and open burning.
    Incineration(Input),
    /// Domestic wastewater.
    Wastewater(Input),
}

#[derive(Debug, clap::Args)]
struct Input {
    /// JSON file; `-` or nothing reads standard input.
    file: Option<PathBuf>,
}

/// Runs one of the waste methods.
pub fn run(args: Args) -> Outcome {
    let text = match args.method {
        Method::Fod(input) => method(&input.read()?, fod::decay),
        Method::Commitment(input) => method(&input.read()?, commitment::commit),
        Method::Biological(input) => method(&input.read()?, biological::treat),
        Method::Incineration(input) => method(&input.read()?, incineration::burn),
        Method::Wastewater(input) => method(&input.read()?, wastewater::discharge),
    }?;
    println!("{text}");
    Ok(ExitCode::SUCCESS)
}

impl Input {
    fn read(&self) -> Result<String, Box<dyn std::error::Error>> {
        let mut text = String::new();
        let file = self.file.as_ref().filter(|f| f.as_os_str() != "-");
        match file {
            Some(path) => File::open(path)
                .and_then(|f| f.take(MAX_INPUT + 1).read_to_string(&mut text))
                .map_err(|e| format!("{}: {e}", path.display()))?,
            None => stdin().lock().take(MAX_INPUT + 1).read_to_string(&mut text)?,
        };
        if text.len() as u64 > MAX_INPUT {
            return Err(format!("the input is larger than {MAX_INPUT} bytes").into());
        }
        Ok(text)
    }
}

/// Reads the input, runs the method, writes the result. Errors name the field.
fn method<I: DeserializeOwned, O: Serialize>(
    text: &str,
    run: fn(&I) -> Result<O, WasteError>,
) -> Result<String, Box<dyn std::error::Error>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let input: I = serde_path_to_error::deserialize(&mut json)
        .map_err(|e| format!("input, {}: {}", e.path(), e.inner()))?;
    json.end().map_err(|e| format!("input, after its end: {e}"))?;
    Ok(serde_json::to_string_pretty(&run(&input)?)?)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use serde_json::Value;

    use super::*;

    fn schema(name: &str) -> Value {
        let path = format!("{}/../docs/schema/cli/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).expect("schema is there");
        serde_json::from_str(&text).expect("schema is JSON")
    }

    /// The names of properties a schema documents, with those of nested objects.
    fn documented(schema: &Value, at: &str, names: &mut BTreeSet<String>) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{at}{name}");
            documented(property, &format!("{path}."), names);
            documented(&property["items"], &format!("{path}[]."), names);
            names.insert(path);
        }
    }

    /// The names of fields a value holds, with those of nested objects; maps by stream are one field.
    fn held(value: &Value, at: &str, names: &mut BTreeSet<String>) {
        for (name, part) in value.as_object().into_iter().flatten() {
            let path = format!("{at}{name}");
            if name != "generated_by_stream_gg" {
                held(part, &format!("{path}."), names);
            }
            for item in part.as_array().into_iter().flatten() {
                held(item, &format!("{path}[]."), names);
            }
            names.insert(path);
        }
    }

    fn keeps_its_schema<I: DeserializeOwned, O: Serialize>(name: &str, run: fn(&I) -> Result<O, WasteError>) {
        let (input, output) =
            (schema(&format!("waste-{name}.input")), schema(&format!("waste-{name}.output")));
        let example = &input["examples"][0];
        let result: Value =
            serde_json::from_str(&method(&example.to_string(), run).expect("the example runs"))
                .expect("the result is JSON");
        for (schema, value) in [(&input, example), (&output, &result)] {
            let (mut says, mut has) = (BTreeSet::new(), BTreeSet::new());
            documented(schema, "", &mut says);
            held(value, "", &mut has);
            assert_eq!(says, has, "{name}");
        }
    }

    #[test]
    fn every_method_reads_and_writes_what_its_schema_says() {
        keeps_its_schema("fod", fod::decay);
        keeps_its_schema("commitment", commitment::commit);
        keeps_its_schema("biological", biological::treat);
        keeps_its_schema("incineration", incineration::burn);
        keeps_its_schema("wastewater", wastewater::discharge);
    }

    #[test]
    fn errors_name_the_field() {
        let fails = |text: &str| method(text, fod::decay).expect_err("refused").to_string();
        let wrong = r#"{"streams":[{"name":"a","doc":"x"}],"end_year":2005}"#;
        assert!(fails(wrong).starts_with("input, streams[0].doc: invalid type"), "{}", fails(wrong));
        let missing = r#"{"streams":[{"name":"a","doc":0.1}],"end_year":2005}"#;
        assert!(fails(missing).contains("streams[0]: missing field `docf`"), "{}", fails(missing));
        let unknown = r#"{"steams":[],"end_year":2005}"#;
        assert!(fails(unknown).contains("steams: unknown field"), "{}", fails(unknown));
        let huge = r#"{"streams":[],"end_year":2005,"ox":1e999}"#;
        assert!(fails(huge).contains("ox: number out of range"), "{}", fails(huge));
        assert!(fails("{} {}").starts_with("input, "));
    }
}
