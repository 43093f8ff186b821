//! What is in sight, in terms that two maps share even where they show two cities: metres from the city's middle.

/// Length of the equator in Web Mercator, metres (EPSG:3857).
const EQUATOR_M: f64 = 40_075_016.685_578_49;

/// What a map looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Metres to the east and north of the city's middle.
    pub offset_m: [f64; 2],
    /// Metres a pixel at the city's latitude would be, as a power of two: zoom without the stretch of the projection.
    pub scale: f64,
    /// Degrees turned.
    pub bearing: f64,
    /// Degrees seen from the side.
    pub pitch: f64,
}

impl Camera {
    /// As an address holds it: `1200~-340~12.35~0~0`, to the metre, the hundredth of a zoom level and the degree.
    pub fn write(&self) -> String {
        let [east, north] = self.offset_m;
        let numbers = [(east, 0), (north, 0), (self.scale, 2), (self.bearing, 0), (self.pitch, 0)];
        let whole = |(number, digits): (f64, usize)| {
            let text = format!("{number:.digits$}");
            // Rounding leaves a sign at nothing.
            if text == "-0" { "0".to_owned() } else { text }
        };
        numbers.map(whole).join("~")
    }

    /// What [`Camera::write`] wrote; none where it is anything else or leads out of sight of the city.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<f64> = text.split('~').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [east, north, scale, bearing, pitch]: [f64; 5] = parts.try_into().ok()?;
        let near = |m: f64| m.abs() <= 100_000.0;
        let fits = near(east)
            && near(north)
            && (5.0..=20.0).contains(&scale)
            && (-180.0..=180.0).contains(&bearing)
            && (0.0..=60.0).contains(&pitch);
        fits.then_some(Self { offset_m: [east, north], scale, bearing, pitch })
    }
}

/// Where a city is, for its map's camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Home {
    x: f64,
    y: f64,
    stretch: f64,
}

impl Home {
    /// The middle of bounds: west, south, east, north in degrees.
    pub fn new([west, south, east, north]: [f64; 4]) -> Self {
        let (x, y) = (f64::midpoint(west, east), f64::midpoint(mercator(south), mercator(north)));
        let lat = libm::atan(libm::sinh(y));
        Self { x: x.to_radians(), y, stretch: 1.0 / libm::cos(lat) }
    }

    /// What a map looks at that shows a longitude and latitude at a zoom level.
    pub fn camera(&self, [lng, lat]: [f64; 2], zoom: f64, bearing: f64, pitch: f64) -> Camera {
        let metres = |d: f64| d / (2.0 * std::f64::consts::PI) * EQUATOR_M / self.stretch;
        Camera {
            offset_m: [metres(lng.to_radians() - self.x), metres(mercator(lat) - self.y)],
            scale: zoom + libm::log2(self.stretch),
            bearing,
            pitch,
        }
    }

    /// Longitude, latitude and zoom level that show the same.
    pub fn place(&self, camera: &Camera) -> ([f64; 2], f64) {
        let radians = |m: f64| m * self.stretch / EQUATOR_M * 2.0 * std::f64::consts::PI;
        let [east, north] = camera.offset_m.map(radians);
        let lat = libm::atan(libm::sinh(self.y + north));
        ([(self.x + east).to_degrees(), lat.to_degrees()], camera.scale - libm::log2(self.stretch))
    }
}

fn mercator(lat: f64) -> f64 {
    libm::asinh(libm::tan(lat.to_radians()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISBOA: [f64; 4] = [-9.23, 38.69, -9.09, 38.80];
    const GUIMARAES: [f64; 4] = [-8.43, 41.34, -8.19, 41.53];

    #[test]
    fn what_is_in_sight_survives_the_address() {
        let camera = Camera { offset_m: [1200.4, -340.0], scale: 12.349, bearing: -0.2, pitch: 45.0 };
        assert_eq!(camera.write(), "1200~-340~12.35~0~45");
        let read = Camera::read(&camera.write()).expect("a camera");
        assert_eq!((read.offset_m, read.scale), ([1200.0, -340.0], 12.35));
        for wrong in
            ["", "1~2~3", "1~2~12~0~0~0", "NaN~0~12~0~0", "1e9~0~12~0~0", "0~0~99~0~0", "0~0~12~0~90"]
        {
            assert_eq!(Camera::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_map_of_the_same_city_shows_the_same() {
        let home = Home::new(LISBOA);
        let camera = home.camera([-9.14, 38.72], 13.25, 20.0, 40.0);
        let ([lng, lat], zoom) = home.place(&camera);
        assert!((lng + 9.14).abs() < 1e-12 && (lat - 38.72).abs() < 1e-12 && (zoom - 13.25).abs() < 1e-12);
    }

    #[test]
    fn a_kilometre_is_as_long_on_the_map_of_another_city() {
        let (here, there) = (Home::new(LISBOA), Home::new(GUIMARAES));
        let camera = here.camera([-9.16, 38.745], 12.0, 0.0, 0.0);
        let ([_, lat], zoom) = there.place(&camera);
        // Pixels to a metre: 512 · 2^zoom pixels round the equator, stretched by 1 / cos φ.
        let pixels = |zoom: f64, lat: f64| 512.0 * libm::exp2(zoom) / EQUATOR_M / libm::cos(lat.to_radians());
        assert!((pixels(zoom, lat) / pixels(12.0, 38.745) - 1.0).abs() < 1e-4);
        assert!(zoom < 12.0, "further north the projection stretches more");
    }

    #[test]
    fn offsets_are_metres() {
        let home = Home::new(LISBOA);
        let [east, north] = home.camera([-9.16 + 0.01, 38.745 + 0.01], 12.0, 0.0, 0.0).offset_m;
        // A hundredth of a degree: 1,113 m of latitude, 868 m of longitude at 38.75° on the sphere of EPSG:3857.
        assert!((east - 868.2).abs() < 3.0 && (north - 1113.2).abs() < 5.0, "{east} {north}");
    }
}
