//! Embeds the catalogue: reads `catalogue/*.toml`, checks formulas, units and texts, writes what came of them.
//!
//! A formula that does not fit its unit, or a text that is missing in one language, fails the build.

#![allow(
    dead_code,
    unused_imports,
    clippy::all,
    reason = "the modules shared with the library are used in part"
)]
#![allow(missing_docs)]

use std::{error::Error, fs, path::Path};

#[path = "src/decimal.rs"]
mod decimal;
#[path = "src/factor/mod.rs"]
mod factor;
#[path = "src/formula/mod.rs"]
mod formula;
#[path = "src/geo.rs"]
mod geo;
#[path = "src/lean.rs"]
mod lean;
#[path = "src/inventory/method.rs"]
mod method;
#[path = "src/observation.rs"]
mod observation;
#[path = "src/order.rs"]
mod order;
#[path = "src/period.rs"]
mod period;
#[path = "src/exchange/row.rs"]
mod row;
#[path = "src/source.rs"]
mod source;
#[path = "src/inventory/taxonomy.rs"]
mod taxonomy;
#[path = "src/tree.rs"]
mod tree;
#[path = "src/unit/mod.rs"]
mod unit;
#[path = "src/view.rs"]
mod view;
#[path = "src/wire.rs"]
mod wire;

#[path = "src/pack/vocabulary.rs"]
mod vocabulary;

use taxonomy::scope_of;

/// A view holds rows of inventories.
mod exchange {
    pub use super::row::InventoryRow;
}

mod inventory {
    pub use super::method::Method;
}

mod pack {
    pub(crate) use super::vocabulary;
}

#[path = "src/indicator/catalogue/mod.rs"]
mod catalogue;

#[path = "build/collect.rs"]
mod collect;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=catalogue");
    println!("cargo:rerun-if-changed=build");
    for module in [
        "order.rs",
        "observation.rs",
        "factor",
        "formula",
        "unit",
        "indicator/catalogue",
        "pack/vocabulary.rs",
        "exchange/row.rs",
        "inventory/method.rs",
        "inventory/taxonomy.rs",
        "view.rs",
        "wire.rs",
        "tree.rs",
        "lean.rs",
        "geo.rs",
        "period.rs",
    ] {
        println!("cargo:rerun-if-changed=src/{module}");
    }
    let collected = collect::collect(Path::new("catalogue"))?;
    // why as it was checked: the browser's program then needs neither parser nor checker to open it
    let catalogue = catalogue::Catalogue::new(collected.definitions.clone())?;
    let out = std::env::var("OUT_DIR")?;
    concepts(&collected)?;
    fs::write(Path::new(&out).join("catalogue.bin"), wire::to_bytes(&catalogue))?;
    fs::write(Path::new(&out).join("catalogue-texts.json"), serde_json::to_string(&collected.texts)?)?;
    Ok(())
}

/// Every concept that a city can bring is named, with who usually has it.
fn concepts(collected: &collect::Collected) -> Result<(), String> {
    let named = &collected.texts["concepts"];
    let unnamed = vocabulary::CONCEPTS.iter().find(|c| named.get(c.id).is_none());
    match unnamed {
        Some(concept) => Err(format!("catalogue/concepts.toml: “{}” is missing", concept.id)),
        None => Ok(()),
    }
}
