//! Server-sent events out of the bytes of a stream (HTML Standard §9.2.6).

/// Most bytes of one event; a server of ours sends some hundreds.
const MOST_BYTES: usize = 64 * 1024;

/// An event as it stands in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Its name; `message` where the stream gives none.
    pub event: String,
    /// Its data, lines joined by line feeds.
    pub data: String,
    /// The last id the stream gave, with which a reader that comes back says where it was.
    pub id: String,
}

/// Reads a stream piece by piece; a piece may end anywhere, in the middle of a letter too.
#[derive(Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    after_return: bool,
    event: String,
    data: Option<String>,
    id: String,
    size: usize,
}

impl Parser {
    /// The events that a piece completes. What is larger than [`MOST_BYTES`] is passed over.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Message> {
        let mut whole = Vec::new();
        for byte in piece {
            let second = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if second => {}
                b'\n' | b'\r' => whole.extend(self.end_line()),
                _ if self.size < MOST_BYTES => {
                    self.line.push(*byte);
                    self.size += 1;
                }
                _ => self.size = MOST_BYTES + 1,
            }
        }
        whole
    }

    fn end_line(&mut self) -> Option<Message> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{feff}');
        if line.is_empty() {
            return self.end_event();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.event = value.to_owned(),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = value.to_owned(),
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<Message> {
        let too_large = std::mem::take(&mut self.size) > MOST_BYTES;
        let event = std::mem::take(&mut self.event);
        let data = self.data.take().filter(|_| !too_large)?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Message { event, data, id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "event: hello\nid: r-0\ndata: {\"city\":\"évora\"}\n\n: still here\n\n\
        event: reading\r\nid: r-1\r\ndata: a\r\ndata: b\r\n\r\ndata:c\n\n";

    fn named(event: &str, data: &str, id: &str) -> Message {
        Message { event: event.into(), data: data.into(), id: id.into() }
    }

    #[test]
    fn pieces_may_end_anywhere() {
        let wanted = [
            named("hello", "{\"city\":\"évora\"}", "r-0"),
            named("reading", "a\nb", "r-1"),
            named("message", "c", "r-1"),
        ];
        for size in 1..TEXT.len() {
            let mut parser = Parser::default();
            let read: Vec<Message> =
                TEXT.as_bytes().chunks(size).flat_map(|piece| parser.push(piece)).collect();
            assert_eq!(read, wanted, "pieces of {size}");
        }
    }

    #[test]
    fn what_is_too_large_is_passed_over_and_takes_no_room() {
        let mut parser = Parser::default();
        parser.push(b"data: ");
        for _ in 0..100 {
            assert!(parser.push(&[b'x'; 4096]).is_empty());
        }
        assert!(parser.line.len() <= MOST_BYTES);
        assert!(parser.push(b"\n\n").is_empty());
        assert_eq!(parser.push(b"data: next\n\n"), [named("message", "next", "")]);
    }
}
