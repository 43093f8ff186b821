//! Reading a formula by recursive descent, bounded in length and depth.

mod call;
mod factor;
mod reference;

use crate::{decimal, unit::Unit};

use super::{
    Comparison, Formula, Kind, MAX_DEPTH, MAX_LENGTH, Node, NodeId, Operator, SyntaxError,
    lex::{Token, Word, words},
};

/// Reads a formula.
///
/// # Errors
/// [`SyntaxError`] with line and column.
pub fn parse(text: &str) -> Result<Formula, SyntaxError> {
    if text.len() > MAX_LENGTH {
        let message = format!("a formula has at most {MAX_LENGTH} bytes, this one has {}", text.len());
        return Err(SyntaxError { line: 1, column: 1, message });
    }
    let mut parser = Parser { text, tokens: words(text)?, at: 0, depth: 0, nodes: Vec::new() };
    parser.sum()?;
    match parser.peek() {
        Word::End => Ok(Formula { text: text.trim().into(), nodes: parser.trimmed() }),
        _ => Err(parser.expected("an operator or the end of the formula")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    nodes: Vec<Node>,
}

type Parsed<T = NodeId> = Result<T, SyntaxError>;

impl<'a> Parser<'a> {
    /// The nodes, with spans in the trimmed text.
    fn trimmed(self) -> Vec<Node> {
        let skip = (self.text.len() - self.text.trim_start().len()) as u16;
        let shift = |(from, to): (u16, u16)| (from.saturating_sub(skip), to.saturating_sub(skip));
        self.nodes.into_iter().map(|n| Node { span: shift(n.span), ..n }).collect()
    }

    fn peek(&self) -> Word<'a> {
        self.tokens[self.at].word
    }

    /// Where the next word begins.
    fn here(&self) -> usize {
        self.tokens[self.at].from
    }

    fn next(&mut self) -> Word<'a> {
        let word = self.peek();
        // The last token is the end, which is never passed.
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        word
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Word::Sign(next) if next == sign);
        if found {
            self.next();
        }
        found
    }

    fn need(&mut self, sign: &str) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(self.expected(&format!("“{sign}”"))) }
    }

    fn expected(&self, what: &str) -> SyntaxError {
        let found = match self.peek() {
            Word::End => "the end".into(),
            Word::Name(t) | Word::Number(t) => format!("“{t}”"),
            Word::Text(t) => format!("“\"{t}\"”"),
            Word::Sign(s) => format!("“{s}”"),
        };
        SyntaxError::at(self.text, self.here(), format!("expected {what}, found {found}"))
    }

    fn push(&mut self, from: usize, kind: Kind) -> NodeId {
        let to = if self.at == 0 { 0 } else { self.tokens[self.at - 1].to };
        self.nodes.push(Node { span: (from as u16, to as u16), kind });
        (self.nodes.len() - 1) as NodeId
    }

    /// Runs a rule one level deeper.
    fn deeper<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} parts inside each other");
            return Err(SyntaxError::at(self.text, self.here(), message));
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    /// `product (("+" | "-") product)*`
    fn sum(&mut self) -> Parsed {
        self.deeper(|p| {
            let from = p.here();
            let mut left = p.product()?;
            loop {
                let operator = match p.peek() {
                    Word::Sign("+") => Operator::Add,
                    Word::Sign("-") => Operator::Subtract,
                    _ => return Ok(left),
                };
                p.next();
                let right = p.product()?;
                left = p.push(from, Kind::Binary(operator, left, right));
            }
        })
    }

    /// `unary (("*" | "/") unary)*`
    fn product(&mut self) -> Parsed {
        let from = self.here();
        let mut left = self.unary()?;
        loop {
            let operator = match self.peek() {
                Word::Sign("*") => Operator::Multiply,
                Word::Sign("/") => Operator::Divide,
                _ => return Ok(left),
            };
            self.next();
            let right = self.unary()?;
            left = self.push(from, Kind::Binary(operator, left, right));
        }
    }

    /// `"-" unary | primary`
    fn unary(&mut self) -> Parsed {
        let from = self.here();
        if self.take("-") {
            let of = self.deeper(Self::unary)?;
            return Ok(self.push(from, Kind::Negate(of)));
        }
        self.primary()
    }

    /// A number, a bracket, a reference or a call.
    fn primary(&mut self) -> Parsed {
        let from = self.here();
        match self.peek() {
            Word::Number(_) => self.number(),
            Word::Sign("(") => {
                self.next();
                let inner = self.sum()?;
                self.need(")")?;
                Ok(inner)
            }
            Word::Sign("@") => {
                self.next();
                let id = self.name("the id of an indicator")?.to_string();
                let filters = self.filters()?;
                Ok(self.push(from, Kind::Indicator(id, filters)))
            }
            Word::Name(name) => {
                self.next();
                if self.take("(") {
                    return self.deeper(|p| p.call(name, from));
                }
                let filters = self.filters()?;
                Ok(self.push(from, Kind::Series(name.into(), filters)))
            }
            _ => Err(self.expected("a number, a reference, a function or “(”")),
        }
    }

    /// `12.5`, `100 [%]`
    fn number(&mut self) -> Parsed {
        let from = self.here();
        let Word::Number(text) = self.next() else { return Err(self.expected("a number")) };
        let Some(value) = decimal::exact(text) else {
            let why = format!(
                "“{text}” has more than {} digits, or is too large or small a number",
                decimal::DIGITS
            );
            return Err(SyntaxError::at(self.text, from, why));
        };
        let mut unit = Unit::one();
        if self.take("[") {
            let start = self.here();
            while !matches!(self.peek(), Word::Sign("]") | Word::End) {
                self.next();
            }
            let written = self.text.get(start..self.here()).unwrap_or("");
            unit = written.trim().parse().map_err(|e| SyntaxError::at(self.text, start, format!("{e}")))?;
            self.need("]")?;
        }
        Ok(self.push(from, Kind::Number(value, unit)))
    }

    /// `sum (("<" | "<=" | ">" | ">=") sum)`
    fn comparison(&mut self) -> Parsed {
        let from = self.here();
        let left = self.sum()?;
        let how = match self.peek() {
            Word::Sign("<") => Comparison::Less,
            Word::Sign("<=") => Comparison::AtMost,
            Word::Sign(">") => Comparison::More,
            Word::Sign(">=") => Comparison::AtLeast,
            _ => return Err(self.expected("a comparison: <, <=, > or >=")),
        };
        self.next();
        let right = self.sum()?;
        Ok(self.push(from, Kind::Compare(how, left, right)))
    }

    fn name(&mut self, what: &str) -> Parsed<&'a str> {
        match self.peek() {
            Word::Name(name) => {
                self.next();
                Ok(name)
            }
            _ => Err(self.expected(what)),
        }
    }
}
