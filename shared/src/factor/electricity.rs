//! Emissions of grid electricity: location-based, market-based, and the losses of the grid.
//!
//! GPC, sections 6.4–6.6: consumption is scope 2, transmission and distribution losses are scope 3. The
//! location-based method is the one of totals; the market-based one is reported beside it (GHG Protocol Scope 2
//! Guidance, chapters 4 and 6).

use serde::{Deserialize, Serialize};

use super::FactorError;

/// Electricity used from the grid in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumption {
    /// Electricity used, MWh.
    pub mwh: f64,
    /// Average factor of the grid, tCO2e/MWh delivered or generated, as its publisher says.
    pub grid_t_per_mwh: f64,
    /// Electricity bought under contracts, with their factors; the rest takes the residual mix.
    #[serde(default)]
    pub contracts: Vec<Contract>,
    /// Factor of the residual mix, tCO2e/MWh; without one the grid's is taken and the result says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residual_t_per_mwh: Option<f64>,
    /// Losses of the grid, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub losses: Option<Losses>,
}

/// Electricity bought under a contract or certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Electricity, MWh.
    pub mwh: f64,
    /// Factor of the contract, tCO2e/MWh.
    pub t_per_mwh: f64,
}

/// Losses of transmission and distribution, and what they are a part of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Losses {
    /// Lost per unit that is used: lost = used · rate.
    OfConsumption(f64),
    /// Lost per unit that enters the grid: lost = used · rate / (1 − rate).
    OfSupply(f64),
}

/// Emissions of the electricity, tCO2e.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Electricity {
    /// Scope 2, location-based.
    pub location_t: f64,
    /// Scope 2, market-based.
    pub market_t: f64,
    /// Whether the market-based figure took the grid's factor for want of a residual mix.
    pub residual_is_grid: bool,
    /// Scope 3: losses at the grid's factor; `None` where no rate was given.
    pub losses_t: Option<f64>,
}

/// Emissions of grid electricity.
///
/// # Errors
/// [`FactorError::Range`] where a number is negative, not finite, a loss rate is not below one, or contracts hold
/// more than is used.
pub fn electricity(used: &Consumption) -> Result<Electricity, FactorError> {
    not_negative("mwh", used.mwh)?;
    not_negative("grid_t_per_mwh", used.grid_t_per_mwh)?;
    let (mut bought, mut bought_t) = (0.0, 0.0);
    for (i, contract) in used.contracts.iter().enumerate() {
        not_negative(&format!("contracts[{i}].mwh"), contract.mwh)?;
        not_negative(&format!("contracts[{i}].t_per_mwh"), contract.t_per_mwh)?;
        bought += contract.mwh;
        bought_t += contract.mwh * contract.t_per_mwh;
    }
    if bought > used.mwh * (1.0 + 1e-12) {
        let expected = format!("at most the {} MWh that are used", used.mwh);
        return Err(FactorError::Range { field: "contracts[].mwh".into(), value: bought, expected });
    }
    let residual = used.residual_t_per_mwh.unwrap_or(used.grid_t_per_mwh);
    not_negative("residual_t_per_mwh", residual)?;
    Ok(Electricity {
        location_t: used.mwh * used.grid_t_per_mwh,
        market_t: bought_t + (used.mwh - bought).max(0.0) * residual,
        residual_is_grid: used.residual_t_per_mwh.is_none() && bought < used.mwh,
        losses_t: used.losses.map(|l| lost(used.mwh, l)).transpose()?.map(|mwh| mwh * used.grid_t_per_mwh),
    })
}

/// Electricity lost on the way, MWh.
fn lost(used_mwh: f64, losses: Losses) -> Result<f64, FactorError> {
    let (Losses::OfConsumption(rate) | Losses::OfSupply(rate)) = losses;
    if !(0.0..1.0).contains(&rate) {
        let expected = "a rate from 0 to below 1".into();
        return Err(FactorError::Range { field: "losses".into(), value: rate, expected });
    }
    Ok(match losses {
        Losses::OfConsumption(rate) => used_mwh * rate,
        Losses::OfSupply(rate) => used_mwh * rate / (1.0 - rate),
    })
}

fn not_negative(field: &str, value: f64) -> Result<(), FactorError> {
    let fits = value.is_finite() && value >= 0.0;
    let expected = || "a number that is not negative".to_string();
    fits.then_some(()).ok_or_else(|| FactorError::Range { field: field.into(), value, expected: expected() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used() -> Consumption {
        let contracts = vec![Contract { mwh: 400.0, t_per_mwh: 0.0 }];
        let losses = Some(Losses::OfSupply(0.1));
        Consumption { mwh: 1000.0, grid_t_per_mwh: 0.2, contracts, residual_t_per_mwh: Some(0.3), losses }
    }

    #[test]
    fn location_market_and_losses() {
        let result = electricity(&used()).expect("valid");
        assert!((result.location_t - 200.0).abs() < 1e-9);
        assert!((result.market_t - 180.0).abs() < 1e-9);
        // 1000 / 0.9 enter the grid, 111.1 are lost.
        assert!((result.losses_t.expect("given") - 1000.0 / 9.0 * 0.2).abs() < 1e-9);
        let of_consumption = Consumption { losses: Some(Losses::OfConsumption(0.1)), ..used() };
        assert!((electricity(&of_consumption).expect("valid").losses_t.expect("given") - 20.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_residual_mix_the_grid_stands_in_and_says_so() {
        let result =
            electricity(&Consumption { residual_t_per_mwh: None, losses: None, ..used() }).expect("valid");
        assert!(result.residual_is_grid);
        assert!((result.market_t - 120.0).abs() < 1e-9);
        assert_eq!(result.losses_t, None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let fails = |used: Consumption| electricity(&used).expect_err("refused").to_string();
        assert!(fails(Consumption { mwh: 300.0, ..used() }).starts_with("contracts[].mwh is 400"));
        assert!(
            fails(Consumption { losses: Some(Losses::OfSupply(1.0)), ..used() }).starts_with("losses is 1")
        );
        assert!(
            fails(Consumption { grid_t_per_mwh: f64::NAN, ..used() }).starts_with("grid_t_per_mwh is NaN")
        );
    }
}
