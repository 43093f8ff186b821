//! The stream of a city from the server, for as long as the page is open.
//!
//! why fetch and not `EventSource`: it says what the server answered, so that a host without live readings is not taken
//! for a broken line; it may send the header that private readings ask for; and a line that died without a word is
//! noticed by the missing signs of life.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, RequestCache, RequestInit, Response,
};

use super::{
    link::{self, Answer, FULL_SECONDS, Link, SILENT_SECONDS},
    sse::{Message, Parser},
};
use crate::browser::{self, window};

/// What a stream tells the page.
pub enum Heard {
    /// How it is connected now.
    Link(Link),
    /// What came.
    Messages(Vec<Message>),
}

/// A stream that is kept open. It ends when this is dropped.
pub struct Stream(Rc<Inner>);

struct Inner {
    address: String,
    private: bool,
    hear: Box<dyn Fn(Heard)>,
    stopped: Cell<bool>,
    hurried: Cell<bool>,
    abort: RefCell<Option<AbortController>>,
    /// When the last piece came.
    heard: Cell<f64>,
}

impl Stream {
    /// Opens the stream at an address of this host and comes back to it whenever it breaks off.
    pub fn open(address: String, private: bool, hear: impl Fn(Heard) + 'static) -> Self {
        let (stopped, hurried) = (Cell::new(false), Cell::new(false));
        let (abort, heard) = (RefCell::new(None), Cell::new(0.0));
        let inner = Rc::new(Inner { address, private, hear: Box::new(hear), stopped, hurried, abort, heard });
        spawn_local(run(Rc::clone(&inner)));
        Self(inner)
    }

    /// Tries again now, where it is waiting to.
    pub fn hurry(&self) {
        self.0.hurried.set(true);
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.stopped.set(true);
        self.0.cut();
    }
}

async fn run(inner: Rc<Inner>) {
    let (mut tries, mut last, mut met) = (0, String::new(), false);
    inner.say(Link::Opening);
    while !inner.stopped.get() {
        let answer = inner.once(&mut last).await;
        if inner.stopped.get() {
            return;
        }
        let link = match answer {
            // why not where there was a stream: a proxy answers so while the server behind it starts
            Ok(Answer::Final(link)) if !(met && link == Link::NoServer) => link,
            Ok(Answer::Full) => Link::Full(FULL_SECONDS),
            Ok(Answer::Stream) => {
                (tries, met) = (0, true);
                Link::Cut(link::pause(0, js_sys::Math::random()))
            }
            _ => Link::Cut(link::pause(tries, js_sys::Math::random())),
        };
        inner.wait(link).await;
        tries += 1;
    }
}

impl Inner {
    fn say(&self, link: Link) {
        (self.hear)(Heard::Link(link));
    }

    fn cut(&self) {
        if let Some(abort) = self.abort.borrow_mut().take() {
            abort.abort();
        }
    }

    /// Says how it is until it is time to try again, counting down; without a network until there is one.
    async fn wait(&self, link: Link) {
        let mut left = match link {
            Link::Cut(seconds) | Link::Full(seconds) => seconds,
            _ => u32::MAX,
        };
        let mut without = false;
        self.hurried.set(false);
        while left > 0 && !self.stopped.get() && !self.hurried.take() {
            let online = window().navigator().on_line();
            if online && without && !link.is_final() {
                return;
            }
            without = !online;
            self.say(match link {
                _ if link.is_final() => link,
                _ if without => Link::Offline,
                Link::Full(_) => Link::Full(left),
                _ => Link::Cut(left),
            });
            browser::sleep(1000).await;
            if !without && !link.is_final() {
                left -= 1;
            }
        }
    }

    /// Opens the stream once and reads it to its end.
    async fn once(self: &Rc<Self>, last: &mut String) -> Result<Answer, JsValue> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        // why before: a page that is left while the server is being asked must end that too
        *self.abort.borrow_mut() = Some(abort);
        let response = self.ask(&signal, last).await?;
        let media = response.headers().get("content-type")?.unwrap_or_default();
        let mut answer = link::judge(response.status(), &media, None);
        if answer != Answer::Stream && media.contains("problem+json") {
            let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
            answer = link::judge(response.status(), &media, link::problem(&body).as_deref());
        }
        if answer == Answer::Stream {
            self.say(Link::Live);
            self.heard.set(js_sys::Date::now());
            let over = Rc::new(Cell::new(false));
            spawn_local(watch(Rc::clone(self), Rc::clone(&over)));
            // An end by a fault of the line is an end: what to do is the same.
            let _ = self.read(&response, last).await;
            over.set(true);
        }
        self.cut();
        Ok(answer)
    }

    async fn ask(&self, signal: &AbortSignal, last: &str) -> Result<Response, JsValue> {
        let headers = web_sys::Headers::new()?;
        headers.set("accept", "text/event-stream")?;
        if !last.is_empty() {
            headers.set("last-event-id", last)?;
        }
        if self.private {
            headers.set("gemeo-request", "1")?;
        }
        let init = RequestInit::new();
        init.set_cache(RequestCache::NoStore);
        init.set_headers(&headers);
        init.set_signal(Some(signal));
        let answer = JsFuture::from(window().fetch_with_str_and_init(&self.address, &init)).await?;
        answer.dyn_into()
    }

    async fn read(&self, response: &Response, last: &mut String) -> Result<(), JsValue> {
        let Some(body) = response.body() else { return Ok(()) };
        let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
        let mut parser = Parser::default();
        loop {
            let piece = JsFuture::from(reader.read()).await?;
            if js_sys::Reflect::get(&piece, &"done".into())?.is_truthy() || self.stopped.get() {
                return Ok(());
            }
            let bytes: js_sys::Uint8Array = js_sys::Reflect::get(&piece, &"value".into())?.dyn_into()?;
            self.heard.set(js_sys::Date::now());
            let messages = parser.push(&bytes.to_vec());
            if let Some(message) = messages.last() {
                message.id.clone_into(last);
                (self.hear)(Heard::Messages(messages));
            }
        }
    }
}

/// Cuts a stream that gives no sign of life, so that it is opened anew.
async fn watch(inner: Rc<Inner>, over: Rc<Cell<bool>>) {
    while !over.get() {
        browser::sleep(5000).await;
        let silent = js_sys::Date::now() - inner.heard.get();
        if !over.get() && silent > f64::from(SILENT_SECONDS) * 1000.0 {
            return inner.cut();
        }
    }
}
