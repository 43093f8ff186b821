//! Reads the locales and writes the lists of text keys that the app may use: those of the first visit and those
//! that come with the first page beyond it (`late-*.json`).
//!
//! The build fails where a key, a plural form or a placeholder is in one language and not in the other, and where
//! a key is in both lists.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

type Texts = BTreeMap<String, String>;

fn main() {
    let locales = Path::new("locales");
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let [first, late] = ["", "late-"].map(|part| {
        (read(&locales.join(format!("{part}pt.json"))), read(&locales.join(format!("{part}en.json"))))
    });
    let mut faults = [compare(&first.0, &first.1), compare(&late.0, &late.1)].concat();
    faults.extend(
        late.0
            .keys()
            .filter(|k| first.0.contains_key(*k))
            .map(|k| format!("“{k}” is in late-pt.json and in pt.json")),
    );
    if !faults.is_empty() {
        for fault in &faults {
            println!("cargo::error=locales: {fault}");
        }
        return;
    }
    let out = env::var("OUT_DIR").unwrap_or_else(|_| ".".into());
    let keys = list("FIRST", "that a first visit has", &first.0) + &list("LATE", "that come later", &late.0);
    fs::write(Path::new(&out).join("keys.rs"), keys).unwrap_or_else(|e| panic!("cannot write keys.rs: {e}"));
}

fn read(path: &Path) -> Texts {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let texts: Texts = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    check_order(path, &text);
    texts
}

/// Keys are kept in order and once each, so that two people rarely edit the same line.
fn check_order(path: &Path, text: &str) {
    let keys: Vec<&str> =
        text.lines().filter_map(|l| l.trim().strip_prefix('"')?.split('"').next()).collect();
    for pair in keys.windows(2) {
        if pair[0] >= pair[1] {
            println!("cargo::error={}: “{}” must come after “{}”, once", path.display(), pair[0], pair[1]);
        }
    }
}

fn compare(pt: &Texts, en: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(pt.keys().filter(|k| !en.contains_key(*k)).map(|k| format!("en.json lacks “{k}”")));
    faults.extend(en.keys().filter(|k| !pt.contains_key(*k)).map(|k| format!("pt.json lacks “{k}”")));
    for (key, text) in pt {
        let other = en.get(key).map(|t| placeholders(t));
        if other.is_some_and(|other| other != placeholders(text)) {
            faults.push(format!("“{key}” has other {{placeholders}} in pt.json than in en.json"));
        }
        if let Some(stem) = key.strip_suffix(".one").filter(|stem| !pt.contains_key(&format!("{stem}.other")))
        {
            faults.push(format!("“{stem}” has a .one and no .other"));
        }
        if text.trim().is_empty() {
            faults.push(format!("“{key}” is empty in pt.json"));
        }
    }
    faults
}

/// Names between braces, sorted, once each.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn list(name: &str, which: &str, pt: &Texts) -> String {
    let mut out = format!("/// The texts {which}, each with its placeholders, sorted by key.\n");
    let _ = writeln!(out, "pub(crate) static {name}_KEYS: [(&str, &[&str]); {}] = [", pt.len());
    for (key, text) in pt {
        let _ = writeln!(out, "    ({key:?}, &{:?}),", placeholders(text));
    }
    out.push_str("];\n");
    let _ =
        writeln!(out, "/// Fingerprint of these keys: a file with another one belongs to another version.");
    let _ = writeln!(out, "pub(crate) const {name}_FINGERPRINT: u32 = {:#x};", fingerprint(pt.keys()));
    out
}

/// FNV-1a over the keys; `i18n::locale` computes the same at run time.
fn fingerprint<'a>(keys: impl Iterator<Item = &'a String>) -> u32 {
    keys.flat_map(|k| k.bytes().chain([0]))
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
