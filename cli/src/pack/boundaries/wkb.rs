//! Polygons in well-known binary (OGC 06-103r4, 8.2), as GeoPackage holds them.

use super::Polygons;

const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// The polygons of a GeoPackage blob (OGC 12-128r18, 2.1.3): its header, then WKB.
///
/// # Errors
/// What is wrong, where the bytes are no polygons.
pub(super) fn polygons(blob: &[u8]) -> Result<Polygons, String> {
    let [b'G', b'P', _version, flags, ..] = blob else {
        return Err("its geometry is no GeoPackage geometry".into());
    };
    if flags >> 4 & 1 == 1 {
        return Err("has no geometry".into());
    }
    // Bits 1 to 3: no envelope, or 2, 3 or 4 pairs of numbers.
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("its geometry has an unknown kind of envelope".into()),
    };
    let body = blob.get(8 + envelope..).ok_or("its geometry is cut off")?;
    let mut reader = Reader { bytes: body, little: true };
    let (kind, dimensions) = reader.kind()?;
    match kind {
        POLYGON => Ok(vec![reader.polygon(dimensions)?]),
        MULTI_POLYGON => {
            let count = reader.count(9)?;
            (0..count)
                .map(|_| match reader.kind()? {
                    (POLYGON, dimensions) => reader.polygon(dimensions),
                    (other, _) => Err(no_polygon(other)),
                })
                .collect()
        }
        other => Err(no_polygon(other)),
    }
}

fn no_polygon(kind: u32) -> String {
    let name = match kind {
        1 | 4 => "points",
        2 | 5 => "lines",
        _ => "another kind of geometry",
    };
    format!("has {name} and no polygon")
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>().ok_or("its geometry is cut off")?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn float(&mut self) -> Result<f64, String> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of things of at least so many bytes each: what cannot be there is not made room for.
    fn count(&mut self, least: usize) -> Result<usize, String> {
        let count = self.number()? as usize;
        if count > self.bytes.len() / least { Err("its geometry is cut off".into()) } else { Ok(count) }
    }

    /// Byte order, then kind and numbers a point. Z and M are 1000 and 2000 more (ISO), or high bits (EWKB).
    fn kind(&mut self) -> Result<(u32, usize), String> {
        let [order] = self.take()?;
        self.little = order == 1;
        let code = self.number()?;
        if code >> 29 & 1 == 1 {
            self.number()?;
        }
        let extended = (code >> 31 & 1) + (code >> 30 & 1);
        let plain = code & 0x1fff_ffff;
        let iso = match plain / 1000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return Err("has another kind of geometry and no polygon".into()),
        };
        Ok((plain % 1000, 2 + (extended + iso) as usize))
    }

    fn polygon(&mut self, dimensions: usize) -> Result<Vec<Vec<[f64; 2]>>, String> {
        let rings = self.count(4)?;
        (0..rings)
            .map(|_| {
                let points = self.count(8 * dimensions)?;
                (0..points).map(|_| self.point(dimensions)).collect()
            })
            .collect()
    }

    fn point(&mut self, dimensions: usize) -> Result<[f64; 2], String> {
        let point = [self.float()?, self.float()?];
        for _ in 2..dimensions {
            self.float()?;
        }
        Ok(point)
    }
}
