//! Catalogues of open data: CKAN (Porto) and uData (dados.gov.pt), and a table published there.
//!
//! CKAN `GET https://dadosabertos.cm-porto.pt/api/3/action/package_show?id=…`; uData `GET https://dados.gov.pt/api/1/datasets/
//! ?q=…&geozone=pt:concelho:1106`, the stable address of a file is `https://dados.gov.pt/pt/datasets/r/{uuid}`.

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Place, Warning, json};

/// Distributions of a dataset that are listed.
const MAX_FILES: usize = 200;

/// CKAN.
pub mod ckan {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"success\"")
            && head.contains("\"result\"")
            && (head.contains("package_") || head.contains("\"resources\""))
    }

    /// Reads `package_show` or `package_search`: each dataset as a place of kind `dataset`, each file of kind `file`.
    ///
    /// # Errors
    /// [`ConnectError`] where the catalogue says that it failed.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        if answer.get("success").and_then(Value::as_bool) != Some(true) {
            let why = answer.pointer("/error/message").map(json::scalar).unwrap_or_default();
            return Err(input.shape(format!("a failure: {why}"), "“success”: true"));
        }
        let result = answer.get("result").ok_or_else(|| input.shape("no “result”", "an answer of CKAN"))?;
        let many = result.get("results").and_then(Value::as_array);
        let one = std::slice::from_ref(result);
        let mut import = Import::new("ckan");
        for dataset in many.map_or(one, Vec::as_slice) {
            super::dataset(&mut import, dataset, ("license_id", "metadata_modified", "name"));
        }
        partial(&mut import, json::number_of(result, "count"));
        Ok(import)
    }
}

/// uData.
pub mod udata {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"next_page\"") && head.contains("\"total\"") && head.contains("\"data\"")
    }

    /// Reads a page of datasets.
    ///
    /// # Errors
    /// [`ConnectError`] where there is no list of datasets.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let mut import = Import::new("dados-gov-pt");
        for dataset in json::list(input, &answer, "data")? {
            super::dataset(&mut import, dataset, ("license", "last_modified", "id"));
        }
        partial(&mut import, json::number_of(&answer, "total"));
        Ok(import)
    }
}

fn dataset(import: &mut Import, dataset: &Value, (licence, modified, id): (&str, &str, &str)) {
    import.records += 1;
    let key = json::text(dataset, id);
    let licence = json::text(dataset, licence);
    if matches!(licence.as_str(), "" | "notspecified" | "other-nonspecified") {
        let message =
            format!("the dataset {key} has no licence: its figures may be cited, its files not passed on");
        import
            .warnings
            .add(Warning::new(Kind::Skipped, message).at(import.records, "licence").found(&licence));
    }
    let mut place = Place::new("dataset", key.clone())
        .with("licence", licence)
        .with("modified", json::text(dataset, modified))
        .with("publisher", dataset.pointer("/organization/name").map(json::scalar).unwrap_or_default());
    place.name = json::text(dataset, "title");
    import.places.push(place);
    for file in dataset.get("resources").and_then(Value::as_array).into_iter().flatten().take(MAX_FILES) {
        let mut place = Place::new("file", json::text(file, "id"))
            .with("dataset", key.clone())
            .with("format", json::text(file, "format"))
            .with("address", json::text(file, "url"))
            .with("modified", json::text(file, "last_modified"));
        place.name = json::text(file, if file.get("title").is_some() { "title" } else { "name" });
        import.places.push(place);
    }
}

fn partial(import: &mut Import, total: Option<f64>) {
    if let Some(total) = total.filter(|t| *t > import.records as f64) {
        let message = format!("the answer holds {} of {total} datasets", import.records);
        import.warnings.add(Warning::new(Kind::Partial, message));
    }
}

/// Municipalities that have charging stations run by themselves, by year (dados.gov.pt).
pub mod ev_charging {
    use crate::{
        connect::{ConnectError, Csv, Import, Input, Kind, Warning, place::by_code, series, text::plain},
        geo::Level,
        observation::Status,
        period::Period,
    };

    /// Whether a file is such a table.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.lines().next().is_some_and(|l| l.contains("Dico_codigo") && l.contains("SCCVE"))
    }

    /// Reads the table: 1 where a municipality has them, 0 where it has not.
    ///
    /// # Errors
    /// [`ConnectError`] where columns are missing.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let mut import = Import::new("dados-gov-pt-ev-charging");
        let text = input.text(&mut import.warnings).into_owned();
        let mut csv = Csv::new(input, &text)?;
        let (year, code, answer) =
            (csv.need(input, &["ano"])?, csv.need(input, &["Dico_codigo"])?, csv.need(input, &["SCCVE"])?);
        while let Some(cells) = csv.next(input)? {
            import.records += 1;
            let geo = by_code(cells.text(code)).filter(|g| g.level == Level::City);
            let period = cells.text(year).parse::<Period>().ok().filter(|p| matches!(p, Period::Year(_)));
            let value = match plain(cells.text(answer)).as_str() {
                "sim" => Some(1.0),
                "nao" => Some(0.0),
                _ => None,
            };
            let (Some(geo), Some(period), Some(value)) = (geo, period, value) else {
                import.warnings.add(
                    Warning::new(Kind::UnknownPlace, "no municipality, year or answer")
                        .at(cells.row, "Dico_codigo")
                        .found(cells.text(code)),
                );
                continue;
            };
            import.observed.add(
                &series("municipal_charging_service", "item", &[]),
                &geo,
                period,
                Some(value),
                Status::A,
            );
        }
        Ok(import)
    }
}
