//! Words for what a map shows.

use gemeo_shared::{geo::Level, own::in_city::is_map_id, source::Source};

/// A name as it is sorted: without case and accents, as a Portuguese index does.
pub use gemeo_shared::names::plain as sort_key;

use crate::{
    components::{marks, words},
    data::catalogue,
    format,
    map::{
        layers::{Figure, Layer},
        per::{Per, WhyNot},
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

/// The name of a place; a cell has that of the parish its middle lies in.
pub fn place(level: Level, place: &Place) -> String {
    match level {
        Level::Cell if place.short != place.code => {
            t!("map.place.cell_in", parish = place.short, code = place.code)
        }
        Level::Cell => t!("map.place.cell", code = place.code),
        _ => place.short.clone(),
    }
}

/// An indicator with its dimensions: “Electricity per inhabitant · low voltage”.
pub fn layer(layer: &Layer) -> String {
    let name = catalogue::name(&layer.indicator);
    let dims = words::dims(&layer.dims);
    if dims.is_empty() { name } else { format!("{name} · {dims}") }
}

/// What a picture shows: indicator, dimensions, what it is divided by, and period.
pub fn title(scene: &Scene) -> String {
    let by = scene.divisor.as_ref().map(|d| format!(" {}", per(d.per))).unwrap_or_default();
    format!("{}{by}, {}", layer(&scene.layer), format::period(&scene.period))
}

/// “per inhabitant”, “per km²”, “per dwelling”.
pub fn per(per: Per) -> String {
    match per {
        Per::Person => t!("map.per.person"),
        Per::Area => t!("map.per.area"),
        Per::Dwelling => t!("map.per.dwelling"),
    }
}

/// What a reader must know of a division that is made, or why it is not.
pub fn division(scene: &Scene) -> Option<String> {
    if let Some(why) = scene.undivided {
        return Some(match why {
            WhyNot::Relative => t!("map.per.relative"),
            WhyNot::Itself => t!("map.per.itself"),
            WhyNot::Missing => t!("map.per.missing"),
        });
    }
    let divisor = scene.divisor.as_ref()?;
    match (divisor.per, &divisor.period) {
        (Per::Area, _) => Some(t!("map.per.measured")),
        (_, Some(period)) if *period != scene.period => {
            Some(t!("map.per.other_period", period = format::period(period)))
        }
        _ => None,
    }
}

/// That a place has no figure: nobody published one, or the reader's own table has none.
pub fn absent(scene: &Scene) -> String {
    if is_map_id(&scene.layer.indicator) { t!("map.own.none") } else { t!("map.none") }
}

/// A figure with its unit, or that there is none.
pub fn figure(scene: &Scene, figure: &Figure) -> String {
    let (unit, decimals) = scene.unit();
    figure.value.map_or_else(|| absent(scene), |value| format::quantity(value, decimals, &unit))
}

/// A figure without its unit, where that stands above the column.
pub fn bare(scene: &Scene, figure: &Figure) -> String {
    let decimals = scene.unit().1;
    figure.value.map_or_else(|| absent(scene), |value| format::number(value, decimals))
}

/// The unit of the figures drawn, where they have one.
pub fn unit(scene: &Scene) -> Option<String> {
    Some(scene.unit().0)
        .filter(|unit| !matches!(unit.as_str(), "" | "1"))
        .map(|unit| format::unit_label(&unit))
}

/// The figure of a place in the second layer, where one map is coloured by two.
pub fn second(scene: &Scene, code: &str) -> Option<String> {
    let other = &scene.both.as_ref()?.other;
    let text = figure(other, other.snapshot.figure(code)?);
    Some(format!("{}: {text}", title(other)))
}

/// A figure's position among all.
pub fn rank(scene: &Scene, figure: &Figure) -> Option<String> {
    let (n, total) = (figure.rank?.to_string(), scene.snapshot.known.to_string());
    Some(t!("map.rank", n = n, total = total))
}

/// The state of a figure, where it is not plain, and what else marks it.
pub fn status(figure: &Figure) -> Option<String> {
    figure.value?;
    let said: Vec<String> = words::status(&figure.status).into_iter().chain(figure.told.clone()).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// That all values are marked, and as what where it is the same for all; see [`Scene::dots`].
pub fn all_marked(scene: &Scene) -> Option<String> {
    let mut said = scene.snapshot.figures.iter().filter_map(status);
    let first = said.next().filter(|_| !scene.dots())?;
    let same = said.all(|other| other == first);
    Some(if same { t!("map.all_marked_as", state = first) } else { t!("map.all_marked") })
}

/// What rules of quality found about the series drawn.
pub fn found(scene: &Scene) -> Vec<String> {
    let all = scene.indicator().zip(scene.series());
    all.map(|(indicator, series)| marks::of_series(&scene.view, indicator, &[series])).unwrap_or_default()
}

/// Fewest values whose spread says something.
const SPREAD: usize = 5;

/// Highest, lowest, how the values are spread and how many are known, as sentences.
pub fn summary(scene: &Scene) -> String {
    let name = |figure: &Figure| {
        scene
            .places
            .get(&figure.code)
            .map_or_else(|| figure.code.to_string(), |p| place(scene.layer.level, p))
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
    let parts = [extremes, spread(scene), Some(coverage(scene))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn spread(scene: &Scene) -> Option<String> {
    let spread = scene.snapshot.spread.as_ref().filter(|s| s.count >= SPREAD && s.high > s.low)?;
    let (unit, decimals) = scene.unit();
    let quantity = |value| format::quantity(value, decimals, &unit);
    Some(t!("map.summary_spread", median = quantity(spread.median), deviation = quantity(spread.deviation)))
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
    (parishes && !scene.layer.relative && scene.divisor.is_none()).then(|| t!("map.count"))
}

/// Attributions of sources, each once.
pub fn attributions(sources: &[&Source]) -> String {
    let mut names: Vec<&str> = sources.iter().map(|source| source.attribution.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}
