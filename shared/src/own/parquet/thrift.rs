//! Structures in Thrift's compact protocol, walked without knowing them: what a header claims is counted before anything is
//! allocated for it. <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

/// Structures within each other.
const DEEPEST: u32 = 32;

/// The kind of a structure.
const STRUCTURE: u8 = 12;

/// A place in the bytes of a structure.
pub struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Structures that lists may still hold.
    structures: u32,
    /// Structures within each other, here.
    deep: u32,
}

/// A field's value, as far as pages need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A number; of truths 1 or 0.
    Number(i64),
    /// A structure begins here.
    Structure,
    /// Anything else, which was passed by.
    Other,
}

/// Whether bytes are one structure whose lists hold no more structures than this, each of them really there.
pub fn is_bounded(bytes: &[u8], structures: u32) -> bool {
    let mut walk = Walk::new(bytes, structures);
    walk.skip(STRUCTURE).is_some()
}

impl<'b> Walk<'b> {
    /// At the beginning.
    pub fn new(bytes: &'b [u8], structures: u32) -> Self {
        Self { bytes, at: 0, structures, deep: 0 }
    }

    /// Bytes that were walked.
    pub fn at(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A number in groups of seven bits.
    pub fn varint(&mut self) -> Option<u64> {
        let mut out = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(out);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let n = self.varint()?;
        Some((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    /// The fields of a structure by number, up to its end; of a structure within it `heard` passes by or reads the fields.
    pub fn fields(&mut self, mut heard: impl FnMut(&mut Self, i64, Field) -> Option<()>) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.zigzag()?,
                step => id.checked_add(i64::from(step))?,
            };
            let field = match head & 15 {
                kind @ (1 | 2) => Field::Number(i64::from(kind == 1)),
                3 => Field::Number(i64::from(self.byte()? as i8)),
                4..=6 => Field::Number(self.zigzag()?),
                STRUCTURE => Field::Structure,
                kind => {
                    self.skip(kind)?;
                    Field::Other
                }
            };
            heard(self, id, field)?;
        }
    }

    /// Passes by a structure.
    pub fn structure(&mut self) -> Option<()> {
        self.fields(|walk, _, field| if field == Field::Structure { walk.skip(STRUCTURE) } else { Some(()) })
    }

    fn skip(&mut self, kind: u8) -> Option<()> {
        self.deep += 1;
        if self.deep > DEEPEST {
            return None;
        }
        match kind {
            1..=3 => self.byte().map(drop)?,
            4..=6 => self.varint().map(drop)?,
            7 => self.pass(8)?,
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.pass(length)?;
            }
            9 | 10 => self.list()?,
            11 => self.map()?,
            STRUCTURE => self.structure()?,
            _ => return None,
        }
        self.deep -= 1;
        Some(())
    }

    fn pass(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    /// why each is walked: a list that claims more than there is ends here, not in an allocation
    fn list(&mut self) -> Option<()> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        let kind = head & 15;
        for _ in 0..count {
            // why: a number in a list costs its reader what it costs here, a structure much more
            if !matches!(kind, 1..=7) {
                self.structures = self.structures.checked_sub(1)?;
            }
            self.skip(kind)?;
        }
        Some(())
    }

    fn map(&mut self) -> Option<()> {
        let count = self.varint()?;
        if count == 0 {
            return Some(());
        }
        let kinds = self.byte()?;
        for _ in 0..count {
            self.structures = self.structures.checked_sub(1)?;
            self.skip(kinds >> 4)?;
            self.skip(kinds & 15)?;
        }
        Some(())
    }
}
