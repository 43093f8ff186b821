//! A small writer of SVG: elements in order, text escaped, numbers short and always finite.

use std::fmt::Write;

use super::theme;

/// A drawing under construction.
#[derive(Debug, Default)]
pub struct Svg {
    out: String,
}

/// An element whose attributes are being written. It must end in [`El::open`], [`El::end`] or [`El::text`].
#[must_use]
pub struct El<'a> {
    svg: &'a mut Svg,
    tag: &'static str,
}

/// A number with at most two decimals; what is not finite or lies far outside any drawing is brought back.
pub fn num(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = format!("{:.2}", value.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Text that cannot be taken for markup. Characters XML 1.0 forbids are dropped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

impl Svg {
    /// Begins an element.
    pub fn el(&mut self, tag: &'static str) -> El<'_> {
        self.out.push('<');
        self.out.push_str(tag);
        El { svg: self, tag }
    }

    /// Ends an element that was opened.
    pub fn close(&mut self, tag: &str) {
        let _ = write!(self.out, "</{tag}>");
    }

    /// Puts a finished drawing inside this one.
    pub fn nest(&mut self, drawing: &str) {
        self.out.push_str(drawing);
    }

    /// What was written, to be nested in another drawing.
    pub fn into_body(self) -> String {
        self.out
    }

    /// Ends the drawing.
    pub fn finish(mut self) -> String {
        self.close("svg");
        self.out
    }
}

impl El<'_> {
    /// An attribute with a text value.
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = write!(self.svg.out, " {name}=\"{}\"", escape(value));
        self
    }

    /// An attribute with a number.
    pub fn num(self, name: &str, value: f64) -> Self {
        let _ = write!(self.svg.out, " {name}=\"{}\"", num(value));
        self
    }

    /// Classes, and as attributes the light theme's colours of these classes.
    pub fn class(self, classes: &str) -> Self {
        let this = self.attr("class", classes);
        theme::fallback(classes).into_iter().fold(this, |el, (name, colour)| el.attr(name, colour))
    }

    /// One end to the other of a straight line.
    pub fn line(self, from: [f64; 2], to: [f64; 2]) -> Self {
        self.num("x1", from[0]).num("y1", from[1]).num("x2", to[0]).num("y2", to[1])
    }

    /// The place and size of a rectangle; a negative size is drawn as nothing.
    pub fn area(self, x: f64, y: f64, width: f64, height: f64) -> Self {
        self.num("x", x).num("y", y).num("width", width.max(0.0)).num("height", height.max(0.0))
    }

    /// Ends the tag; what follows is inside until [`Svg::close`].
    pub fn open(self) {
        self.svg.out.push('>');
    }

    /// Ends an element without content.
    pub fn end(self) {
        self.svg.out.push_str("/>");
    }

    /// Ends an element with text inside.
    pub fn text(self, text: &str) {
        let _ = write!(self.svg.out, ">{}</{}>", escape(text), self.tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        let cases = [(1.0, "1"), (-0.001, "0"), (1.005, "1"), (0.126, "0.13"), (f64::NAN, "0")];
        for (value, want) in cases {
            assert_eq!(num(value), want);
        }
        assert_eq!(num(f64::INFINITY), "0");
        assert_eq!(num(1e300), "1000000");
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escape("<b a=\"1\">&\u{0}\n"), "&lt;b a=&quot;1&quot;&gt;&amp; ");
    }
}
