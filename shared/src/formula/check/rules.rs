//! The rule for each kind of node.

use std::collections::BTreeSet;

use super::{ConceptType, Concepts, Expected, Type};
use crate::{
    formula::{Filter, Function, Kind, NodeId, Operator, Test},
    order,
    unit::Unit,
};

type Ruled<T = Type> = Result<T, String>;

/// The type of a node from those of its parts, or what is wrong with it.
pub(super) fn type_of(kind: &Kind, types: &[Type], interpolate: bool, known: &dyn Concepts) -> Ruled {
    let part = |id: &NodeId| &types[usize::from(*id)];
    Ok(match kind {
        Kind::Number(_, unit) => constant(unit.clone()),
        Kind::Series(concept, filters) => {
            let found = known.concept(concept).ok_or_else(|| format!("no concept is called “{concept}”"))?;
            reference(concept.clone(), found, filters)?
        }
        Kind::Indicator(id, filters) => {
            let found = known.indicator(id).ok_or_else(|| format!("no indicator is called “{id}”"))?;
            reference(format!("@{id}"), found, filters)?
        }
        Kind::Negate(x) | Kind::Lag(x, _) | Kind::Change(x, _) | Kind::Reliable(x) => part(x).clone(),
        Kind::Label(x, dimension, _) => {
            let mut typed = part(x).clone();
            if !typed.dimensions.insert(dimension.clone()) {
                return Err(format!("there is a dimension “{dimension}” already"));
            }
            typed
        }
        Kind::Rate(x, _) => {
            Type { unit: part(x).unit.per(&year()).map_err(|e| e.to_string())?, ..part(x).clone() }
        }
        Kind::Count(x, _) => Type { unit: Unit::one(), ..part(x).clone() },
        Kind::Factor(lookup) => constant(lookup.resolve()?.unit),
        Kind::YearOf(x) => Type { unit: year(), ..part(x).clone() },
        Kind::At(x, _) | Kind::Latest(x) | Kind::First(x) => Type { periods: false, ..part(x).clone() },
        Kind::Of(_, x) => Type { places: false, ..part(x).clone() },
        Kind::ToLevel(_, x, from, to) => {
            if from <= to {
                return Err(format!("{} does not lie in {}", from.as_str(), to.as_str()));
            }
            needs_places(part(x))?
        }
        Kind::Interpolate(x) if interpolate => part(x).clone(),
        Kind::Interpolate(_) => {
            return Err(
                "values between observations are only made where the indicator declares “interpolate”".into(),
            );
        }
        Kind::Over(_, x, over) => aggregated(part(x), over)?,
        Kind::Binary(operator, x, y) => binary(*operator, part(x), part(y))?,
        Kind::Compare(_, x, y) => {
            fits(part(x), part(y))?;
            Type { unit: Unit::one(), ..joined(part(x), part(y)) }
        }
        Kind::IfKnown(parts) => if_known(&parts.iter().map(part).collect::<Vec<_>>())?,
        Kind::Where(x, test) | Kind::DoubtUnless(x, test) => tested(part(x), part(test))?,
        Kind::Apply(function, parts) => apply(*function, &parts.iter().map(part).collect::<Vec<_>>())?,
    })
}

/// Whether the whole formula gives what the indicator says it is.
pub(super) fn result(found: &Type, expected: &Expected<'_>) -> Ruled<()> {
    if !found.unit.fits(expected.unit) {
        return Err(format!("the result is in {}, the indicator in {}", found.unit, expected.unit));
    }
    if let Some(by) = expected.by.iter().find(|by| !found.dimensions.contains(*by)) {
        return Err(format!("the result has no dimension “{by}” to be given by"));
    }
    match (found.places, found.periods) {
        (false, _) => {
            Err("the result is the same for every place: refer to something that has places".into())
        }
        (_, false) => {
            Err("the result is the same for every period: refer to something that has periods".into())
        }
        _ => Ok(()),
    }
}

fn year() -> Unit {
    "year".parse().unwrap_or_default()
}

fn constant(unit: Unit) -> Type {
    let (dimensions, concepts) = Default::default();
    Type { unit, dimensions, places: false, periods: false, concepts }
}

fn reference(name: String, found: ConceptType, filters: &[Filter]) -> Ruled {
    let mut dimensions = found.dimensions.clone();
    for filter in filters {
        if !found.dimensions.contains(&filter.dimension) {
            return Err(format!(
                "“{name}” has no dimension “{}”{}",
                filter.dimension,
                listed(&found.dimensions)
            ));
        }
        if matches!(filter.test, Test::Is(_)) {
            dimensions.remove(&filter.dimension);
        }
    }
    let concepts = BTreeSet::from([name]);
    Ok(Type { unit: found.unit, dimensions, places: true, periods: !found.timeless, concepts })
}

fn aggregated(of: &Type, over: &[String]) -> Ruled {
    let mut dimensions = of.dimensions.clone();
    for dimension in over {
        if !dimensions.remove(dimension) {
            return Err(format!(
                "there is no dimension “{dimension}” to aggregate over{}",
                listed(&of.dimensions)
            ));
        }
    }
    Ok(Type { dimensions, ..of.clone() })
}

fn listed(dimensions: &BTreeSet<String>) -> String {
    let names: Vec<&str> = dimensions.iter().map(String::as_str).collect();
    if names.is_empty() { "; it has none".into() } else { format!("; it has {}", names.join(", ")) }
}

fn binary(operator: Operator, x: &Type, y: &Type) -> Ruled {
    let unit = match operator {
        Operator::Add | Operator::Subtract => {
            fits(x, y)?;
            Ok(x.unit.clone())
        }
        Operator::Multiply => x.unit.times(&y.unit),
        Operator::Divide => x.unit.per(&y.unit),
    };
    Ok(Type { unit: unit.map_err(|e| e.to_string())?, ..joined(x, y) })
}

fn fits(x: &Type, y: &Type) -> Ruled<()> {
    x.unit.factor_to(&y.unit).map(|_| ()).map_err(|e| e.to_string())
}

fn joined(x: &Type, y: &Type) -> Type {
    Type {
        unit: x.unit.clone(),
        dimensions: order::each(x.dimensions.union(&y.dimensions).cloned()),
        places: x.places || y.places,
        periods: x.periods || y.periods,
        concepts: order::each(x.concepts.union(&y.concepts).cloned()),
    }
}

fn needs_places(x: &Type) -> Ruled {
    if x.places {
        Ok(x.clone())
    } else {
        Err("there are no places to aggregate: it is the same for all".into())
    }
}

/// A bare number may stand in for what is not known; all else must have the same shape.
fn if_known(parts: &[&Type]) -> Ruled {
    let mut whole = parts[0].clone();
    for part in &parts[1..] {
        fits(&whole, part)?;
        let number = part.concepts.is_empty();
        let same = part.dimensions == whole.dimensions
            && part.places == whole.places
            && part.periods == whole.periods;
        if !number && !same {
            return Err("the parts of if_known differ in their dimensions, places or periods".into());
        }
        whole.concepts.extend(part.concepts.iter().cloned());
    }
    Ok(whole)
}

fn tested(x: &Type, test: &Type) -> Ruled {
    if let Some(more) = test.dimensions.iter().find(|d| !x.dimensions.contains(*d)) {
        return Err(format!("the test differs by “{more}”, what it tests does not"));
    }
    if (test.places && !x.places) || (test.periods && !x.periods) {
        return Err("the test differs by place or period, what it tests does not".into());
    }
    Ok(Type { concepts: order::each(x.concepts.union(&test.concepts).cloned()), ..x.clone() })
}

fn apply(function: Function, parts: &[&Type]) -> Ruled {
    let pure = |x: &Type| {
        let message = || format!("needs a pure number, and {} is none", x.unit);
        if x.unit.is_number() { Ok(()) } else { Err(message()) }
    };
    match function {
        Function::Abs => Ok(parts[0].clone()),
        Function::Exp | Function::Ln => {
            pure(parts[0])?;
            Ok(Type { unit: Unit::one(), ..parts[0].clone() })
        }
        Function::Pow => {
            pure(parts[0])?;
            pure(parts[1])?;
            Ok(Type { unit: Unit::one(), ..joined(parts[0], parts[1]) })
        }
        Function::Least | Function::Greatest => {
            fits(parts[0], parts[1])?;
            Ok(joined(parts[0], parts[1]))
        }
    }
}
