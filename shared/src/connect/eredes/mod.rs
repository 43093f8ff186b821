//! E-REDES: electricity of mainland Portugal's distribution network.
//!
//! `GET https://e-redes.opendatasoft.com/api/explore/v2.1/catalog/datasets/{id}/exports/csv` gives `;` with a byte order
//! mark and Portuguese labels, `/records` JSON of at most 100 rows. CC BY 4.0, cite E-REDES. Traps: parishes in their
//! 2013 codes; medium-voltage rows without a parish (the municipality is parishes and unallocated); `OUTROS …` rows and
//! codes such as `01--` and `02----` hold what is kept secret; the last two months are incomplete.

pub mod billed;
pub mod hourly;
pub mod meters;
mod months;
pub mod records;

use super::{Import, Kind, Warning, place, text::plain};
use crate::geo::{GeoId, Level};

/// Id of the source of billed electricity in packs.
pub const BILLED: &str = "e-redes-billed";

/// The voltage level by the words of the source.
fn voltage(text: &str) -> Option<&'static str> {
    match plain(text).as_str() {
        "baixa tensao" | "bt" | "btn" | "bte" => Some("low"),
        "muito alta alta e media tensoes" | "mt at" | "mat at mt" => Some("medium_high"),
        "media tensao" | "mt" => Some("medium"),
        "alta tensao" | "at" => Some("high"),
        "muito alta tensao" | "mat" => Some("very_high"),
        _ => None,
    }
}

/// Where a row belongs.
struct Site {
    place: GeoId,
    /// What the figure covers, where it is not simply the place: `unallocated` or `suppressed`.
    part: Option<&'static str>,
}

/// The place of a row by its codes: the parish, the municipality where no parish is named, the district where the
/// municipality is secret, the country where nothing is named.
fn site(import: &mut Import, row: u64, municipality: &str, parish: &str) -> Option<Site> {
    if let Some(place) =
        place::by_code(parish).filter(|p| matches!(p.level, Level::Parish2013 | Level::Parish2025))
    {
        return Some(Site { place, part: None });
    }
    if let Some(place) = place::by_code(municipality).filter(|p| p.level == Level::City) {
        let warning = || {
            Warning::new(Kind::Unallocated, format!("given to no parish of {place}"))
                .at(row, "CodDistritoConcelhoFreguesia")
                .found(parish)
        };
        import.warnings.add_with(Kind::Unallocated, warning);
        return Some(Site { place, part: Some("unallocated") });
    }
    let digits = municipality.trim_end_matches('-');
    let secret = municipality.ends_with('-') && matches!(digits.len(), 2 | 4);
    if let Some(place) = place::by_code(digits).filter(|_| secret) {
        let warning = || {
            Warning::new(Kind::Suppressed, "the rest of a district whose municipalities are secret")
                .at(row, "CodDistritoConcelho")
                .found(municipality)
        };
        import.warnings.add_with(Kind::Suppressed, warning);
        return Some(Site { place, part: Some("suppressed") });
    }
    if municipality.is_empty() && parish.is_empty() {
        let warning =
            || Warning::new(Kind::Suppressed, "no municipality is named").at(row, "CodDistritoConcelho");
        import.warnings.add_with(Kind::Suppressed, warning);
        let place = GeoId { level: Level::Country, code: "PT".into() };
        return Some(Site { place, part: Some("suppressed") });
    }
    let warning = || {
        Warning::new(Kind::UnknownPlace, "not a code of the national division")
            .at(row, "CodDistritoConcelho")
            .found(municipality)
    };
    import.warnings.add_with(Kind::UnknownPlace, warning);
    None
}
