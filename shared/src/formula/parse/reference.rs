//! References and their filters: `concept{dim = "x", dim2 in ["a", "b"], dim3 != "c"}`.

use super::{Parsed, Parser};
use crate::formula::{Filter, Test, lex::Word};

/// More filters or members than this are surely a mistake.
const MAX_ITEMS: usize = 64;

impl Parser<'_> {
    /// The filters in braces, or none.
    pub(super) fn filters(&mut self) -> Parsed<Vec<Filter>> {
        if !self.take("{") {
            return Ok(Vec::new());
        }
        let mut filters = Vec::new();
        while !self.take("}") {
            if !filters.is_empty() {
                self.need(",")?;
            }
            if filters.len() >= MAX_ITEMS {
                return Err(self.expected("fewer filters"));
            }
            filters.push(self.filter()?);
        }
        Ok(filters)
    }

    fn filter(&mut self) -> Parsed<Filter> {
        let dimension = self.name("a dimension")?.to_string();
        let test = match self.next() {
            Word::Sign("=") => Test::Is(self.member()?),
            Word::Sign("!=") => Test::NotIn(vec![self.member()?]),
            Word::Name("in") => Test::In(self.members()?),
            Word::Name("not") if self.name("“in”")? == "in" => Test::NotIn(self.members()?),
            _ => {
                self.at -= 1;
                return Err(self.expected("=, !=, in or not in"));
            }
        };
        Ok(Filter { dimension, test })
    }

    fn members(&mut self) -> Parsed<Vec<String>> {
        self.need("[")?;
        let mut members = vec![self.member()?];
        while self.take(",") {
            if members.len() >= MAX_ITEMS {
                return Err(self.expected("fewer members"));
            }
            members.push(self.member()?);
        }
        self.need("]")?;
        Ok(members)
    }

    pub(super) fn member(&mut self) -> Parsed<String> {
        match self.peek() {
            Word::Text(member) => {
                self.next();
                Ok(member.into())
            }
            _ => Err(self.expected("a member in double quotes")),
        }
    }
}
