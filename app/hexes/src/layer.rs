//! The layer as the page sees it.

use js_sys::{Float32Array, Float64Array, Uint32Array};
use wasm_bindgen::prelude::*;
use web_sys::WebGl2RenderingContext;

use crate::{Lookup, Mesh, Paint, graphics::Graphics};

/// The triangles of cells as the graphics card takes them: `{origin, corners, cell, triangles}`.
#[wasm_bindgen]
pub fn mesh(cells: &[u64]) -> js_sys::Array {
    let mesh = Mesh::new(cells);
    js_sys::Array::of4(
        &Float64Array::from(mesh.origin.as_slice()),
        &Float32Array::from(mesh.corners.as_slice()),
        &Uint32Array::from(mesh.cell.as_slice()),
        &Uint32Array::from(mesh.triangles.as_slice()),
    )
}

/// Cells with their colours.
#[wasm_bindgen]
pub struct Hexes {
    cells: Vec<u64>,
    lookup: Lookup,
    paint: Paint,
    values: Vec<Vec<f32>>,
    palette: Vec<u8>,
    hatch: [f32; 3],
    mesh: Option<[JsValue; 4]>,
    graphics: Option<Graphics>,
    /// When the colours changed, and how long they take to.
    change: Option<(f64, f64)>,
    fresh: bool,
}

#[wasm_bindgen]
impl Hexes {
    /// A layer of cells, by their indices.
    #[wasm_bindgen(constructor)]
    pub fn new(cells: Vec<u64>) -> Self {
        Self {
            lookup: Lookup::new(&cells),
            paint: Paint::new(cells.len()),
            cells,
            values: Vec::new(),
            palette: vec![0; 1024],
            hatch: [0.5; 3],
            mesh: None,
            graphics: None,
            change: None,
            fresh: true,
        }
    }

    /// The triangles, from [`mesh`].
    pub fn take(&mut self, origin: JsValue, corners: JsValue, cell: JsValue, triangles: JsValue) {
        self.mesh = Some([origin, corners, cell, triangles]);
    }

    /// The place in the list of the cell under a point.
    pub fn at(&self, lng: f64, lat: f64) -> Option<u32> {
        self.lookup.at(lng, lat)
    }

    /// Corners of a cell: longitude, latitude, and so on; the first again at the end.
    pub fn ring(&self, index: u32) -> Vec<f64> {
        let cell = self.cells.get(index as usize).and_then(|id| h3o::CellIndex::try_from(*id).ok());
        let Some(cell) = cell else { return Vec::new() };
        let boundary = cell.boundary();
        boundary.iter().chain(boundary.first()).flat_map(|corner| [corner.lng(), corner.lat()]).collect()
    }

    /// Colours of slots from 0 on, red, green, blue and alpha each, and the colour of the hatch.
    pub fn set_palette(&mut self, colours: &[u8], red: u8, green: u8, blue: u8) {
        let n = colours.len().min(self.palette.len());
        self.palette[..n].copy_from_slice(&colours[..n]);
        self.hatch = [red, green, blue].map(|c| f32::from(c) / 255.0);
        if let Some(graphics) = &self.graphics {
            graphics.upload_palette(&self.palette);
        }
    }

    /// Sets slot and marks of every cell; `over` milliseconds from `now` the new colours are there.
    pub fn set(&mut self, marks: &[u8], now: f64, over: f64) -> bool {
        self.paint.set(marks) && self.upload(now, over)
    }

    /// Keeps a list of values, one a cell, and gives it a number.
    pub fn keep(&mut self, values: Vec<f32>) -> usize {
        self.values.push(values);
        self.values.len() - 1
    }

    /// Colours the cells by the values of a number and the limits between classes.
    pub fn classify(&mut self, number: usize, limits: &[f32], now: f64, over: f64) -> bool {
        let Some(values) = self.values.get(number) else { return false };
        self.paint.classify(values, limits) && self.upload(now, over)
    }

    fn upload(&mut self, now: f64, over: f64) -> bool {
        if let Some(graphics) = &mut self.graphics {
            // The first colours are simply there: there is nothing to come from.
            let over = if std::mem::take(&mut self.fresh) { 0.0 } else { over };
            graphics.upload_paint(&self.paint);
            self.change = Some((now, over));
        }
        true
    }

    /// Begins to draw with a context; false where it cannot.
    pub fn attach(&mut self, gl: WebGl2RenderingContext) -> bool {
        let Some(mesh) = &self.mesh else { return false };
        self.graphics = Graphics::new(gl, mesh, &self.paint);
        self.fresh = true;
        let Some(graphics) = &mut self.graphics else { return false };
        graphics.upload_palette(&self.palette);
        graphics.upload_paint(&self.paint);
        true
    }

    /// Forgets the context: it was lost, or the layer is taken away.
    pub fn detach(&mut self, lost: bool) {
        if let Some(graphics) = self.graphics.take().filter(|_| !lost) {
            graphics.free();
        }
    }

    /// Draws; true while colours are still changing and another picture is needed.
    pub fn draw(&mut self, matrix: &[f64], centre_lng: f64, pixel_ratio: f32, now: f64) -> bool {
        let Some(graphics) = &self.graphics else { return false };
        let passed =
            self.change.map_or(1.0, |(since, over)| if over > 0.0 { (now - since) / over } else { 1.0 });
        let mix = passed.clamp(0.0, 1.0);
        graphics.draw(matrix, centre_lng, self.hatch, pixel_ratio, mix as f32);
        mix < 1.0
    }
}
