//! Small line drawings beside words.

use leptos::prelude::*;

/// A drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// As the device says.
    Auto,
    /// Light.
    Sun,
    /// Dark.
    Moon,
    /// Copy a link.
    Link,
    /// Cite.
    Quote,
    /// Download.
    Download,
    /// Report an error.
    Flag,
}

impl Icon {
    /// The path in a box of 20 × 20.
    fn path(self) -> &'static str {
        match self {
            Self::Auto => "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14M10 6h4.500M10 10h6M10 14h4.500",
            Self::Sun => {
                "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4"
            }
            Self::Moon => "M16.5 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.500 8.500z",
            Self::Link => {
                "M8.5 11.5a3.5 3.5 0 0 0 5 0l3-3a3.54 3.54 0 0 0-5-5L10 5M11.5 8.5a3.5 3.5 0 0 0-5 0l-3 3a3.54 3.54 0 0 0 5 5L10 15"
            }
            Self::Quote => {
                "M4 14V9.500c0-3 1.500-4.500 4-5M4 9.500h4V14H4M12 14V9.500c0-3 1.500-4.500 4-5M12 9.500h4V14h-4"
            }
            Self::Download => "M10 3v9.500M6 9l4 4 4-4M3.500 16.500h13",
            Self::Flag => "M4.500 18V3M4.500 4h10.500l-2 3.500 2 3.500H4.500",
        }
    }
}

/// A drawing; screen readers pass over it.
pub fn icon(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=icon.path()/></svg> }
}
