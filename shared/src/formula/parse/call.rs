//! Function calls.

use super::{Parsed, Parser};
use crate::{
    formula::{Aggregate, Counted, Function, Kind, NodeId, Operator, SyntaxError, lex::Word},
    geo::Level,
    observation::NotationKey,
    period::Period,
};

/// More arguments than this are surely a mistake.
const MAX_ARGUMENTS: usize = 16;

impl Parser<'_> {
    /// The rest of a call, after `name(`.
    pub(super) fn call(&mut self, name: &str, from: usize) -> Parsed {
        let kind = match name {
            "sum" => self.over(Aggregate::Sum)?,
            "mean" => self.over(Aggregate::Mean)?,
            "min" => self.over(Aggregate::Min)?,
            "max" => self.over(Aggregate::Max)?,
            "aggregate" => self.target_level()?,
            "sum_parishes" => Kind::ToLevel(Aggregate::Sum, self.sum()?, Level::Parish2013, Level::City),
            "of_city" => Kind::Of(Level::City, self.sum()?),
            "of_country" => Kind::Of(Level::Country, self.sum()?),
            "lag" => self.years(Kind::Lag)?,
            "change" => self.years(Kind::Change)?,
            "rate" => self.years(Kind::Rate)?,
            "at" => self.at_period()?,
            "latest" => Kind::Latest(self.sum()?),
            "first" => Kind::First(self.sum()?),
            "year_of" => Kind::YearOf(self.sum()?),
            "interpolate" => Kind::Interpolate(self.sum()?),
            "label" => self.label()?,
            "per_capita" => self.per_capita(from)?,
            "known" => Kind::Count(self.sum()?, Counted::Known),
            "listed" => Kind::Count(self.sum()?, Counted::Listed),
            "keyed" => self.keyed()?,
            "factor" => self.factor(from)?,
            "ncv" => self.calorific()?,
            "gwp" => self.potential()?,
            "reliable" => Kind::Reliable(self.sum()?),
            "if_known" => Kind::IfKnown(self.arguments(2)?),
            "where" => self.tested(Kind::Where)?,
            "doubt_unless" => self.tested(Kind::DoubtUnless)?,
            _ => match function(name) {
                Some((function, count)) => Kind::Apply(function, self.exactly(count)?),
                None => {
                    let message = format!("there is no function “{name}”");
                    return Err(SyntaxError::at(self.text, from, message));
                }
            },
        };
        self.need(")")?;
        Ok(self.push(from, kind))
    }

    /// `per_capita(x)`: x divided by the newest population of the place.
    fn per_capita(&mut self, from: usize) -> Parsed<Kind> {
        let of = self.sum()?;
        let population = self.push(from, Kind::Series("population".into(), Vec::new()));
        let newest = self.push(from, Kind::Latest(population));
        Ok(Kind::Binary(Operator::Divide, of, newest))
    }

    /// `x, NE`
    fn keyed(&mut self) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        let key = match self.name("a notation key: NO, NE, IE or C")? {
            "NO" => NotationKey::NO,
            "NE" => NotationKey::NE,
            "IE" => NotationKey::IE,
            "C" => NotationKey::C,
            _ => {
                self.at -= 1;
                return Err(self.expected("a notation key: NO, NE, IE or C"));
            }
        };
        Ok(Kind::Count(of, Counted::Keyed(key)))
    }

    /// `x over a, b`
    fn over(&mut self, how: Aggregate) -> Parsed<Kind> {
        let of = self.sum()?;
        if self.name("“over” and the dimensions")? != "over" {
            self.at -= 1;
            return Err(self.expected("“over” and the dimensions"));
        }
        let mut dimensions = vec![self.name("a dimension")?.to_string()];
        while self.take(",") {
            dimensions.push(self.name("a dimension")?.to_string());
        }
        Ok(Kind::Over(how, of, dimensions))
    }

    /// `x, scopes = "1+2"`
    fn label(&mut self) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        let dimension = self.name("a dimension")?.to_string();
        self.need("=")?;
        Ok(Kind::Label(of, dimension, self.member()?))
    }

    /// `x, parish2013 to city` and, optionally, `, max`
    fn target_level(&mut self) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        let from = self.level()?;
        if self.name("“to”")? != "to" {
            self.at -= 1;
            return Err(self.expected("“to”"));
        }
        let to = self.level()?;
        let how = if self.take(",") { self.how()? } else { Aggregate::Sum };
        Ok(Kind::ToLevel(how, of, from, to))
    }

    fn how(&mut self) -> Parsed<Aggregate> {
        Ok(match self.name("sum, mean, min or max")? {
            "sum" => Aggregate::Sum,
            "mean" => Aggregate::Mean,
            "min" => Aggregate::Min,
            "max" => Aggregate::Max,
            _ => {
                self.at -= 1;
                return Err(self.expected("sum, mean, min or max"));
            }
        })
    }

    fn level(&mut self) -> Parsed<Level> {
        let name = self.name("a level: country, city, parish2013, parish2025, cell or station")?;
        match Level::ALL.into_iter().find(|l| l.as_str() == name) {
            Some(level) => Ok(level),
            None => {
                self.at -= 1;
                Err(self.expected("a level: country, city, parish2013, parish2025, cell or station"))
            }
        }
    }

    /// `x, 10`: a span of 1 to 200 years.
    fn years(&mut self, kind: fn(NodeId, i32) -> Kind) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        if let Word::Number(text) = self.peek()
            && let Ok(years @ 1..=200) = text.parse::<i32>()
        {
            self.next();
            return Ok(kind(of, years));
        }
        Err(self.expected("a whole number of years, 1 to 200"))
    }

    /// `x, 2021` or `x, "2024-01"`
    fn at_period(&mut self) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        if let Word::Number(text) | Word::Text(text) = self.peek()
            && let Ok(period) = text.parse::<Period>()
        {
            self.next();
            return Ok(Kind::At(of, period));
        }
        Err(self.expected("a period such as 2021 or \"2024-01\""))
    }

    /// `x, y >= z`
    fn tested(&mut self, kind: fn(NodeId, NodeId) -> Kind) -> Parsed<Kind> {
        let of = self.sum()?;
        self.need(",")?;
        let test = self.comparison()?;
        Ok(kind(of, test))
    }

    fn arguments(&mut self, least: usize) -> Parsed<Vec<NodeId>> {
        let mut arguments = vec![self.sum()?];
        while arguments.len() < least || matches!(self.peek(), Word::Sign(",")) {
            self.need(",")?;
            if arguments.len() >= MAX_ARGUMENTS {
                return Err(self.expected("fewer arguments"));
            }
            arguments.push(self.sum()?);
        }
        Ok(arguments)
    }

    fn exactly(&mut self, count: usize) -> Parsed<Vec<NodeId>> {
        let mut arguments = vec![self.sum()?];
        while arguments.len() < count {
            self.need(",")?;
            arguments.push(self.sum()?);
        }
        Ok(arguments)
    }
}

fn function(name: &str) -> Option<(Function, usize)> {
    Some(match name {
        "pow" => (Function::Pow, 2),
        "exp" => (Function::Exp, 1),
        "ln" => (Function::Ln, 1),
        "abs" => (Function::Abs, 1),
        "least" => (Function::Least, 2),
        "greatest" => (Function::Greatest, 2),
        _ => return None,
    })
}
