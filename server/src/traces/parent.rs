//! The header `traceparent` (W3C Trace Context), read strictly. `tracestate` and baggage are neither taken nor given.

use axum::http::{HeaderName, HeaderValue};
use opentelemetry::{
    Context, SpanId, TraceFlags, TraceId,
    trace::{SpanContext, TraceContextExt, TraceState},
};

pub(super) const NAME: HeaderName = HeaderName::from_static("traceparent");

/// The span that a header names, as what is around a new one.
pub(super) fn read(header: &HeaderValue) -> Option<Context> {
    let text = header.to_str().ok()?;
    let parts: Vec<&str> = text.split('-').collect();
    let [version, trace, span, flags] = parts.as_slice() else { return None };
    let hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if *version != "00" || !hex(trace, 32) || !hex(span, 16) || !hex(flags, 2) {
        return None;
    }
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED;
    let parent = SpanContext::new(trace, span, flags, true, TraceState::NONE);
    parent.is_valid().then(|| Context::new().with_remote_span_context(parent))
}

/// The header for a call made within a span.
pub(super) fn write(span: &SpanContext) -> String {
    let sampled = u8::from(span.is_sampled());
    format!("00-{}-{}-{sampled:02x}", span.trace_id(), span.span_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_is_written() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let context = read(&HeaderValue::from_static(text)).expect("a span");
        assert_eq!(write(context.span().span_context()), text);
    }

    #[test]
    fn what_is_not_written_as_expected_names_no_span() {
        for bad in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-+1",
        ] {
            assert!(read(&HeaderValue::from_static(bad)).is_none(), "{bad}");
        }
    }
}
