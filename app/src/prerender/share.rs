//! The picture that a shared link shows, as SVG; the build makes a PNG of it (`tools/build/share.mjs`).

use gemeo_shared::{
    chart::{Frame, NARROW, share::ShareCard, share_card},
    standing::standing,
    view::CityView,
};

use crate::{
    components::{standing as say, trajectory},
    format, t,
};

/// The picture of a city: its name, its answer and its path; without a city that of the whole twin.
pub fn picture(view: Option<&CityView>) -> String {
    let foot = t!("home.eyebrow");
    let Some(view) = view else {
        let headline = t!("home.lede");
        return share_card(&ShareCard {
            name: &t!("home.title"),
            headline: &headline,
            foot: &foot,
            ..ShareCard::default()
        });
    };
    let standing = standing(view);
    let answer = say::answer(&view.profile.name, &standing);
    let reached = standing.reached.as_ref();
    let base = standing.measured.as_ref().and_then(|t| t.base_year);
    let figure = reached.map(|r| t!("format.percent", n = format::signed(-r.pct, 1)));
    let caption = reached.zip(base).map(|(reached, base)| {
        t!("share.caption", base = base.to_string(), period = format::period(&reached.period))
    });
    let frame = Frame { prefix: "way", title: "", desc: "", width: NARROW };
    let drawing = trajectory::promise_drawing(view, &standing, &frame);
    share_card(&ShareCard {
        name: &view.profile.name,
        headline: &answer,
        figure: figure.as_deref().unwrap_or_default(),
        caption: caption.as_deref().unwrap_or_default(),
        foot: &foot,
        drawing: drawing.as_deref().unwrap_or_default(),
    })
}
