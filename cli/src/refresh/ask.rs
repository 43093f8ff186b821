//! Asking for the answers of a source and reading them: one, page by page, or those that an answer lists.

use gemeo_shared::{
    connect::{self, ConnectError, Import, Input},
    period::Period,
};

use super::{
    Fault, check,
    fetch::Fetcher,
    plan::{From, Request},
    table::{Derive, Follow},
};

/// Pages of one answer.
const MAX_PAGES: u64 = 200;
/// Addresses of one list.
const MAX_LISTED: usize = 2_000;

/// An answer that was read.
pub struct Answered {
    /// What is computed of it.
    pub derive: Option<Derive>,
    /// Its name.
    pub file: String,
    /// What it holds.
    pub import: Import,
}

/// What the answers to requests hold.
///
/// # Errors
/// The first that cannot be fetched or read.
pub fn all(requests: &[Request<'_>], fetcher: &mut Fetcher, now: Period) -> Result<Vec<Answered>, Fault> {
    let mut answers = Vec::new();
    for request in requests {
        let derive = request.answer.derive;
        match &request.from {
            From::File(path) => {
                let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
                let import = read(request, &request.answer.connector, &request.name, &bytes, None)?;
                // why not the request's name: a mirror has many files of one kind
                let file = path
                    .file_name()
                    .map_or_else(|| request.name.clone(), |n| n.to_string_lossy().into_owned());
                answers.push(Answered { derive, file, import });
            }
            From::Address { url, post } => {
                let listed = addressed(request, url, post.as_deref(), fetcher, now)?;
                answers.extend(listed.into_iter().map(|(file, import)| Answered { derive, file, import }));
            }
        }
    }
    Ok(answers)
}

fn addressed(
    request: &Request<'_>,
    url: &str,
    post: Option<&str>,
    fetcher: &mut Fetcher,
    now: Period,
) -> Result<Vec<(String, Import)>, Fault> {
    if let Some(follow) = &request.answer.follow {
        return followed(request, (url, post), follow, fetcher, now);
    }
    let Some(size) = request.answer.page else {
        let bytes = fetcher.get(url, post)?.bytes;
        let import = read(request, &request.answer.connector, &request.name, &bytes, Some(now))?;
        return Ok(vec![(request.name.clone(), import)]);
    };
    let mut pages: Vec<(String, Import)> = Vec::new();
    for page in 0..MAX_PAGES {
        let offset = (page * size).to_string();
        let at = |text: &str| text.replace("{offset}", &offset);
        let bytes = fetcher.get(&at(url), post)?.bytes;
        let import = read(request, &request.answer.connector, &at(&request.name), &bytes, Some(now))?;
        let records = import.records;
        // why the first page stays even without a record: it says that the source has nothing
        if records > 0 || pages.is_empty() {
            pages.push((at(&request.name), import));
        }
        if records < size {
            return Ok(pages);
        }
    }
    Err(format!("{}: more than {MAX_PAGES} pages", request.name).into())
}

/// What lies at the addresses that an answer lists.
fn followed(
    request: &Request<'_>,
    (url, post): (&str, Option<&str>),
    follow: &Follow,
    fetcher: &mut Fetcher,
    now: Period,
) -> Result<Vec<(String, Import)>, Fault> {
    let bytes = fetcher.get(url, post)?.bytes;
    let found = if request.answer.connector == "addresses" {
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(|l| (l.trim().trim_matches('"').to_owned(), String::new())).collect()
    } else {
        let list = read(request, &request.answer.connector, &request.name, &bytes, Some(now))?;
        let about = |p: &connect::Place, key: &str| p.about.get(key).cloned().unwrap_or_default();
        list.places
            .iter()
            .filter(|p| p.kind == "file")
            .map(|p| (about(p, "address"), about(p, "modified")))
            .collect()
    };
    let wanted = chosen(found, follow);
    if wanted.is_empty() {
        return Err(format!("{}: it lists no address of {}", request.name, follow.begin.join(" or ")).into());
    }
    if wanted.len() > MAX_LISTED {
        return Err(format!("{}: it lists {} addresses", request.name, wanted.len()).into());
    }
    let mut imports = Vec::new();
    for address in wanted {
        let bytes = fetcher.get(&address, None)?.bytes;
        let name = address.split(['?', '#']).next().and_then(|a| a.rsplit('/').next()).unwrap_or("file");
        imports.push((name.to_owned(), read(request, &follow.connector, name, &bytes, Some(now))?));
    }
    Ok(imports)
}

/// The addresses that may be asked: those of the hosts that the table names, and of them the newest where one is wanted.
fn chosen(mut found: Vec<(String, String)>, follow: &Follow) -> Vec<String> {
    found.retain(|(address, _)| {
        follow.begin.iter().any(|b| address.starts_with(b.as_str()))
            && address.to_ascii_lowercase().contains(&follow.contain)
    });
    if follow.newest {
        let newest = found.into_iter().max_by(|a, b| a.1.cmp(&b.1));
        return newest.map(|(address, _)| address).into_iter().collect();
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(address, _)| address).collect()
}

fn read(
    request: &Request<'_>,
    connector: &str,
    name: &str,
    bytes: &[u8],
    fetched: Option<Period>,
) -> Result<Import, Fault> {
    let (name, bytes) = connect::unpack(name, bytes)?;
    if let Some(why) = check::cut_off(&name, &bytes) {
        return Err(why.into());
    }
    let connector = connect::by_id(connector).ok_or_else(|| format!("no connector is called {connector}"))?;
    let mut hints = request.hints.clone();
    hints.fetched = fetched;
    let input = Input { name: &name, bytes: &bytes, hints: &hints };
    let import = connect::import(&input, Some(connector))?;
    // A page may be empty: it says that the source has nothing.
    let may = request.answer.page.is_some() && import.records == 0;
    if import.observed.is_empty() && import.places.is_empty() && !may {
        let found = format!("none of {} records gave a figure", import.records);
        return Err(
            ConnectError::Shape { file: name, found, expected: "figures of the source".into() }.into()
        );
    }
    Ok(import)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_that_the_table_names_are_asked() {
        let mut follow = Follow {
            connector: "gtfs".into(),
            begin: vec!["https://a.pt/".into()],
            contain: ".zip".into(),
            newest: false,
        };
        let found =
            |list: &[(&str, &str)]| list.iter().map(|(a, m)| ((*a).into(), (*m).into())).collect::<Vec<_>>();
        let list = found(&[
            ("https://a.pt/2.ZIP", "2026-01"),
            ("https://a.pt/1.zip", "2025-01"),
            ("https://a.pt/1.zip", "2025-01"),
            ("https://a.pt/1.csv", "2027-01"),
            ("https://a.pt.evil.example/1.zip", "2027-01"),
            ("http://a.pt/1.zip", "2027-01"),
            ("file:///etc/passwd.zip", "2027-01"),
        ]);
        assert_eq!(chosen(list.clone(), &follow), ["https://a.pt/1.zip", "https://a.pt/2.ZIP"]);
        follow.newest = true;
        assert_eq!(chosen(list, &follow), ["https://a.pt/2.ZIP"]);
    }
}
