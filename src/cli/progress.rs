//! Long work on the terminal: a bar for each stage with percent, rate and time left, and Ctrl-C, which stops the work at
//! its next step. Nothing is drawn where stderr is no terminal.

use super::{Failure, failure};
use crate::config::Lang;
use crate::domain::progress::{Done, Progress, Stage, Unit};
use indicatif::{ProgressBar, ProgressStyle};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often the bar is drawn.
const EVERY: Duration = Duration::from_millis(100);

/// Draws and listens until it is dropped.
pub struct Watch {
    pub progress: Arc<Progress>,
    task: JoinHandle<()>,
}

impl Watch {
    /// From here on Ctrl-C stops the work instead of the program.
    pub async fn start(lang: Lang) -> Self {
        let progress = Arc::new(Progress::default());
        let mut pressed = Box::pin(tokio::signal::ctrl_c());
        // The first look at it begins to listen.
        let listening = poll_fn(|context| Poll::Ready(pressed.as_mut().poll(context).is_pending())).await;
        let task = tokio::spawn(watch(Arc::clone(&progress), lang, listening.then_some(pressed)));
        Self { progress, task }
    }

    /// What became of the work; the bar is gone before anything is said of it. Whatever fails after Ctrl-C was stopped.
    pub async fn end<T>(mut self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        self.task.abort();
        // It ends by being aborted.
        let _ = (&mut self.task).await;
        let stopped = self.progress.is_cancelled();
        outcome.map_err(|failure| if stopped { Failure::cancelled() } else { failure })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Ctrl-C; nothing where it cannot be listened for and the system ends the program as before.
type Pressed = Option<Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>>>;

async fn watch(progress: Arc<Progress>, lang: Lang, mut pressed: Pressed) {
    let mut bar = Bar { lang, shown: None };
    let mut turns = tokio::time::interval(EVERY);
    loop {
        let press = async {
            match pressed.as_mut() {
                Some(pressed) => pressed.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = turns.tick() => bar.draw(progress.now()),
            outcome = press => {
                pressed = outcome.is_ok().then(|| Box::pin(tokio::signal::ctrl_c()) as Pin<Box<_>>);
                if outcome.is_err() {
                    continue;
                }
                if progress.is_cancelled() {
                    // Pressed again by somebody who does not want to wait: what was not committed is not stored.
                    std::process::exit(i32::from(failure::CANCELLED));
                }
                progress.cancel();
            }
        }
    }
}

/// The bar of the present stage; those before are wiped away.
struct Bar {
    lang: Lang,
    shown: Option<(Stage, ProgressBar)>,
}

impl Bar {
    fn draw(&mut self, now: Option<Done>) {
        let Some(done) = now else { return };
        if self.shown.as_ref().is_none_or(|(stage, _)| *stage != done.stage) {
            self.wipe();
            self.shown = Some((done.stage, bar(done, self.lang)));
        }
        let Some((_, bar)) = &self.shown else { return };
        if let Some(total) = done.total {
            bar.set_length(total);
        }
        bar.set_position(done.done);
    }

    fn wipe(&mut self) {
        if let Some((_, bar)) = self.shown.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.wipe();
    }
}

fn bar(done: Done, lang: Lang) -> ProgressBar {
    let bar = done.total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let rate = match done.unit {
        Unit::Bytes => "{bytes_per_sec}",
        Unit::Areas => lang.of("{per_sec} 个网格", "{per_sec} areas"),
    };
    let template = lang
        .of("{msg} {bar:30} {percent:>3}% RATE 剩余 {eta}", "{msg} {bar:30} {percent:>3}% RATE {eta} left");
    if let Ok(style) = ProgressStyle::with_template(&template.replace("RATE", rate)) {
        bar.set_style(style);
    }
    bar.set_message(match done.stage {
        Stage::Reading => lang.of("读取", "reading"),
        Stage::Repairing => lang.of("修补", "repairing"),
        Stage::Checking => lang.of("检查", "checking"),
        Stage::Comparing => lang.of("对比", "comparing"),
        Stage::Writing => lang.of("写入", "writing"),
    });
    bar
}
