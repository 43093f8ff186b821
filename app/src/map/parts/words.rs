//! Words for what a map shows.

use gemeo_shared::{geo::Level, source::Source};

use crate::{
    components::words,
    data::catalogue,
    format,
    map::{
        layers::{Figure, Layer},
        places::Place,
        scene::Scene,
    },
    t, tn,
};

/// The name of a level.
pub fn level(level: Level) -> String {
    match level {
        Level::Parish2025 => t!("map.level.parish2025"),
        Level::Cell => t!("map.level.cell"),
        Level::Station => t!("map.level.station"),
        _ => t!("map.level.parish2013"),
    }
}

/// The name of a place.
pub fn place(level: Level, place: &Place) -> String {
    if level == Level::Cell { t!("map.place.cell", code = place.code) } else { place.short.clone() }
}

/// An indicator with its dimensions: “Electricity per inhabitant · low voltage”.
pub fn layer(layer: &Layer) -> String {
    let name = catalogue::name(&layer.indicator);
    let dims = words::dims(&layer.dims);
    if dims.is_empty() { name } else { format!("{name} · {dims}") }
}

/// What a picture shows: indicator, dimensions and period.
pub fn title(scene: &Scene) -> String {
    format!("{}, {}", layer(&scene.layer), format::period(&scene.period))
}

/// A figure with its unit, or that there is none.
pub fn figure(scene: &Scene, figure: &Figure) -> String {
    let (unit, decimals) = scene.unit();
    figure.value.map_or_else(|| t!("map.none"), |value| format::quantity(value, decimals, unit))
}

/// A figure's position among all.
pub fn rank(scene: &Scene, figure: &Figure) -> Option<String> {
    let (n, total) = (figure.rank?.to_string(), scene.snapshot.known.to_string());
    Some(t!("map.rank", n = n, total = total))
}

/// The state of a figure, where it is not plain.
pub fn status(figure: &Figure) -> Option<String> {
    figure.value.and_then(|_| words::status(&figure.status))
}

/// Highest, lowest and how many are known, as sentences.
pub fn summary(scene: &Scene) -> String {
    let name = |figure: &Figure| {
        scene.places.get(&figure.code).map_or_else(|| figure.code.clone(), |p| place(scene.layer.level, p))
    };
    let extremes = scene.snapshot.extremes().map(|(high, low)| {
        let (high_name, high_value) = (name(high), figure(scene, high));
        if high.value == low.value {
            return t!("map.summary_one", high = high_name, high_value = high_value);
        }
        t!(
            "map.summary",
            high = high_name,
            high_value = high_value,
            low = name(low),
            low_value = figure(scene, low)
        )
    });
    format!("{} {}", extremes.unwrap_or_default(), coverage(scene)).trim().to_owned()
}

fn coverage(scene: &Scene) -> String {
    let (known, total) = (scene.snapshot.known, scene.snapshot.figures.len());
    if known == total {
        return tn!("map.coverage_all", total);
    }
    t!("map.coverage", known = known.to_string(), total = total.to_string())
}

/// Which boundaries are drawn and why, where that needs a word.
pub fn edition(scene: &Scene) -> Option<String> {
    let editions = || scene.layers.iter().map(|layer| layer.level);
    match scene.layer.level {
        Level::Parish2013 if editions().any(|level| level == Level::Parish2025) => {
            Some(t!("map.edition.2013"))
        }
        Level::Parish2025 => Some(t!("map.edition.2025")),
        _ => None,
    }
}

/// A warning where counts of places of different size are coloured.
pub fn count(scene: &Scene) -> Option<String> {
    let parishes = matches!(scene.layer.level, Level::Parish2013 | Level::Parish2025);
    (parishes && !scene.layer.relative).then(|| t!("map.count"))
}

/// Attributions of sources, each once.
pub fn attributions(sources: &[&Source]) -> String {
    let mut names: Vec<&str> = sources.iter().map(|source| source.attribution.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}

/// A name as it is sorted: without case and accents, as a Portuguese index does.
pub fn sort_key(name: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        c => c,
    };
    name.to_lowercase().chars().map(plain).collect()
}
