//! Lookups of factors: `factor(fuel = "natural_gas", gas = "CO2e", use = "residential", gwp = "AR5")`.

use super::{Parsed, Parser};
use crate::{
    formula::{Filter, Kind, Lookup, SyntaxError, Test},
    geo::Level,
};

/// What a lookup may say of itself.
const MAX_ARGUMENTS: usize = 8;

impl Parser<'_> {
    /// The factor of a fuel by gas, use and GWP set; that of electricity by year and region.
    ///
    /// Electricity is an observation of the country in the pack, so its year is that of the value it
    /// multiplies: the lookup is short for `of_country(grid_emission_factor{…})`.
    pub(super) fn factor(&mut self, from: usize) -> Parsed<Kind> {
        let mut arguments = self.named()?;
        let Some(fuel) = take(&mut arguments, "fuel") else {
            return Err(SyntaxError::at(self.text, from, "a factor needs fuel = \"…\""));
        };
        if fuel == "electricity" {
            let filters = arguments.into_iter().map(|(dimension, m)| Filter { dimension, test: Test::Is(m) });
            let series = Kind::Series("grid_emission_factor".into(), filters.collect());
            return Ok(Kind::Of(Level::Country, self.push(from, series)));
        }
        let gas = take(&mut arguments, "gas").unwrap_or_else(|| "CO2e".into());
        let burnt_in = take(&mut arguments, "use").unwrap_or_default();
        let (variant, set) = (take(&mut arguments, "variant"), take(&mut arguments, "gwp"));
        match arguments.first() {
            None => Ok(Kind::Factor(Lookup::Fuel { fuel, gas, burnt_in, variant, set })),
            Some((name, _)) => {
                let message =
                    format!("a factor of a fuel has no “{name}”; it has fuel, gas, use, variant and gwp");
                Err(SyntaxError::at(self.text, from, message))
            }
        }
    }

    /// `ncv("diesel_oil")`
    pub(super) fn calorific(&mut self) -> Parsed<Kind> {
        Ok(Kind::Factor(Lookup::Calorific { fuel: self.member()? }))
    }

    /// `gwp("CH4", "AR5")`
    pub(super) fn potential(&mut self) -> Parsed<Kind> {
        let gas = self.member()?;
        self.need(",")?;
        Ok(Kind::Factor(Lookup::Potential { gas, set: self.member()? }))
    }

    /// `a = "x", b = "y"`
    fn named(&mut self) -> Parsed<Vec<(String, String)>> {
        let mut found: Vec<(String, String)> = Vec::new();
        loop {
            let at = self.here();
            let name = self.name("a name such as fuel, gas, use, gwp, region or method")?.to_string();
            if found.iter().any(|(known, _)| *known == name) || found.len() >= MAX_ARGUMENTS {
                return Err(SyntaxError::at(
                    self.text,
                    at,
                    format!("“{name}” is said twice or there is too much"),
                ));
            }
            self.need("=")?;
            found.push((name, self.member()?));
            if !self.take(",") {
                return Ok(found);
            }
        }
    }
}

fn take(arguments: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = arguments.iter().position(|(known, _)| known == name)?;
    Some(arguments.remove(at).1)
}
