//! Pages, and the cursors between them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Error, Operation, Result, Vendor, json};

/// Where the next page begins.
///
/// Opaque and serialisable: keep it as text and go on another day. It belongs to one vendor, one
/// operation and one query; handed to another it is refused, not misread.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// What a cursor holds. Kept as plain JSON inside hexadecimal, so that it survives anything.
#[derive(Serialize, Deserialize)]
struct Sealed<T, S> {
    v: T,
    o: T,
    q: u64,
    s: S,
}

impl Cursor {
    /// Seals a position. For adapters; [`Seal`] is for several positions.
    pub fn seal<Q: Serialize, S: Serialize>(
        vendor: &Vendor,
        operation: Operation,
        query: &Q,
        position: &S,
    ) -> Result<Self> {
        Seal::of(vendor, operation, query)?.at(position)
    }

    /// Opens a cursor that was sealed for the same vendor, operation and query. For adapters.
    ///
    /// Fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), naming `cursor`.
    pub fn open<Q: Serialize, S: DeserializeOwned>(
        &self,
        vendor: &Vendor,
        operation: Operation,
        query: &Q,
    ) -> Result<S> {
        let position = self.opened(vendor, operation, fingerprint(query).ok());
        position
            .and_then(|position| serde_json::from_value(position).map_err(|_| UNREADABLE))
            .map_err(|why| refused(vendor, operation, why))
    }

    /// What was sealed, or why it cannot be used.
    fn opened(
        &self,
        vendor: &Vendor,
        operation: Operation,
        query: Option<u64>,
    ) -> std::result::Result<serde_json::Value, &'static str> {
        let sealed: Sealed<String, serde_json::Value> = decode_hex(&self.0)
            .and_then(|json| json::from_bytes(&json))
            .ok_or(UNREADABLE)?;
        if sealed.v != vendor.as_str() {
            return Err("it belongs to another vendor; begin again without one");
        }
        if sealed.o != operation.as_str() {
            return Err("it belongs to another operation; begin again without one");
        }
        if Some(sealed.q) != query {
            return Err("it belongs to another query; begin again without one");
        }
        Ok(sealed.s)
    }

    /// Takes a cursor that was kept as text.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The cursor as text, to keep.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cursor({} characters)", self.0.len())
    }
}

const UNREADABLE: &str = "it is not a cursor of this library; begin again without one";

#[cold]
fn refused(vendor: &Vendor, operation: Operation, why: &str) -> Error {
    Error::invalid("cursor", why)
        .with_vendor(vendor.clone())
        .with_operation(operation.as_str())
}

/// What seals the positions of one list. For adapters.
#[derive(Clone)]
pub struct Seal {
    /// A cursor up to its position.
    head: String,
}

impl Seal {
    /// For the cursors of a vendor, an operation and a query.
    pub fn of<Q: Serialize>(vendor: &Vendor, operation: Operation, query: &Q) -> Result<Self> {
        Self::with(vendor, operation, fingerprint(query)).map_err(|error| unwritten(&error))
    }

    fn with(
        vendor: &Vendor,
        operation: Operation,
        query: serde_json::Result<u64>,
    ) -> serde_json::Result<Self> {
        let json = serde_json::to_vec(&Sealed {
            v: vendor.as_str(),
            o: operation.as_str(),
            q: query?,
            s: (),
        })?;
        let head = json.strip_suffix(b"null}").unwrap_or_default();
        Ok(Self {
            head: encode_hex(head),
        })
    }

    /// The cursor of a position.
    pub fn at<S: Serialize>(&self, position: &S) -> Result<Cursor> {
        let mut json = serde_json::to_vec(position).map_err(|error| unwritten(&error))?;
        json.push(b'}');
        Ok(Cursor([self.head.as_str(), &encode_hex(&json)].concat()))
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

fn unwritten(error: &serde_json::Error) -> Error {
    Error::new(crate::ErrorKind::Internal, "a cursor could not be written")
        .with_source(crate::JsonCause::of(error))
}

fn encode_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    let mut digits = vec![0; bytes.len() * 2];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    // Digits are ASCII.
    String::from_utf8(digits).unwrap_or_default()
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            u8::try_from(high << 4 | low).ok()
        })
        .collect()
}

/// FNV-1a over the query's JSON: the same everywhere and for ever, which std's hasher is not.
fn fingerprint<Q: Serialize>(query: &Q) -> serde_json::Result<u64> {
    let json = serde_json::to_vec(query)?;
    let hash = json.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Ok(hash)
}

/// Which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PageRequest {
    /// How many objects at most; the vendor's own maximum when absent, and never more than that.
    pub limit: Option<u32>,
    /// Where to begin; at the beginning when absent.
    pub cursor: Option<Cursor>,
}

impl PageRequest {
    /// The first page, as large as the vendor allows.
    pub fn first() -> Self {
        Self::default()
    }

    /// Limits the page's size.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Begins at a cursor.
    #[must_use]
    pub fn after(mut self, cursor: Cursor) -> Self {
        self.cursor = Some(cursor);
        self
    }

    /// The page size, between 1 and the vendor's maximum. A limit of zero is refused.
    pub fn size(&self, maximum: u32) -> Result<u32> {
        match self.limit {
            Some(0) => Err(Error::invalid("limit", "must be at least 1")),
            Some(limit) => Ok(limit.min(maximum)),
            None => Ok(maximum),
        }
    }
}

/// One page of objects.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The objects. May be empty although there are more pages.
    pub items: Vec<T>,
    /// Where the next page begins; `None` when this was the last.
    pub next: Option<Cursor>,
    /// Where pages behind the next one begin, as far as the vendor's paging lets one know it now.
    /// Streams fetch these side by side.
    pub ahead: Vec<Cursor>,
    /// How many objects there are in all, where the vendor tells.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page.
    pub fn new(items: Vec<T>, next: Option<Cursor>) -> Self {
        Self {
            items,
            next,
            ahead: Vec::new(),
            total: None,
        }
    }

    /// The only page.
    pub fn last(items: Vec<T>) -> Self {
        Self::new(items, None)
    }

    /// Adds how many objects there are in all.
    #[must_use]
    pub fn with_total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }

    /// Adds where pages behind the next one begin.
    #[must_use]
    pub fn with_ahead(mut self, ahead: Vec<Cursor>) -> Self {
        self.ahead = ahead;
        self
    }

    /// The page with its objects changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            ahead: self.ahead,
            total: self.total,
        }
    }
}
