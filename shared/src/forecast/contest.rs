//! The contest: every model from every origin of the past, and the one that was closest.

use super::{
    algebra::mean,
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
        let (mut blended, mut best) = (None, Vec::new());
        if self.wanted.is_none() && Kind::Blend.suits(frequency) && origins.len() >= BLEND_FROM {
            let all: Vec<&Run> = runs.iter().map(|r| &r.run).collect();
            let made = blend(y, &origins, &all, frequency.season());
            runs.push(judged(made.run.clone()));
            blended = Some(made);
        } else if self.wanted.is_none() {
            let three: Vec<&Run> =
                runs.iter().map(|r| &r.run).filter(|r| !r.kind.is_naive()).take(3).collect();
            if three.len() == 3 {
                best = three.iter().map(|r| r.kind).collect();
                let together = judged(combine(&three));
                runs.push(together);
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
        let members = match &blend {
            Some(blend) => blend.kinds.clone(),
            None if kind == Kind::Combination => best,
            None => Vec::new(),
        };
        Some(Winner { kind, members, misses: chosen, card: Some(card), learnt, blend })
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
        let blend = runs.iter().find(|r| r.run.kind == Kind::Blend);
        match blend {
            Some(blend) if best.score.mase > CLOSER * blend.score.mase => Some(Kind::Blend),
            _ => Some(best.run.kind),
        }
    }
}

impl Winner {
    /// Where nothing was tried.
    pub fn untried(kind: Kind, misses: Vec<Miss>) -> Self {
        Self { kind, members: Vec::new(), misses, card: None, learnt: Vec::new(), blend: None }
    }

    /// Its forecast from the end of the series; none where it cannot be fitted.
    pub fn finish(&self, bench: &Bench<'_>) -> Option<Final> {
        if !self.kind.is_mixed() {
            return bench.finish(self.kind);
        }
        let parts: Vec<Final> = self.members.iter().map(|k| bench.finish(*k)).collect::<Option<_>>()?;
        if let Some(blend) = &self.blend {
            return Some(blend.finish(&parts));
        }
        let at = |h: usize| mean(&parts.iter().map(|p| p.path[h]).collect::<Vec<_>>());
        let parameters = parts
            .iter()
            .zip(&self.members)
            .flat_map(|(p, k)| p.parameters.iter().map(move |(n, v)| (format!("{}.{n}", k.name()), *v)));
        Some(Final {
            path: (0..bench.horizon).map(at).collect(),
            sizes: parts.iter().find_map(|p| p.sizes.clone()),
            label: parts.iter().map(|p| p.label.as_str()).collect::<Vec<_>>().join(" + "),
            parameters: parameters.collect(),
        })
    }
}
