//! The columns of the reporting table, and the headers by which they are known.
//!
//! The order and names follow the GPC reporting table and the GCoM Common Reporting Framework. Headers are compared
//! by letters and digits alone, in English or Portuguese, and the `id` of a column is always understood.

macro_rules! columns {
    ($($name:ident $id:literal $header:literal [$($alias:literal),*] $doc:literal;)*) => {
        /// A column of the reporting table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $(#[doc = $doc] $name,)* }

        impl Column {
            /// Every column, in the order in which they are written.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The field of the row in JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }

            /// The header that is written.
            pub fn header(self) -> &'static str {
                match self { $(Self::$name => $header),* }
            }

            /// Other headers that are understood.
            fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($alias),*]),* }
            }
        }
    };
}

columns! {
    Place "place" "Place" ["Local", "Lugar", "Geography", "City code"] "The place, e.g. `city/1106`.";
    Year "year" "Year" ["Ano", "Inventory year", "Ano do inventário"] "The inventory year.";
    Sector "sector" "Sector" ["Setor"] "Name of the sector.";
    Subsector "subsector" "Sub-sector" ["Subsetor", "Sub-sector name"] "Name of the sub-sector.";
    Gpc "gpc" "GPC ref. no." ["GPC ref", "GPC ref number", "GPC reference", "GPC reference number", "Ref. GPC", "Referência GPC", "CRF GPC ref"] "GPC reference number.";
    Scope "scope" "Scope" ["Âmbito"] "Scope 1, 2 or 3.";
    Notation "notation" "Notation key" ["Notation keys", "Chave de notação", "Chave"] "Notation key IE, NE, NO or C.";
    Explanation "explanation" "Explanation" ["Explicação", "Comments", "Justification"] "Explanation of the key or row.";
    Method "method" "Accounting method" ["Método de contabilização", "Calculation approach", "Method", "Método"] "Accounting method of electricity or transport.";
    Activity "activity" "Activity" ["Atividade", "Fuel type or activity", "Fuel type", "Activity description"] "What is counted.";
    ActivityValue "activity_value" "Activity data" ["Activity value", "Activity data amount", "Dados de atividade", "Amount"] "Activity data.";
    ActivityUnit "activity_unit" "Activity unit" ["Activity data unit", "Unidade da atividade", "Unit"] "Unit of the activity data.";
    FactorValue "factor_value" "Emission factor" ["Emission factor value", "Fator de emissão", "EF"] "Emission factor.";
    FactorUnit "factor_unit" "Emission factor unit" ["Unidade do fator de emissão", "EF unit"] "Unit of the emission factor.";
    Gas "gas" "Gas" ["Gás", "GHG"] "The gas, or CO2e.";
    GwpSet "gwp_set" "GWP set" ["GWP", "Conjunto de GWP", "GWP source"] "Set of global warming potentials.";
    Emissions "emissions_t" "Emissions (tCO2e)" ["Emissões (tCO2e)", "Total tCO2e", "tCO2e", "Emissions tonnes CO2e", "Emissions (metric tonnes CO2e)"] "Emissions in tCO2e.";
    QualityActivity "quality_activity" "Data quality: activity" ["AD quality", "Data quality AD", "Activity data quality", "Qualidade dos dados de atividade"] "Quality of the activity data: H, M or L.";
    QualityFactor "quality_factor" "Data quality: factor" ["EF quality", "Data quality EF", "Emission factor quality", "Qualidade do fator de emissão"] "Quality of the factor: H, M or L.";
    Source "source" "Source" ["Fonte", "Data source"] "Where the data come from.";
}

/// The column a header names.
pub fn find(header: &str) -> Option<Column> {
    let plain = plain(header);
    let known =
        |c: &Column| [c.id(), c.header()].iter().chain(c.aliases()).any(|name| self::plain(name) == plain);
    if plain.is_empty() { None } else { Column::ALL.iter().copied().find(known) }
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_letters_and_digits() {
        assert_eq!(find(" GPC Ref. No. "), Some(Column::Gpc));
        assert_eq!(find("Emissões (tCO2e)"), Some(Column::Emissions));
        assert_eq!(find("ACTIVITY_VALUE"), Some(Column::ActivityValue));
        assert_eq!(find("Emissions (ktCO2e)"), None);
        assert_eq!(find("…"), None);
    }

    #[test]
    fn no_header_names_two_columns() {
        for column in Column::ALL {
            for name in [column.id(), column.header()].iter().chain(column.aliases()) {
                assert_eq!(find(name), Some(*column), "{name}");
            }
        }
    }
}
