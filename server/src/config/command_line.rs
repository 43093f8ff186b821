//! Reading the command line.

use std::path::PathBuf;

use super::{
    ConfigError, Faults,
    keys::{KEYS, Key},
};
use crate::task::{TASKS, Task};

/// What the command line asks for.
#[derive(Default)]
pub struct CommandLine {
    /// Show the help and end.
    pub help: bool,
    /// Show the version and end.
    pub version: bool,
    /// Check the configuration and end.
    pub check_config: bool,
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// What is to be done in place of serving.
    pub task: Option<Task>,
    /// Who does it.
    pub by: Option<String>,
    /// The keys that are set, in order.
    pub settings: Vec<(&'static Key, String)>,
}

/// Reads the words after the program's name: `--root dist`, `--root=dist`.
pub fn read(words: impl IntoIterator<Item = String>) -> Result<CommandLine, Faults> {
    let (mut line, mut faults) = (CommandLine::default(), Vec::new());
    let mut words = words.into_iter().peekable();
    let mut task = Vec::new();
    while let Some(word) = words.next_if(|word| !word.starts_with('-')) {
        task.push(word);
    }
    if !task.is_empty() {
        line.task = Task::read(&task);
        if line.task.is_none() {
            faults.push(ConfigError::UnknownWord { word: task.join(" ") });
        }
    }
    while let Some(word) = words.next() {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        match flag.as_str() {
            "--help" | "-h" => line.help = true,
            "--version" | "-V" => line.version = true,
            "--check-config" => line.check_config = true,
            "--config" => match value.or_else(|| words.next()) {
                Some(path) => line.config = Some(path.into()),
                None => faults.push(ConfigError::NoValue { flag }),
            },
            "--by" => match value.or_else(|| words.next()) {
                Some(name) => line.by = Some(name),
                None => faults.push(ConfigError::NoValue { flag }),
            },
            _ => match KEYS.iter().find(|key| key.flag() == flag) {
                None => faults.push(ConfigError::UnknownWord { word: flag }),
                Some(key) => match value.or_else(|| words.next()) {
                    Some(text) => line.settings.push((key, text)),
                    None => faults.push(ConfigError::NoValue { flag }),
                },
            },
        }
    }
    if faults.is_empty() { Ok(line) } else { Err(Faults(faults)) }
}

/// The help, made from the list of keys.
pub fn help() -> String {
    let mut text = String::from(
        "gemeo-server: serves the built twin\n\n\
         Usage: gemeo-server [TASK [--by NAME]] [--config FILE] [--check-config] [--KEY VALUE]…\n\n\
         \x20 --config FILE      configuration in TOML (also GEMEO_CONFIG)\n\
         \x20 --check-config     check the configuration and end\n\
         \x20 --version, --help\n\n\
         Tasks, in place of serving (--by NAME is who does it):\n",
    );
    for (words, about) in TASKS {
        text.push_str(&format!("  {words}\n      {about}\n"));
    }
    text.push_str("\nKeys (flag, variable, default):\n");
    for key in KEYS {
        let default = if key.default.is_empty() { "none" } else { key.default };
        text.push_str(&format!("  {}, {} [{default}]\n      {}\n", key.flag(), key.variable(), key.about));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<CommandLine, String> {
        read(line.split_whitespace().map(str::to_owned)).map_err(|faults| faults.to_string())
    }

    #[test]
    fn flags_are_read_in_both_forms() {
        let line = words("--root dist --listen=127.0.0.1:8080 --check-config --config x.toml")
            .expect("a command line");
        let settings: Vec<_> = line.settings.iter().map(|(key, text)| (key.name, text.as_str())).collect();
        assert_eq!(settings, [("root", "dist"), ("listen", "127.0.0.1:8080")]);
        assert!(line.check_config && !line.help && !line.version);
        assert_eq!(line.config, Some("x.toml".into()));
    }

    #[test]
    fn what_is_not_a_flag_is_refused() {
        assert_eq!(words("dist").err().as_deref(), Some("`dist` is not a flag; see --help"));
        assert_eq!(words("--rooot dist").err().map(|said| said.lines().count()), Some(2));
        assert_eq!(words("--root").err().as_deref(), Some("--root: expected a value after it"));
        assert_eq!(words("--config").err().as_deref(), Some("--config: expected a value after it"));
    }

    #[test]
    fn a_task_comes_first() {
        let line = words("audit verify --root dist --by ana").expect("a command line");
        assert_eq!((line.task, line.by.as_deref()), (Some(Task::Verify), Some("ana")));
        assert_eq!(words("audit").err().as_deref(), Some("`audit` is not a flag; see --help"));
        assert!(words("--root dist audit verify").is_err());
        for (task, _) in TASKS {
            assert!(words(task).is_ok_and(|line| line.task.is_some()), "{task}");
        }
    }

    #[test]
    fn the_help_names_every_key() {
        let help = help();
        assert!(KEYS.iter().all(|key| help.contains(&key.flag()) && help.contains(&key.variable())));
    }
}
