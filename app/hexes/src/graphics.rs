//! What lies on the graphics card: triangles, two textures of paint, the palette, and the program that draws them.

use js_sys::Float64Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    WebGl2RenderingContext as Gl, WebGlBuffer, WebGlProgram, WebGlTexture, WebGlUniformLocation,
    WebGlVertexArrayObject,
};

use crate::{Paint, ROW};

const VERTEX: &str = include_str!("hexes.vert");
const FRAGMENT: &str = include_str!("hexes.frag");

/// Everything of one context.
pub struct Graphics {
    gl: Gl,
    program: WebGlProgram,
    shape: WebGlVertexArrayObject,
    buffers: [WebGlBuffer; 3],
    /// Paint now and before; they change places.
    paint: [WebGlTexture; 2],
    palette: WebGlTexture,
    uniforms: [Option<WebGlUniformLocation>; 4],
    origin: [f64; 2],
    corners: i32,
}

impl Graphics {
    /// Puts a mesh on the card; none where the context refuses.
    pub fn new(gl: Gl, [origin, corners, cell, triangles]: &[JsValue; 4], paint: &Paint) -> Option<Self> {
        let program = program(&gl)?;
        let shape = gl.create_vertex_array()?;
        gl.bind_vertex_array(Some(&shape));
        let buffer = |target: u32, data: &JsValue| {
            let buffer = gl.create_buffer()?;
            gl.bind_buffer(target, Some(&buffer));
            gl.buffer_data_with_array_buffer_view(target, data.unchecked_ref(), Gl::STATIC_DRAW);
            Some(buffer)
        };
        let at = buffer(Gl::ARRAY_BUFFER, corners)?;
        gl.enable_vertex_attrib_array(0);
        gl.vertex_attrib_pointer_with_i32(0, 2, Gl::FLOAT, false, 0, 0);
        let cells = buffer(Gl::ARRAY_BUFFER, cell)?;
        gl.enable_vertex_attrib_array(1);
        gl.vertex_attrib_i_pointer_with_i32(1, 1, Gl::UNSIGNED_INT, 0, 0);
        let order = buffer(Gl::ELEMENT_ARRAY_BUFFER, triangles)?;
        gl.bind_vertex_array(None);
        let texture = |format: u32, width: usize, height: usize| {
            let texture = gl.create_texture()?;
            gl.bind_texture(Gl::TEXTURE_2D, Some(&texture));
            gl.tex_storage_2d(Gl::TEXTURE_2D, 1, format, width as i32, height as i32);
            for name in [Gl::TEXTURE_MIN_FILTER, Gl::TEXTURE_MAG_FILTER] {
                gl.tex_parameteri(Gl::TEXTURE_2D, name, Gl::NEAREST as i32);
            }
            Some(texture)
        };
        let textures = [texture(Gl::RG8UI, ROW, paint.rows())?, texture(Gl::RG8UI, ROW, paint.rows())?];
        let palette = texture(Gl::RGBA8, 256, 1)?;
        gl.use_program(Some(&program));
        for (unit, name) in ["u_now", "u_before", "u_palette"].into_iter().enumerate() {
            gl.uniform1i(gl.get_uniform_location(&program, name).as_ref(), unit as i32);
        }
        let uniforms =
            ["u_matrix", "u_hatch", "u_ratio", "u_mix"].map(|name| gl.get_uniform_location(&program, name));
        let origin = Float64Array::new(origin).to_vec();
        Some(Self {
            origin: [*origin.first()?, *origin.get(1)?],
            corners: js_sys::Uint32Array::new(triangles).length() as i32,
            gl,
            program,
            shape,
            buffers: [at, cells, order],
            paint: textures,
            palette,
            uniforms,
        })
    }

    /// New paint; what was there is what it comes from.
    pub fn upload_paint(&mut self, paint: &Paint) {
        self.paint.swap(0, 1);
        self.upload(&self.paint[0], [ROW, paint.rows()], [Gl::RG_INTEGER, Gl::UNSIGNED_BYTE], paint.bytes());
    }

    /// New colours: 256, four bytes each.
    pub fn upload_palette(&self, colours: &[u8]) {
        self.upload(&self.palette, [256, 1], [Gl::RGBA, Gl::UNSIGNED_BYTE], colours);
    }

    fn upload(
        &self,
        texture: &WebGlTexture,
        [width, height]: [usize; 2],
        [format, kind]: [u32; 2],
        bytes: &[u8],
    ) {
        let gl = &self.gl;
        gl.active_texture(Gl::TEXTURE0);
        gl.bind_texture(Gl::TEXTURE_2D, Some(texture));
        // The engine changes these for its own images.
        gl.pixel_storei(Gl::UNPACK_ALIGNMENT, 1);
        gl.pixel_storei(Gl::UNPACK_PREMULTIPLY_ALPHA_WEBGL, 0);
        gl.pixel_storei(Gl::UNPACK_FLIP_Y_WEBGL, 0);
        let _ = gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_u8_array(
            Gl::TEXTURE_2D,
            0,
            0,
            0,
            width as i32,
            height as i32,
            format,
            kind,
            Some(bytes),
        );
    }

    /// Draws all cells. `matrix` takes Web Mercator, the world from 0 to 1, to the screen.
    pub fn draw(&self, matrix: &[f64], centre_lng: f64, hatch: [f32; 3], pixel_ratio: f32, mix: f32) {
        let gl = &self.gl;
        gl.use_program(Some(&self.program));
        for (unit, texture) in [&self.paint[0], &self.paint[1], &self.palette].into_iter().enumerate() {
            gl.active_texture(Gl::TEXTURE0 + unit as u32);
            gl.bind_texture(Gl::TEXTURE_2D, Some(texture));
        }
        let [to_screen, ink, ratio, mixing] = &self.uniforms;
        gl.uniform_matrix4fv_with_f32_array(to_screen.as_ref(), false, &self.placed(matrix, centre_lng));
        gl.uniform3f(ink.as_ref(), hatch[0], hatch[1], hatch[2]);
        gl.uniform1f(ratio.as_ref(), pixel_ratio);
        gl.uniform1f(mixing.as_ref(), mix);
        gl.disable(Gl::DEPTH_TEST);
        gl.disable(Gl::STENCIL_TEST);
        gl.disable(Gl::CULL_FACE);
        gl.enable(Gl::BLEND);
        gl.blend_func(Gl::ONE, Gl::ONE_MINUS_SRC_ALPHA);
        gl.bind_vertex_array(Some(&self.shape));
        gl.draw_elements_with_i32(Gl::TRIANGLES, self.corners, Gl::UNSIGNED_INT, 0);
        gl.bind_vertex_array(None);
    }

    /// The matrix for positions counted from the mesh's origin, in the copy of the world the map looks at.
    ///
    /// The product is made in double precision: the origin alone needs more digits than the card has.
    fn placed(&self, m: &[f64], centre_lng: f64) -> [f32; 16] {
        let centre = (centre_lng + 180.0) / 360.0;
        let x = self.origin[0] + libm::round(centre - self.origin[0]);
        let y = self.origin[1];
        let mut out = [0.0_f32; 16];
        for (row, place) in (0..4).map(|row| (row, 12 + row)) {
            let at = |column: usize| m.get(4 * column + row).copied().unwrap_or(0.0);
            for column in 0..3 {
                out[4 * column + row] = at(column) as f32;
            }
            out[place] = (at(0) * x + at(1) * y + at(3)) as f32;
        }
        out
    }

    /// Gives everything back.
    pub fn free(&self) {
        let gl = &self.gl;
        gl.delete_program(Some(&self.program));
        gl.delete_vertex_array(Some(&self.shape));
        self.buffers.iter().for_each(|b| gl.delete_buffer(Some(b)));
        self.paint.iter().chain([&self.palette]).for_each(|t| gl.delete_texture(Some(t)));
    }
}

fn program(gl: &Gl) -> Option<WebGlProgram> {
    let program = gl.create_program()?;
    for (kind, text) in [(Gl::VERTEX_SHADER, VERTEX), (Gl::FRAGMENT_SHADER, FRAGMENT)] {
        let shader = gl.create_shader(kind)?;
        gl.shader_source(&shader, text);
        gl.compile_shader(&shader);
        gl.attach_shader(&program, &shader);
        gl.delete_shader(Some(&shader));
    }
    gl.bind_attrib_location(&program, 0, "a_at");
    gl.bind_attrib_location(&program, 1, "a_cell");
    gl.link_program(&program);
    gl.get_program_parameter(&program, Gl::LINK_STATUS).is_truthy().then_some(program)
}
