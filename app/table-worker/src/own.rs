//! A reader's own file: looked at, tried with a mapping, read whole. The file stays in this worker's hands.

use std::cell::RefCell;

use gemeo_shared::own::{
    Ask, Refusal, Rows, Said,
    file::Source,
    session::{Session, Wish},
};

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// Answers a question; the rows come beside the answer to the last one. `tell` hears how many bytes were read.
pub fn answer(
    ask: Ask,
    source: &mut dyn Source,
    tell: &mut dyn FnMut(u64),
    year: i32,
) -> (Said, Option<Rows>) {
    let opened = || Refusal::new("gone");
    let refused = |refusal| (Said::Refused(refusal), None);
    match ask {
        Ask::Open { name, places, city, sheet, header, delimiter } => {
            let wish = Wish { sheet, header, delimiter };
            let found = Session::open(&name, source, places, &city, &wish, year);
            let said = found.and_then(|(session, mapping)| {
                let preview = session.attempt(&mapping)?;
                let look = session.look().clone();
                SESSION.with(|s| *s.borrow_mut() = Some(session));
                Ok(Said::Opened(Box::new((look, mapping, preview))))
            });
            said.map_or_else(refused, |said| (said, None))
        }
        Ask::Try { mapping } => SESSION.with(|s| {
            let tried = s.borrow().as_ref().ok_or_else(opened).and_then(|s| s.attempt(&mapping));
            tried.map_or_else(refused, |preview| (Said::Tried(Box::new(preview)), None))
        }),
        Ask::Read { mapping } => SESSION.with(|s| {
            let read = s.borrow().as_ref().ok_or_else(opened).and_then(|s| s.read(&mapping, source, tell));
            read.map_or_else(refused, |(dataset, rows)| (Said::Read(Box::new(dataset)), Some(rows)))
        }),
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use gemeo_shared::own::{Ask, Refusal, Said, file::Source};
    use js_sys::{Array, Function, Uint8Array};
    use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
    use web_sys::{Blob, FileReaderSync};

    /// A file of the browser, read in slices.
    struct File {
        blob: Blob,
        reader: FileReaderSync,
    }

    impl Source for File {
        fn size(&self) -> u64 {
            self.blob.size() as u64
        }

        fn slice(&mut self, from: u64, to: u64) -> Option<Vec<u8>> {
            let part = self.blob.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
            let buffer = self.reader.read_as_array_buffer(&part).ok()?;
            Some(Uint8Array::new(&buffer).to_vec())
        }
    }

    /// Answers a question (an `Ask` as JSON) about a file: a `Said` as JSON, and the rows' bytes or nothing.
    #[wasm_bindgen]
    pub fn own(question: &str, blob: Blob, tell: &Function) -> Array {
        let (said, rows) = match (serde_json::from_str::<Ask>(question), FileReaderSync::new()) {
            (Ok(ask), Ok(reader)) => {
                let mut tell = |done: u64| drop(tell.call1(&JsValue::NULL, &JsValue::from_f64(done as f64)));
                let year = js_sys::Date::new_0().get_full_year() as i32;
                super::answer(ask, &mut File { blob, reader }, &mut tell, year)
            }
            _ => (Said::Refused(Refusal::new("gone")), None),
        };
        let text = serde_json::to_string(&said).unwrap_or_else(|_| r#"{"refused":{"code":"gone"}}"#.into());
        let bytes =
            rows.map_or(JsValue::UNDEFINED, |rows| Uint8Array::from(rows.to_bytes().as_slice()).into());
        Array::of2(&text.into(), &bytes)
    }
}

#[cfg(test)]
mod tests {
    use gemeo_shared::own::Mapping;

    use super::*;

    fn ask(ask: Ask, bytes: &[u8]) -> (Said, Option<Rows>) {
        let mut source = bytes;
        answer(ask, &mut source, &mut |_| {}, 2026)
    }

    fn open(bytes: &[u8]) -> Said {
        let (name, city) = ("a.csv".into(), "9901".into());
        ask(Ask::Open { name, places: Vec::new(), city, sheet: None, header: None, delimiter: None }, bytes).0
    }

    #[test]
    fn a_file_is_opened_tried_and_read() {
        let bytes = b"Ano;Consumo (kWh)\n2019;1,5\n2020;2,5\n";
        let Said::Opened(opened) = open(bytes) else { panic!("not opened") };
        let mapping: Mapping = opened.1;
        let (tried, _) = ask(Ask::Try { mapping: mapping.clone() }, bytes);
        assert_eq!(tried, Said::Tried(Box::new(opened.2)));
        let (Said::Read(dataset), Some(rows)) = ask(Ask::Read { mapping }, bytes) else { panic!("not read") };
        assert_eq!((rows.len(), dataset.periods.len()), (2, 2));
    }

    #[test]
    fn what_is_no_table_and_what_is_not_open_is_refused() {
        assert_eq!(open(b"\x89PNG\r\n\x1a\n"), Said::Refused(Refusal::new("picture")));
    }
}
