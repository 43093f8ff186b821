//! The program that the browser starts.

fn main() {
    #[cfg(target_arch = "wasm32")]
    gemeo_app::start();
}
