//! The colour of each cell: a slot of the palette and marks, two bytes a cell, as the graphics card reads them.

/// Cells in a row of the texture.
pub const ROW: usize = 1024;
/// The slot of a cell without a published figure.
pub const NONE: u8 = 0;
/// The slot of a cell that is not drawn.
pub const HIDDEN: u8 = 255;
/// The mark of an estimate.
pub const ESTIMATED: u8 = 1;

/// Slots and marks of cells.
#[derive(Debug, Clone, Default)]
pub struct Paint {
    cells: usize,
    bytes: Vec<u8>,
}

impl Paint {
    /// All cells without a figure; the last row is filled with cells that do not exist.
    pub fn new(cells: usize) -> Self {
        let rows = cells.div_ceil(ROW).max(1);
        Self { cells, bytes: vec![0; rows * ROW * 2] }
    }

    /// Rows of the texture.
    pub fn rows(&self) -> usize {
        self.bytes.len() / (2 * ROW)
    }

    /// The texture's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Sets slot and marks of every cell, two bytes each; a list of another length is refused.
    pub fn set(&mut self, marks: &[u8]) -> bool {
        let fits = marks.len() == 2 * self.cells;
        if fits {
            self.bytes[..marks.len()].copy_from_slice(marks);
        }
        fits
    }

    /// Sets the slots from values and the rising limits between classes: class 0 has slot 1. What is not a number has
    /// no figure. A list of another length is refused.
    pub fn classify(&mut self, values: &[f32], limits: &[f32]) -> bool {
        if values.len() != self.cells {
            return false;
        }
        for (value, mark) in values.iter().zip(self.bytes.chunks_exact_mut(2)) {
            // Counting beats searching: there are a handful of limits and no branch is mispredicted.
            let class = limits.iter().map(|limit| u8::from(*limit <= *value)).sum::<u8>();
            mark[0] = if value.is_nan() { NONE } else { class + 1 };
            mark[1] = 0;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_limit_is_in_the_upper_class_and_none_is_not_zero() {
        let mut paint = Paint::new(5);
        assert!(paint.classify(&[0.0, 9.9, 10.0, 25.0, f32::NAN], &[10.0, 20.0]));
        let slots: Vec<u8> = paint.bytes().chunks_exact(2).take(5).map(|m| m[0]).collect();
        assert_eq!(slots, [1, 1, 2, 3, NONE]);
        assert!(!paint.classify(&[1.0], &[]));
    }

    #[test]
    fn rows_are_whole() {
        for (cells, rows) in [(0, 1), (1, 1), (1024, 1), (1025, 2), (23_354, 23)] {
            assert_eq!(Paint::new(cells).rows(), rows);
        }
        let mut paint = Paint::new(2);
        assert!(paint.set(&[3, ESTIMATED, HIDDEN, 0]));
        assert_eq!(&paint.bytes()[..4], [3, 1, 255, 0]);
        assert!(!paint.set(&[1, 2]));
    }
}
