//! Pages unpacked: never to more than their header says, which is bounded before.

use std::io::Read;

use parquet::basic::Compression;

use super::{Refusal, damaged};

/// The bytes of a packed page, exactly `size` of them.
pub fn unpack(codec: Compression, packed: &[u8], size: usize) -> Result<Vec<u8>, Refusal> {
    let out = match codec {
        Compression::SNAPPY => {
            // why first: snappy's own header would be believed
            if snap::raw::decompress_len(packed) != Ok(size) {
                return Err(damaged());
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|_| damaged())?
        }
        Compression::GZIP(_) => at_most(flate2::read::MultiGzDecoder::new(packed), size)?,
        Compression::ZSTD(_) => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(packed).map_err(|_| damaged())?;
            at_most(decoder, size)?
        }
        Compression::LZ4_RAW => lz4_flex::block::decompress(packed, size).map_err(|_| damaged())?,
        Compression::UNCOMPRESSED => packed.to_vec(),
        other => return Err(Refusal::new("parquet_codec").with("codec", name(other))),
    };
    if out.len() == size { Ok(out) } else { Err(damaged()) }
}

/// The name of a codec without its level.
fn name(codec: Compression) -> String {
    let name = codec.to_string();
    name.split('(').next().unwrap_or_default().to_owned()
}

fn at_most(packed: impl Read, size: usize) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    packed.take(size as u64 + 1).read_to_end(&mut out).map_err(|_| damaged())?;
    Ok(out)
}
