//! Where names stand while areas are blocks: on top of them. The engine draws names on the ground, so that a name is put
//! there where the ground is seen behind the middle of the block's top.

/// Where a map is looked at from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eye {
    /// The point of the ground below it, degrees.
    under: [f64; 2],
    /// Its height in metres.
    height_m: f64,
}

/// Length of a degree of the equator in metres (EPSG:3857).
const DEGREE_M: f64 = 40_075_016.685_578_49 / 360.0;
/// What the engine sees of the world from top to bottom, unless it is told otherwise (`verticalFieldOfView`).
const FIELD_DEG: f64 = 36.869_897_645_844_02;

impl Eye {
    /// Of a map with a middle, a zoom level, degrees turned and seen from the side by, and a height in pixels.
    pub fn new([lng, lat]: [f64; 2], zoom: f64, bearing: f64, pitch: f64, pixels: f64) -> Self {
        let narrow = libm::cos(lat.to_radians());
        let metres_a_pixel = 360.0 * DEGREE_M * narrow / (512.0 * libm::exp2(zoom));
        let away = pixels / 2.0 / libm::tan(FIELD_DEG.to_radians() / 2.0) * metres_a_pixel;
        let (pitch, bearing) = (pitch.to_radians(), bearing.to_radians());
        let back = away * libm::sin(pitch) / DEGREE_M;
        let under = [lng - back * libm::sin(bearing) / narrow, lat - back * libm::cos(bearing)];
        Self { under, height_m: away * libm::cos(pitch) }
    }

    /// The point of the ground that is seen where a point some metres above another one is.
    pub fn behind(&self, [lng, lat]: [f64; 2], height_m: f64) -> [f64; 2] {
        // Nothing is seen through what is as high as the eye.
        let further = self.height_m / (self.height_m - height_m).max(self.height_m / 4.0);
        let [under_lng, under_lat] = self.under;
        [under_lng + (lng - under_lng) * further, under_lat + (lat - under_lat) * further]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: [f64; 2] = [-9.14, 38.72];

    #[test]
    fn from_straight_above_the_middle_stays_and_the_rest_moves_outwards() {
        let eye = Eye::new(MIDDLE, 11.0, 0.0, 0.0, 600.0);
        assert_eq!(eye.behind(MIDDLE, 2000.0), MIDDLE);
        let [lng, lat] = eye.behind([-9.10, 38.75], 2000.0);
        assert!(lng > -9.10 && lat > 38.75);
        assert_eq!(eye.behind([-9.10, 38.75], 0.0), [-9.10, 38.75]);
    }

    #[test]
    fn seen_from_the_side_the_middle_moves_away_by_the_height_and_the_angle() {
        for (bearing, towards) in [(0.0, [0.0, 1.0]), (90.0, [1.0, 0.0]), (180.0, [0.0, -1.0])] {
            let eye = Eye::new(MIDDLE, 11.0, bearing, 50.0, 600.0);
            // At zoom 11 and this latitude a pixel is 29.8 m, so that the eye is 26.8 km away and 17.2 km high.
            assert!((eye.height_m - 17_240.0).abs() < 30.0, "{}", eye.height_m);
            let [lng, lat] = eye.behind(MIDDLE, 1000.0);
            let narrow = libm::cos(MIDDLE[1].to_radians());
            let east = (lng - MIDDLE[0]) * DEGREE_M * narrow;
            let north = (lat - MIDDLE[1]) * DEGREE_M;
            // tan 50° of the height, and a little more for what the eye comes closer to it.
            let expected = 1000.0 * libm::tan(50.0_f64.to_radians()) * 17_240.0 / 16_240.0;
            let along = east * towards[0] + north * towards[1];
            assert!((along - expected).abs() < 3.0, "{bearing}: {along} {expected}");
            assert!((libm::hypot(east, north) - along.abs()).abs() < 1.0, "{bearing}");
        }
    }

    #[test]
    fn a_block_as_high_as_the_eye_leads_nowhere_far() {
        let eye = Eye::new(MIDDLE, 16.0, 0.0, 50.0, 600.0);
        let [lng, lat] = eye.behind(MIDDLE, 1e6);
        assert!(lng.is_finite() && (lat - MIDDLE[1]).abs() < 0.1);
    }
}
