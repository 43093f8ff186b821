//! Which content coding to send (RFC 9110 §12.5.3).

use axum::http::{HeaderMap, header};

/// A content coding that the build leaves beside its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Brotli, the smallest (`.br`).
    Brotli,
    /// Gzip, for old clients (`.gz`).
    Gzip,
    /// The file as it is.
    Identity,
}

/// A weight of RFC 9110 §12.4.2 in thousandths, the three decimals that the grammar allows.
type Thousandths = u16;

impl Coding {
    /// In the order they are preferred where a client weighs them alike.
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// The name in `Content-Encoding`; none for the file as it is.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What the build appends to the name of the file.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    fn answers_to(self, name: &str) -> bool {
        match self {
            Self::Brotli => name.eq_ignore_ascii_case("br"),
            // RFC 9110 §8.4.1.3: x-gzip is the same coding.
            Self::Gzip => name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip"),
            Self::Identity => name.eq_ignore_ascii_case("identity"),
        }
    }
}

/// The codings to try, best first.
///
/// The file as it is always closes the list: a client that refuses even that gets it all the
/// same, which RFC 9110 leaves to the server and which helps it more than a 406.
pub fn codings(headers: &HeaderMap) -> Vec<Coding> {
    let wishes = read_wishes(headers);
    let mut weighed: Vec<(Thousandths, Coding)> =
        Coding::ALL.into_iter().filter_map(|coding| Some((weigh(coding, &wishes)?, coding))).collect();
    // Stable: equal weights keep the order of `ALL`.
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut order: Vec<Coding> = weighed.into_iter().map(|(_, coding)| coding).collect();
    if !order.contains(&Coding::Identity) {
        order.push(Coding::Identity);
    }
    order
}

fn read_wishes(headers: &HeaderMap) -> Vec<(&str, Thousandths)> {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).filter_map(read_wish).collect()
}

fn read_wish(item: &str) -> Option<(&str, Thousandths)> {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    // A weight that cannot be read is no wish: refusing is safer than guessing.
    Some((name, weight.map_or(1000, |text| read_weight(text).unwrap_or(0))))
}

/// `0`, `0.85`, `1.000`: at most three decimals, never above one.
fn read_weight(text: &str) -> Option<Thousandths> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: Thousandths = format!("{decimals:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// The weight a client gives a coding; none where it does not accept it.
fn weigh(coding: Coding, wishes: &[(&str, Thousandths)]) -> Option<Thousandths> {
    let named = wishes.iter().find(|(name, _)| coding.answers_to(name));
    let wish = named.or_else(|| wishes.iter().find(|(name, _)| *name == "*"));
    wish.map(|(_, weight)| *weight).filter(|weight| *weight > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Coding::{Brotli, Gzip, Identity};

    fn order(accept: &str) -> Vec<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().expect("a header"));
        codings(&headers)
    }

    #[test]
    fn weights_decide_and_ties_go_to_the_smallest() {
        assert_eq!(order("gzip, deflate, br, zstd"), [Brotli, Gzip, Identity]);
        assert_eq!(order("br;q=0.5, gzip"), [Gzip, Brotli, Identity]);
        assert_eq!(order("br;q=0.5, identity"), [Identity, Brotli]);
        assert_eq!(order("x-gzip"), [Gzip, Identity]);
        assert_eq!(order("GZIP;Q=0.1 , BR ; q=0.2"), [Brotli, Gzip, Identity]);
        assert_eq!(order("*"), [Brotli, Gzip, Identity]);
        assert_eq!(order("br;q=0, *;q=0.1"), [Gzip, Identity]);
    }

    #[test]
    fn a_refused_or_unreadable_coding_is_not_sent() {
        assert_eq!(order("br;q=0, gzip;q=0.000"), [Identity]);
        assert_eq!(order("br;q=2, gzip;q=x, *;q=0"), [Identity]);
        assert_eq!(order("br;q=0.1234"), [Identity]);
        assert_eq!(order("br;q=1.001"), [Identity]);
        assert_eq!(order(""), [Identity]);
        assert_eq!(order("zstd, deflate"), [Identity]);
        assert_eq!(order("brotli"), [Identity]);
        assert_eq!(codings(&HeaderMap::new()), [Identity]);
    }

    #[test]
    fn the_file_as_it_is_stays_the_last_resort() {
        assert_eq!(order("identity;q=0, *;q=0"), [Identity]);
        assert_eq!(order("identity;q=0, br"), [Brotli, Identity]);
    }

    #[test]
    fn several_header_lines_are_one_list() {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT_ENCODING, "gzip".parse().expect("a header"));
        headers.append(header::ACCEPT_ENCODING, "br;q=0.9".parse().expect("a header"));
        assert_eq!(codings(&headers), [Gzip, Brotli, Identity]);
    }
}
