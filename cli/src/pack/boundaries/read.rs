//! Features to faces, with what is wrong in single features.

use std::collections::BTreeMap;

use gemeo_shared::pack::geography::STEPS_PER_DEG;

use super::{Face, Feature, Finding, Polygons, Step};
use crate::pack::dissolve::crossing;

/// Properties that may hold a parish's code, the first that is there counts.
pub(super) const CODE: [&str; 4] = ["code", "dtmnfr", "DTMNFR", "dicofre"];

/// The faces of features; every parish of the list must be there, once.
pub(super) fn faces(features: Vec<Feature>, codes: &BTreeMap<&str, u32>) -> Result<Vec<Face>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut faces: Vec<Face> = Vec::new();
    for (number, Feature { code, shape }) in features.into_iter().enumerate() {
        let find = |at: Option<[f64; 2]>, message: &str| Finding {
            feature: Some(number),
            code: code.clone().unwrap_or_default(),
            at,
            message: message.into(),
        };
        let Some(known) = code.as_deref().filter(|code| codes.contains_key(code)) else {
            let message = match &code {
                Some(_) => "the code is not in parishes.csv; correct it or add the parish".into(),
                None => format!("has no code; give it in one of the properties {}", CODE.join(", ")),
            };
            findings.push(find(None, &message));
            continue;
        };
        if let Some(first) = faces.iter().find(|face| face.code == known) {
            findings.push(find(None, &format!("feature {} has the same code; make them one", first.feature)));
            continue;
        }
        match shape.map_err(|message| (None, message)).and_then(|shape| rings(&shape)) {
            Ok(rings) => faces.push(Face { feature: number, code: known.into(), rings }),
            Err((at, message)) => findings.push(find(at, &message)),
        }
    }
    let missing = codes.keys().filter(|code| !faces.iter().any(|face| face.code == **code));
    let told: Vec<String> = findings.iter().map(|f| f.code.clone()).collect();
    let missing: Vec<Finding> = missing
        .filter(|code| !told.iter().any(|t| t == *code))
        .map(|code| Finding {
            feature: None,
            code: (*code).into(),
            at: None,
            message: "has no feature".into(),
        })
        .collect();
    findings.extend(missing);
    if findings.is_empty() { Ok(faces) } else { Err(findings) }
}

type Fault = (Option<[f64; 2]>, String);

fn rings(polygons: &Polygons) -> Result<Vec<Vec<Step>>, Fault> {
    let mut rings = Vec::new();
    for polygon in polygons {
        for (place, points) in polygon.iter().enumerate() {
            let mut ring = ring(points)?;
            // RFC 7946, 3.1.6: outer rings counter-clockwise; older files do not keep to it.
            if (double_area(&ring) > 0) != (place == 0) {
                ring.reverse();
            }
            rings.push(ring);
        }
    }
    if rings.is_empty() { Err((None, "has no rings".into())) } else { Ok(rings) }
}

fn ring(points: &[[f64; 2]]) -> Result<Vec<Step>, Fault> {
    let mut steps: Vec<Step> = Vec::with_capacity(points.len());
    for [lng, lat] in points.iter().copied() {
        if lng.abs() > 180.0 || lat.abs() > 90.0 || !lng.is_finite() || !lat.is_finite() {
            let message =
                format!("{lng}, {lat} is no longitude and latitude; reproject the file to EPSG:4326");
            return Err((None, message));
        }
        let step = [lng, lat].map(|degrees| libm::round(degrees * STEPS_PER_DEG) as i64);
        if steps.last() != Some(&step) {
            steps.push(step);
        }
    }
    let place = |step: &Step| step.map(|s| s as f64 / STEPS_PER_DEG);
    let first = steps.first().copied().ok_or((None, "a ring has no points".to_owned()))?;
    if steps.last() != Some(&first) || points.len() < 4 {
        return Err((Some(place(&first)), "a ring is not closed; repeat its first point at its end".into()));
    }
    if let Some(at) = crossing(&steps) {
        return Err((Some(place(&at)), "a ring crosses or touches itself; mend it".into()));
    }
    if steps.len() < 4 || double_area(&steps) == 0 {
        return Err((Some(place(&first)), "a ring has no area; take it out".into()));
    }
    steps.pop();
    Ok(steps)
}

/// Twice the area in square steps, positive where the ring runs counter-clockwise.
pub(super) fn double_area(ring: &[Step]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]))
        .sum()
}
