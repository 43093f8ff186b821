//! From the grid of mainland Portugal, ETRS89/PT-TM06 (EPSG:3763), to degrees.
//!
//! Source: IOGP Guidance Note 7-2 (2024), section 3.5.3.1, "Transverse Mercator", the JHS formulas; parameters of
//! EPSG:3763: ellipsoid GRS 1980, natural origin 39°40′05.73″ N 8°07′59.19″ W, scale 1, no false origin.

/// Semi-major axis of GRS 1980 in metres.
const A: f64 = 6_378_137.0;
/// Inverse flattening of GRS 1980.
const INVERSE_FLATTENING: f64 = 298.257_222_101;
/// Latitude of natural origin in degrees.
const LAT_0: f64 = 39.0 + 40.0 / 60.0 + 5.73 / 3600.0;
/// Longitude of natural origin in degrees.
const LON_0: f64 = -(8.0 + 7.0 / 60.0 + 59.19 / 3600.0);

/// Longitude and latitude in degrees of a point given by easting and northing in metres.
pub fn from_tm06(easting: f64, northing: f64) -> [f64; 2] {
    let f = 1.0 / INVERSE_FLATTENING;
    let n = f / (2.0 - f);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let b = A / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0);
    let e = libm::sqrt(f * (2.0 - f));
    let degree = std::f64::consts::PI / 180.0;
    let origin = meridian(LAT_0 * degree, e, n, n2, n3, n4) * b;
    let (eta, xi) = (easting / b, (origin + northing) / b);
    // h′ of the guidance note
    let h = [
        n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - 437.0 / 1440.0 * n4,
        17.0 / 480.0 * n3 - 37.0 / 840.0 * n4,
        4397.0 / 161_280.0 * n4,
    ];
    let (mut xi_0, mut eta_0) = (xi, eta);
    for (i, h) in h.iter().enumerate() {
        let k = 2.0 * (i as f64 + 1.0);
        xi_0 -= h * libm::sin(k * xi) * libm::cosh(k * eta);
        eta_0 -= h * libm::cos(k * xi) * libm::sinh(k * eta);
    }
    let beta = libm::asin(libm::sin(xi_0) / libm::cosh(eta_0));
    let q = libm::asinh(libm::tan(beta));
    let mut q_next = q + e * libm::atanh(e * libm::tanh(q));
    for _ in 0..6 {
        q_next = q + e * libm::atanh(e * libm::tanh(q_next));
    }
    let lat = libm::atan(libm::sinh(q_next)) / degree;
    let lon = LON_0 + libm::asin(libm::tanh(eta_0) / libm::cos(beta)) / degree;
    [lon, lat]
}

/// Length of the meridian from the equator to a latitude, as a share of the radius of the rectifying sphere.
fn meridian(lat: f64, e: f64, n: f64, n2: f64, n3: f64, n4: f64) -> f64 {
    let q = libm::asinh(libm::tan(lat)) - e * libm::atanh(e * libm::sin(lat));
    let xi_0 = libm::atan(libm::sinh(q));
    let h = [
        n / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4,
        13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1440.0 * n4,
        61.0 / 240.0 * n3 - 103.0 / 140.0 * n4,
        49_561.0 / 161_280.0 * n4,
    ];
    h.iter().enumerate().fold(xi_0, |xi, (i, h)| xi + h * libm::sin(2.0 * (i as f64 + 1.0) * xi_0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_origin_and_lisboa_is_where_it_is() {
        let [lon, lat] = from_tm06(0.0, 0.0);
        assert!((lon - LON_0).abs() < 1e-9 && (lat - LAT_0).abs() < 1e-9);
        // A degree of the meridian at 39.7° N measures 111 035 m on GRS 1980.
        let [_, north] = from_tm06(0.0, 111_035.0);
        assert!((north - LAT_0 - 1.0).abs() < 1e-3, "{north}");
        // Praça do Comércio, some 87.7 km west and 105.9 km south of the origin.
        let [lon, lat] = from_tm06(-87_300.0, -105_900.0);
        assert!((lon + 9.137).abs() < 0.01 && (lat - 38.708).abs() < 0.01, "{lon} {lat}");
    }
}
