//! The media type of a file by the end of its name.

/// The media type to declare for a file name; the server never guesses from content.
pub fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "jsonld" => "application/ld+json",
        "topojson" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pbf" => "application/x-protobuf",
        "mvt" => "application/vnd.mapbox-vector-tile",
        "pmtiles" => "application/vnd.pmtiles",
        "arrow" => "application/vnd.apache.arrow.file",
        "arrows" => "application/vnd.apache.arrow.stream",
        "parquet" => "application/vnd.apache.parquet",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "xml" => "application/xml",
        "ttl" => "text/turtle; charset=utf-8",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

/// Whether the file is a page, which must be asked for anew each time.
pub fn is_page(name: &str) -> bool {
    media_type(name).starts_with("text/html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_a_browser_insists_on() {
        // WebAssembly.instantiateStreaming, module scripts, style sheets and manifests check them.
        assert_eq!(media_type("app-0a1b2c3d_bg.wasm"), "application/wasm");
        assert_eq!(media_type("sw.js"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("base.css"), "text/css; charset=utf-8");
        assert_eq!(media_type("manifest.webmanifest"), "application/manifest+json");
        assert_eq!(media_type("LOGO.SVG"), "image/svg+xml");
        assert_eq!(media_type("0-255.pbf"), "application/x-protobuf");
    }

    #[test]
    fn an_unknown_ending_is_plain_bytes() {
        for name in ["LICENSE", "x.unknown", "html", "x."] {
            assert_eq!(media_type(name), "application/octet-stream", "{name}");
        }
    }
}
