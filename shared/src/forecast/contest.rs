//! The contest: every model from every origin of the past, and the one that was closest.

use super::{
    backtest::{Bench, Block, Final, Run, combine},
    blend::{Blend, blend},
    card::{Card, Material, Score, misses, scale, score},
    interval::Miss,
    model::Kind,
    options::Options,
};

/// Origins from which weights of a blend can be learnt.
const BLEND_FROM: usize = 100;
/// How much closer one model must have been to be taken instead of the blend: it is picked knowing the whole backtest,
/// the blend's weights never knew more than the past.
const CLOSER: f64 = 0.98;
/// The same for a combination: backtests of years and months are short, and the best of many there is often luck.
const CLOSER_THAN_COMBINATION: f64 = 0.85;

/// What is tried.
pub struct Contest<'a> {
    /// Runs models on the series.
    pub bench: &'a Bench<'a>,
    /// Origins in blocks.
    pub plan: &'a [Block],
    /// Levels and how much is reported.
    pub options: &'a Options,
    /// One model, where it was asked for.
    pub wanted: Option<Kind>,
}

/// The winner of the backtest.
pub struct Winner {
    /// Which model.
    pub kind: Kind,
    /// The models it is made of, for a mixture.
    pub members: Vec<Kind>,
    /// Its misses.
    pub misses: Vec<Miss>,
    /// How it did.
    pub card: Option<Card>,
    /// Bounds that intervals learnt, by step and level.
    pub learnt: Vec<Vec<f64>>,
    /// Weights of the members of a combination.
    shares: Vec<f64>,
    blend: Option<Blend>,
}

/// A run with what became of it.
struct Judged {
    run: Run,
    misses: Vec<Miss>,
    score: Score,
}

impl Contest<'_> {
    /// Tries the models from every origin and picks the one with the smallest MASE.
    pub fn run(&self, progress: &mut dyn FnMut(usize, usize)) -> Option<Winner> {
        let y = &self.bench.series.values;
        let frequency = self.bench.series.frequency();
        let origins: Vec<usize> = self.plan.iter().flat_map(|b| b.origins.iter().copied()).collect();
        let scale = scale(&y[..origins[0]], frequency.season());
        let judged = |run: Run| {
            let misses = misses(y, &origins, &run);
            let score = score(y, run.kind, &misses, self.bench.horizon, scale);
            Judged { run, misses, score }
        };
        let tried = self.tried();
        let mut runs: Vec<Judged> = Vec::new();
        for (done, &kind) in tried.iter().enumerate() {
            runs.extend(self.bench.run(kind, self.plan).map(judged));
            progress(done + 1, tried.len() + 1);
        }
        let order = |runs: &mut Vec<Judged>| runs.sort_by(|a, b| a.score.mase.total_cmp(&b.score.mase));
        order(&mut runs);
        let (mut blended, mut members, mut shares) = (None, Vec::new(), Vec::new());
        if self.wanted.is_none() && Kind::Blend.suits(frequency) && origins.len() >= BLEND_FROM {
            let all: Vec<&Run> = runs.iter().map(|r| &r.run).collect();
            let made = blend(y, &origins, &all, frequency.season());
            members.clone_from(&made.kinds);
            runs.push(judged(made.run.clone()));
            blended = Some(made);
        } else if self.wanted.is_none() {
            let learnt: Vec<&Judged> = runs.iter().filter(|r| r.run.kind.learns()).collect();
            if learnt.len() > 1 {
                shares = weights(&learnt);
                members = learnt.iter().map(|r| r.run.kind).collect();
                let together = combine(&learnt.iter().map(|r| &r.run).collect::<Vec<_>>(), &shares);
                runs.push(judged(together));
            }
        }
        order(&mut runs);
        if runs.iter().all(|r| r.misses.is_empty()) {
            return None;
        }
        let kind = self.pick(&runs)?;
        let chosen = runs.iter().find(|r| r.run.kind == kind)?.misses.clone();
        let naive = runs.iter().filter(|r| r.run.kind.is_naive());
        let material = Material {
            series: self.bench.series,
            plan: self.plan,
            chosen: &chosen,
            naive: naive.map(|r| (r.run.kind, r.misses.clone())).collect(),
            scores: runs.iter().map(|r| r.score.clone()).collect(),
            kind,
            horizon: self.bench.horizon,
            scale,
            levels: &self.options.levels,
            every_step: self.options.every_step,
        };
        let (card, learnt) = material.card();
        let blend = blended.filter(|_| kind == Kind::Blend);
        if !kind.is_mixed() {
            members.clear();
        }
        Some(Winner { kind, members, misses: chosen, card: Some(card), learnt, shares, blend })
    }

    fn tried(&self) -> Vec<Kind> {
        let frequency = self.bench.series.frequency();
        let suits = |k: &Kind| k.suits(frequency) && !k.is_mixed();
        let asked = |k: &Kind| self.wanted.is_none_or(|w| w == *k || k.is_naive());
        Kind::ALL.into_iter().filter(suits).filter(asked).collect()
    }

    /// The model to take, of runs that lie best first.
    fn pick(&self, runs: &[Judged]) -> Option<Kind> {
        if let Some(wanted) = self.wanted {
            return runs.iter().any(|r| r.run.kind == wanted).then_some(wanted);
        }
        let best = runs.first()?;
        let mixed = runs.iter().find(|r| r.run.kind.is_mixed());
        let closer = |kind: Kind| match kind {
            Kind::Blend => CLOSER,
            // why: where repeating past values did better, nothing was learnt that is worth a model
            _ if best.run.kind.is_naive() => 1.0,
            _ => CLOSER_THAN_COMBINATION,
        };
        match mixed {
            Some(m) if best.score.mase > closer(m.run.kind) * m.score.mase => Some(m.run.kind),
            _ => Some(best.run.kind),
        }
    }
}

/// Weights by the inverse of the squared errors (Bates & Granger 1969), which add up to one.
fn weights(runs: &[&Judged]) -> Vec<f64> {
    let least = 1e-6 * runs.iter().map(|r| r.score.mase).fold(1e-9, f64::max);
    let raw: Vec<f64> = runs.iter().map(|r| r.score.mase.max(least)).map(|m| 1.0 / (m * m)).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|w| w / sum).collect()
}

impl Winner {
    /// Where nothing was tried.
    pub fn untried(kind: Kind, misses: Vec<Miss>) -> Self {
        Self {
            kind,
            members: Vec::new(),
            misses,
            card: None,
            learnt: Vec::new(),
            shares: Vec::new(),
            blend: None,
        }
    }

    /// Its forecast from the end of the series; none where it cannot be fitted. A member of a combination that could be
    /// fitted on the past, but not on all values, leaves its weight to the others.
    pub fn finish(&mut self, bench: &Bench<'_>) -> Option<Final> {
        if !self.kind.is_mixed() {
            return bench.finish(self.kind);
        }
        if let Some(blend) = &self.blend {
            let parts: Vec<Final> = self.members.iter().map(|k| bench.finish(*k)).collect::<Option<_>>()?;
            return Some(blend.finish(&parts));
        }
        let fitted = |(kind, share): (&Kind, &f64)| Some((*kind, *share, bench.finish(*kind)?));
        let parts: Vec<(Kind, f64, Final)> =
            self.members.iter().zip(&self.shares).filter_map(fitted).collect();
        self.members = parts.iter().map(|p| p.0).collect();
        let all: f64 = parts.iter().map(|p| p.1).sum();
        let at = |h: usize| parts.iter().map(|(_, share, p)| share / all * p.path[h]).sum();
        let mut parameters = std::collections::BTreeMap::new();
        for (kind, share, part) in &parts {
            let name = kind.name();
            parameters.insert(format!("weight.{name}"), share / all);
            parameters.extend(part.parameters.iter().map(|(n, v)| (format!("{name}.{n}"), *v)));
        }
        (!parts.is_empty()).then(|| Final {
            path: (0..bench.horizon).map(at).collect(),
            sizes: parts.iter().find_map(|p| p.2.sizes.clone()),
            label: parts.iter().map(|p| p.2.label.as_str()).collect::<Vec<_>>().join(" + "),
            causes: parts
                .iter()
                .find_map(|p| (!p.2.causes.is_empty()).then(|| p.2.causes.clone()))
                .unwrap_or_default(),
            parameters,
        })
    }
}
