//! Factors that a formula looks up: by fuel, use and gas, and by the set of global warming potentials.

use std::fmt;

use crate::{
    factor::{
        Gas, GwpSet, co2e,
        fuel::{self, Burnt, Use},
        gwp,
    },
    unit::Unit,
    wire::wire_enum,
};

/// Which factor is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Combustion of a fuel (IPCC 2006, volume 2), per energy by net calorific value.
    Fuel {
        /// Id of the fuel, e.g. `natural_gas`.
        fuel: String,
        /// A gas, or `CO2e` for fossil CO2, CH4 and N2O together.
        gas: String,
        /// Where it burns, e.g. `residential`.
        burnt_in: String,
        /// Technology of road vehicles, where the factors depend on it.
        variant: Option<String>,
        /// The set of global warming potentials, for `CO2e`.
        set: Option<String>,
    },
    /// Net calorific value of a fuel.
    Calorific {
        /// Id of the fuel.
        fuel: String,
    },
    /// Global warming potential of a gas.
    Potential {
        /// The gas.
        gas: String,
        /// The set, e.g. `AR5`.
        set: String,
    },
}

/// A factor that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The value, in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Rows it was made of, e.g. `EFDB 117446`, in the order of use.
    pub rows: Vec<String>,
    /// The set of global warming potentials, where one was used.
    pub set: Option<GwpSet>,
}

impl Lookup {
    /// Finds the factor.
    ///
    /// # Errors
    /// A sentence that says what is not known and what there is instead.
    pub fn resolve(&self) -> Result<Resolved, String> {
        match self {
            Self::Fuel { fuel, gas, burnt_in, variant, set } => {
                of_fuel((fuel, gas, burnt_in), variant.clone(), set.as_deref())
            }
            Self::Calorific { fuel } => calorific(fuel),
            Self::Potential { gas, set } => potential(gas, set),
        }
    }
}

impl fmt::Display for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fuel { fuel, gas, burnt_in, variant, set } => {
                write!(f, "factor(fuel = \"{fuel}\", gas = \"{gas}\", use = \"{burnt_in}\"")?;
                for (name, value) in [("variant", variant), ("gwp", set)] {
                    if let Some(value) = value {
                        write!(f, ", {name} = \"{value}\"")?;
                    }
                }
                f.write_str(")")
            }
            Self::Calorific { fuel } => write!(f, "ncv(\"{fuel}\")"),
            Self::Potential { gas, set } => write!(f, "gwp(\"{gas}\", \"{set}\")"),
        }
    }
}

type Found = Result<Resolved, String>;

fn of_fuel((name, gas, burnt_in): (&str, &str, &str), variant: Option<String>, set: Option<&str>) -> Found {
    let uses = [Use::EnergyIndustries, Use::Manufacturing, Use::Commercial, Use::Residential, Use::Road];
    let burnt_in = uses.into_iter().find(|u| u.as_str() == burnt_in).ok_or_else(|| {
        let known = uses.map(Use::as_str).join(", ");
        format!("“{burnt_in}” is no use of a fuel; write use = one of {known}")
    })?;
    let burnt = Burnt { fuel: name.into(), amount: 1.0, unit: unit("TJ")?, burnt_in, variant };
    let burnt = fuel::burn(&burnt).map_err(|e| e.to_string())?;
    let rows = |gases: &[Gas]| {
        let used = burnt.factors.iter().filter(|f| f.gas.is_some_and(|g| gases.contains(&g)));
        used.map(|f| format!("EFDB {}", f.efdb_id)).collect()
    };
    if gas == "CO2e" {
        let set: GwpSet =
            set.ok_or("CO2e needs a set of potentials: gwp = \"AR5\"")?.parse().map_err(text)?;
        let value = co2e(&burnt.masses_t, set).map_err(text)?;
        let gases: Vec<Gas> = burnt.masses_t.keys().copied().collect();
        return Ok(Resolved { value, unit: unit("tCO2e/TJ")?, rows: rows(&gases), set: Some(set) });
    }
    if set.is_some() {
        return Err(format!("gwp = … is for gas = \"CO2e\"; {gas} is a mass"));
    }
    let gas: Gas = gas.parse().map_err(text)?;
    let value = burnt.masses_t.get(&gas).copied();
    let value = value.ok_or_else(|| match (gas, fuel::is_biogenic(name)) {
        (Gas::Co2, true) => format!("CO2 of {name} is biogenic and counts in no scope"),
        _ => format!("there is no combustion factor of {gas}; there are CO2, CH4, N2O and CO2e"),
    })?;
    Ok(Resolved { value, unit: unit("t/TJ")?, rows: rows(&[gas]), set: None })
}

fn calorific(name: &str) -> Found {
    let found = fuel::factors().iter().find(|f| f.parameter == "ncv" && f.fuel == name);
    let row = found.ok_or_else(|| format!("no calorific value of “{name}” is carried"))?;
    Ok(Resolved {
        value: row.value,
        unit: unit(row.unit)?,
        rows: vec![format!("EFDB {}", row.efdb_id)],
        set: None,
    })
}

fn potential(gas: &str, set: &str) -> Found {
    let (gas, set): (Gas, GwpSet) = (gas.parse().map_err(text)?, set.parse().map_err(text)?);
    let value = gwp(gas, set).ok_or_else(|| format!("{set} gives no global warming potential for {gas}"))?;
    Ok(Resolved { value, unit: unit("tCO2e/t")?, rows: vec![format!("GWP {set} {gas}")], set: Some(set) })
}

fn unit(text: &str) -> Result<Unit, String> {
    text.parse().map_err(|e| format!("{e}"))
}

fn text(error: crate::factor::FactorError) -> String {
    error.to_string()
}

wire_enum! {
    Lookup { 0 = Fuel { fuel, gas, burnt_in, variant, set }, 1 = Calorific { fuel }, 2 = Potential { gas, set } }
}
