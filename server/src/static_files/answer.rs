//! From a request to an answer: the work on disk, done in one blocking step.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::Arc,
};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;

use super::{
    conditional::{self, Verdict},
    etag::{Tags, Version},
    folder::{self, Found, Opened},
    freshness,
    kept::{Kept, KeptFiles},
    negotiate::{Coding, codings},
    path::{PathRefused, SitePath},
    range::{self, Asked, Span},
};

/// Up to this size a file is read in the same step; a longer one is sent as it is read.
const READ_AT_ONCE: u64 = 256 * 1024;

/// What is asked for, apart from the connection it came by.
#[derive(Debug)]
pub struct Ask {
    /// The path inside the site, as it was sent.
    pub raw: String,
    /// The place it leads to.
    pub path: Result<SitePath, PathRefused>,
    /// Whether the content is left out of the answer.
    pub head_only: bool,
    /// The headers of the request.
    pub headers: HeaderMap,
}

/// An answer whose body may still be on disk.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers, without those that every answer carries.
    pub headers: HeaderMap,
    /// The content.
    pub content: Content,
    /// The path of the file that was sent, to be logged; never what a person typed.
    pub file: Option<Arc<str>>,
}

/// The content of an answer.
#[derive(Debug)]
pub enum Content {
    /// In memory.
    Bytes(Bytes),
    /// A file positioned at the first byte, and how many bytes to send.
    File(File, u64),
    /// A folder's address lacks its slash: send the client there.
    Redirect(String),
}

/// What is remembered between answers.
#[derive(Debug, Default)]
pub struct Memory {
    tags: Tags,
    files: KeptFiles,
}

/// Answers from memory, where the file is held and still as it was.
pub fn from_memory(memory: &Memory, raw: &str, head_only: bool, asked: &HeaderMap) -> Option<Answer> {
    if asked.contains_key(header::RANGE) {
        return None;
    }
    let kept = memory.files.get(raw, asked)?;
    let answer = match conditional::judge(asked, &kept.etag) {
        Verdict::NotModified => {
            let mut headers = unchanged(kept.headers.clone());
            headers.remove(header::CONTENT_LENGTH);
            Answer::empty(StatusCode::NOT_MODIFIED, headers)
        }
        Verdict::Failed => Answer::of_another_version(),
        Verdict::Send => {
            let content = Content::Bytes(if head_only { Bytes::new() } else { kept.bytes.clone() });
            Answer { content, ..Answer::empty(StatusCode::OK, kept.headers.clone()) }
        }
    };
    Some(Answer { file: Some(Arc::clone(&kept.file)), ..answer })
}

/// Answers from the folder at `root`.
pub fn answer(root: &Path, memory: &Memory, ask: &Ask) -> io::Result<Answer> {
    match &ask.path {
        Err(PathRefused::Malformed) => {
            Ok(Answer::text(StatusCode::BAD_REQUEST, "Endereço inválido · Invalid address\n"))
        }
        Err(PathRefused::TooLong) => {
            Ok(Answer::text(StatusCode::URI_TOO_LONG, "Endereço demasiado longo · Address too long\n"))
        }
        Err(PathRefused::Hidden) => not_found(root, ask, None),
        Ok(path) => match folder::find(root, path) {
            Found::File(names) => send(root, memory, ask, &names),
            Found::FolderWithoutSlash => Ok(Answer::redirect(path)),
            Found::Nothing => not_found(root, ask, Some(path)),
        },
    }
}

fn send(root: &Path, memory: &Memory, ask: &Ask, names: &[String]) -> io::Result<Answer> {
    let asked_range =
        ask.headers.get(header::RANGE).filter(|_| !ask.head_only).and_then(|range| range.to_str().ok());
    // A part is a part of the file as it is: parts of a compressed stream are of no use to anyone.
    let codings = if asked_range.is_some() { vec![Coding::Identity] } else { codings(&ask.headers) };
    let mut opened = folder::open(root, names, &codings)?;
    // Looked at before it is read: what changes after this shows.
    let looked = folder::look(root, names, &codings, opened.coding);
    let is_same = looked.contains(&(opened.place.clone(), Some(Version::of(&opened.about))));
    let etag = memory.tags.of(&opened.place, &mut opened.file, &opened.about)?;
    let mut headers = describe(names, &opened);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(freshness::cache_control(names)));
    headers.insert(header::ETAG, value(&etag));
    let answer = match conditional::judge(&ask.headers, &etag) {
        Verdict::NotModified => Answer::empty(StatusCode::NOT_MODIFIED, unchanged(headers)),
        Verdict::Failed => Answer::of_another_version(),
        Verdict::Send => {
            let range = asked_range.filter(|_| conditional::range_applies(&ask.headers, &etag));
            content(opened, headers, range, ask.head_only)?
        }
    };
    let file: Arc<str> = names.join("/").into();
    let is_whole = answer.status == StatusCode::OK && !ask.head_only && asked_range.is_none();
    if let (true, Content::Bytes(bytes)) = (is_whole && is_same, &answer.content) {
        let (headers, bytes, file) = (answer.headers.clone(), bytes.clone(), Arc::clone(&file));
        memory.files.put(&ask.raw, codings, Kept { looked, headers, etag, bytes, file });
    }
    Ok(Answer { file: Some(file), ..answer })
}

fn content(
    opened: Opened,
    mut headers: HeaderMap,
    range: Option<&str>,
    head_only: bool,
) -> io::Result<Answer> {
    let len = opened.about.len();
    let (status, span) = match range.map_or(Asked::Whole, |text| range::read(text, len)) {
        Asked::Whole => (StatusCode::OK, Span { start: 0, len }),
        Asked::Part(span) => {
            let last = span.start + span.len - 1;
            headers.insert(header::CONTENT_RANGE, value(&format!("bytes {}-{last}/{len}", span.start)));
            (StatusCode::PARTIAL_CONTENT, span)
        }
        Asked::Outside => {
            let mut answer = Answer::text(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "Intervalo fora do ficheiro · Range outside the file\n",
            );
            answer.headers.insert(header::CONTENT_RANGE, value(&format!("bytes */{len}")));
            return Ok(answer);
        }
    };
    headers.insert(header::CONTENT_LENGTH, span.len.into());
    let content = if head_only { Content::Bytes(Bytes::new()) } else { take(opened.file, span)? };
    Ok(Answer { status, headers, content, file: None })
}

fn take(mut file: File, span: Span) -> io::Result<Content> {
    file.seek(SeekFrom::Start(span.start))?;
    if span.len > READ_AT_ONCE {
        return Ok(Content::File(file, span.len));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(span.len).unwrap_or(0));
    file.take(span.len).read_to_end(&mut bytes)?;
    Ok(Content::Bytes(bytes.into()))
}

/// A page where a page is looked for; a line of text where a program looks for a file.
fn not_found(root: &Path, ask: &Ask, path: Option<&SitePath>) -> io::Result<Answer> {
    let wants_page = accepts_pages(&ask.headers) || !path.is_some_and(SitePath::is_file_like);
    let page = folder::not_found_page(root, path).filter(|_| wants_page);
    let mut answer = match page {
        None => Answer::text(StatusCode::NOT_FOUND, "Não encontrado · Not found\n"),
        Some(names) => {
            let opened = folder::open(root, &names, &codings(&ask.headers))?;
            let mut headers = describe(&names, &opened);
            headers.remove(header::ACCEPT_RANGES);
            let answer = content(opened, headers, None, ask.head_only)?;
            Answer { status: StatusCode::NOT_FOUND, ..answer }
        }
    };
    answer.headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept"));
    answer.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(freshness::ASK));
    Ok(answer)
}

/// Browsers name HTML when a person goes somewhere, and do not when a script fetches something.
fn accepts_pages(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|item| item.trim_start().starts_with("text/html"))
}

fn describe(names: &[String], opened: &Opened) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(folder::media_type_of(names)));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    match opened.coding.name() {
        Some(name) => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name)),
        None => headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    };
    headers
}

/// A 304 repeats what a cache updates and leaves out what describes the content (RFC 9110 §15.4.5).
fn unchanged(mut headers: HeaderMap) -> HeaderMap {
    for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::ACCEPT_RANGES] {
        headers.remove(name);
    }
    headers
}

/// For texts made here of digits and plain words, which always fit a header.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

impl Answer {
    fn empty(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers, content: Content::Bytes(Bytes::new()), file: None }
    }

    fn of_another_version() -> Self {
        Self::text(StatusCode::PRECONDITION_FAILED, "Versão diferente · Another version\n")
    }

    fn text(status: StatusCode, text: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(freshness::ASK));
        headers.insert(header::CONTENT_LENGTH, text.len().into());
        Self { content: Content::Bytes(Bytes::from_static(text.as_bytes())), ..Self::empty(status, headers) }
    }

    fn redirect(path: &SitePath) -> Self {
        let mut headers = HeaderMap::new();
        // Kept no longer than the page itself: a folder may become something else.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(freshness::ASK));
        headers.insert(header::CONTENT_LENGTH, 0.into());
        let content = Content::Redirect(path.as_folder_address());
        Self { content, ..Self::empty(StatusCode::PERMANENT_REDIRECT, headers) }
    }
}
