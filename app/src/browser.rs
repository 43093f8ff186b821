//! The few things of the browser that several modules use.
//!
//! Nothing here runs natively: components call these from event handlers and effects only.

use web_sys::{Document, Window};

/// The window.
///
/// # Panics
/// Outside a window; the app runs nowhere else.
pub fn window() -> Window {
    #[expect(clippy::expect_used, reason = "there is no app without a window")]
    web_sys::window().expect("the app runs in a window")
}

/// The page.
///
/// # Panics
/// Outside a window.
pub fn document() -> Document {
    #[expect(clippy::expect_used, reason = "there is no app without a page")]
    window().document().expect("the window has a page")
}

/// A kept choice of the reader, or none where the browser keeps nothing (private windows).
pub fn recall(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("gemeo.{name}")).ok()?
}

/// Keeps a choice of the reader; whether the browser did.
pub fn remember(name: &str, value: Option<&str>) -> bool {
    let Ok(Some(storage)) = window().local_storage() else { return false };
    let name = format!("gemeo.{name}");
    let done = match value {
        Some(value) => storage.set_item(&name, value),
        None => storage.remove_item(&name),
    };
    done.is_ok()
}

/// How long one waits who looks whether something is here yet; browsers make no shorter waits of it.
pub const MOMENT_MS: i32 = 4;

/// Waits some milliseconds.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Adds an element to the head that fetches a file, and waits until it has.
///
/// # Errors
/// What the element was, where its file does not arrive; it is taken away again.
pub async fn element(tag: &str, attributes: &[(&str, &str)]) -> Result<(), String> {
    let failed = || {
        let named = attributes.iter().map(|(name, value)| format!(" {name}=“{value}”")).collect::<String>();
        format!("<{tag}{named}> did not load")
    };
    let element = document().create_element(tag).map_err(|_| failed())?;
    for (name, value) in attributes {
        element.set_attribute(name, value).map_err(|_| failed())?;
    }
    let head = document().head().ok_or_else(failed)?;
    head.append_child(&element).map_err(|_| failed())?;
    settled(&element).await.map_err(|_| {
        element.remove();
        failed()
    })
}

async fn settled(element: &web_sys::Element) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        for (event, outcome) in [("load", resolve), ("error", reject)] {
            let call = Closure::once_into_js(move || outcome.call0(&JsValue::NULL).map(|_| ()));
            let _ = element.add_event_listener_with_callback(event, call.unchecked_ref());
        }
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.map(|_| ())
}

/// Puts text on the clipboard; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // why: outside secure contexts there is no clipboard, and the binding does not know
    if js_sys::Reflect::get(&clipboard, &"writeText".into()).map_or(true, |f| f.is_undefined()) {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Offers a text as a file to keep.
pub fn download(name: &str, media_type: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    save(name, &blob)
}

/// Offers bytes as a file to keep.
pub fn download_bytes(name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    save(name, &blob)
}

/// Offers a drawing as a picture in twice its size; says so where the browser cannot make one.
pub fn download_png(name: String, svg: String) {
    wasm_bindgen_futures::spawn_local(async move {
        if png(&name, &svg).await.is_none() {
            crate::notice::toast(crate::t!("tools.no_picture"));
        }
    });
}

async fn png(name: &str, svg: &str) -> Option<()> {
    use wasm_bindgen::{JsCast, JsValue};
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&svg.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let image = web_sys::HtmlImageElement::new().ok()?;
    image.set_src(&url);
    let decoded = wasm_bindgen_futures::JsFuture::from(image.decode()).await;
    let canvas: web_sys::HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(image.natural_width() * 2);
    canvas.set_height(image.natural_height() * 2);
    let paper: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let drawn = paper.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height);
    web_sys::Url::revoke_object_url(&url).ok()?;
    decoded.ok()?;
    drawn.ok()?;
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        if canvas.to_blob(&resolve).is_err() {
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
    });
    let blob: web_sys::Blob = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    save(name, &blob)
}

/// Offers a file to keep.
pub fn save(name: &str, blob: &web_sys::Blob) -> Option<()> {
    use wasm_bindgen::JsCast;
    let url = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url).ok()
}

/// The address of this host, `https://…` without a path.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}
