//! The built twin, served from its folder.
//!
//! [`path`] reads the address, [`folder`] looks it up, [`negotiate`] chooses the compressed sibling,
//! [`etag`] and [`conditional`] spare a second download, [`range`] sends parts, [`freshness`] says
//! how long to keep it, [`kept`] holds what was sent and [`answer`] puts these together.

pub mod answer;
pub mod conditional;
pub mod etag;
pub mod folder;
pub mod freshness;
pub mod kept;
pub mod media;
pub mod negotiate;
pub mod path;
pub mod range;

use std::{path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use crate::{
    access_log::ServedFile,
    base_path::{BasePath, Place},
};
use answer::{Answer, Ask, Content};
use path::SitePath;

/// How much of a long file is held in memory at a time.
const CHUNK: usize = 64 * 1024;

/// The folder of the built twin and where it stands in the address space.
#[derive(Debug)]
pub struct Site {
    root: PathBuf,
    base: BasePath,
    memory: answer::Memory,
}

impl Site {
    /// A site whose folder is `root`, at `base` of its host.
    pub fn new(root: PathBuf, base: BasePath) -> Self {
        Self { root, base, memory: answer::Memory::default() }
    }

    /// Answers what no other route took before, while the file is held and still as it was.
    pub fn from_memory(&self, request: &Request) -> Option<Response> {
        let head_only = request.method() == Method::HEAD;
        if !head_only && request.method() != Method::GET {
            return None;
        }
        let Place::Inside(raw) = self.base.place(request.uri().path()) else { return None };
        let answer = answer::from_memory(&self.memory, raw, head_only, request.headers())?;
        Some(respond(answer, &self.base, request.uri()))
    }
}

/// Answers any request that no other route takes.
pub async fn serve(State(site): State<Arc<Site>>, request: Request) -> Response {
    let head_only = request.method() == Method::HEAD;
    if !head_only && request.method() != Method::GET {
        return refuse_method().await;
    }
    let (parts, _) = request.into_parts();
    let raw = match site.base.place(parts.uri.path()) {
        Place::Inside(raw) => raw.to_owned(),
        Place::AtTheDoor => return redirect(site.base.as_str(), &parts.uri),
        Place::Outside => return (StatusCode::NOT_FOUND, "Não encontrado · Not found\n").into_response(),
    };
    let ask = Ask { path: SitePath::parse(&raw), raw, head_only, headers: parts.headers };
    let worker = Arc::clone(&site);
    let answered =
        tokio::task::spawn_blocking(move || answer::answer(&worker.root, &worker.memory, &ask)).await;
    match answered {
        Ok(Ok(answer)) => respond(answer, &site.base, &parts.uri),
        Ok(Err(fault)) => unreadable(&fault.to_string()),
        Err(fault) => unreadable(&fault.to_string()),
    }
}

/// Nothing here can be changed: only reading is allowed.
pub async fn refuse_method() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
}

fn respond(answer: Answer, base: &BasePath, uri: &Uri) -> Response {
    let (body, headers) = match answer.content {
        Content::Bytes(bytes) => (Body::from(bytes), answer.headers),
        Content::File(file, len) => {
            let part = tokio::fs::File::from_std(file).take(len);
            (Body::from_stream(ReaderStream::with_capacity(part, CHUNK)), answer.headers)
        }
        Content::Redirect(folder) => {
            let mut response = redirect(&format!("{}{folder}", base.as_str()), uri);
            response.headers_mut().extend(answer.headers);
            return response;
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = headers;
    if let Some(file) = answer.file {
        response.extensions_mut().insert(ServedFile(file));
    }
    response
}

/// Sends the client to an address of this host, the question mark and what follows it kept.
fn redirect(address: &str, uri: &Uri) -> Response {
    let target = uri.query().map_or_else(|| address.to_owned(), |query| format!("{address}?{query}"));
    match HeaderValue::from_str(&target) {
        Ok(target) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// A file that was there and cannot be read: the reason goes to the log, not to the visitor.
fn unreadable(reason: &str) -> Response {
    tracing::error!(reason, "a file of the site cannot be read");
    (StatusCode::INTERNAL_SERVER_ERROR, "Erro no servidor · Server error\n").into_response()
}
