//! A drawing as a PNG file: the browser draws the SVG onto a canvas.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url};

use crate::browser::document;

/// Pixels to a unit of the drawing.
const FINE: f64 = 2.0;

/// Draws and offers the file.
///
/// # Errors
/// What the browser says where it cannot draw.
pub async fn save(name: &str, svg: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&svg.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let drawn = draw(&url).await;
    Url::revoke_object_url(&url)?;
    offer(name, &drawn?).await
}

async fn draw(url: &str) -> Result<HtmlCanvasElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    let (width, height) = (f64::from(image.width()) * FINE, f64::from(image.height()) * FINE);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or("no 2d context")?.dyn_into::<CanvasRenderingContext2d>()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}

async fn offer(name: &str, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let done =
            Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob).map(|_| ()));
        let _ = canvas.to_blob(done.unchecked_ref());
    });
    let blob: web_sys::Blob = JsFuture::from(promise).await?.dyn_into()?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
