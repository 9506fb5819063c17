//! Moments, in the spellings the vendors use.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::Deserializer;

use super::scalar::{Scalar, read, trimmed};

const TIME: &str = "a moment: a date and time, or seconds since 1970";
const BAD: &str = "not a date and time in a known form";
const NONE: &str = "there is no time";

/// What vendors write where there is no time: the beginning of 1900, in seconds.
const SENTINEL: i64 = -2_208_988_800;

#[derive(Clone, Copy)]
enum Unit {
    Seconds,
    Millis,
}

/// A moment:
///
/// * RFC 3339 with its offset: `2031-05-06T07:08:09.123456Z`, `…+02:00`,
/// * `2031-05-06T07:08:09 UTC` and `… MSK` (three hours ahead),
/// * `2031-05-06 07:08:09` or with a `T`, taken as UTC,
/// * seconds since 1970, as a number or a text.
///
/// Anything else is an error: a bare date is not a moment.
pub fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read(deserializer, TIME, |scalar| {
        moment(&scalar, Unit::Seconds)?.ok_or(NONE)
    })
}

/// A moment as in [`time`], or nothing: `null`, `""`, `"null"` and the beginning of 1900.
pub fn opt_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    read(deserializer, TIME, |scalar| moment(&scalar, Unit::Seconds))
}

/// As [`time`], with numbers in milliseconds.
pub fn time_millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read(deserializer, TIME, |scalar| {
        moment(&scalar, Unit::Millis)?.ok_or(NONE)
    })
}

/// As [`opt_time`], with numbers in milliseconds.
pub fn opt_time_millis<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    read(deserializer, TIME, |scalar| moment(&scalar, Unit::Millis))
}

fn moment(scalar: &Scalar<'_>, unit: Unit) -> Result<Option<Timestamp>, &'static str> {
    if scalar.is_nothing() {
        return Ok(None);
    }
    let moment = match scalar {
        Scalar::Int(number) => counted(*number, unit),
        Scalar::Float(number) => fractional(*number, unit),
        Scalar::Text(text) => written(trimmed(text)).or_else(|| {
            let text = trimmed(text);
            text.parse()
                .map(|number| counted(number, unit))
                .or_else(|_| text.parse().map(|number| fractional(number, unit)))
                .ok()
                .flatten()
        }),
        Scalar::Null | Scalar::Bool(_) => None,
    };
    let moment = moment.ok_or(BAD)?;
    Ok((moment.as_second() != SENTINEL).then_some(moment))
}

fn counted(number: i128, unit: Unit) -> Option<Timestamp> {
    let number = i64::try_from(number).ok()?;
    match unit {
        Unit::Seconds => Timestamp::from_second(number).ok(),
        Unit::Millis => Timestamp::from_millisecond(number).ok(),
    }
}

fn fractional(number: f64, unit: Unit) -> Option<Timestamp> {
    let millis = match unit {
        Unit::Seconds => number * 1000.0,
        Unit::Millis => number,
    };
    // Up to 2⁵³ a float holds whole numbers exactly.
    if !millis.is_finite() || millis.abs() > 9_007_199_254_740_992.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "in range, see above")]
    Timestamp::from_millisecond(millis.round() as i64).ok()
}

fn written(text: &str) -> Option<Timestamp> {
    // The shape first: jiff also reads bare dates, week dates and more.
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd";
    let fits = bytes.len() >= shape.len()
        && shape.iter().zip(bytes).all(|(want, byte)| match want {
            b'd' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            want => byte == want,
        });
    if !fits {
        return None;
    }
    // Only one with an offset is a moment as it stands.
    if bytes[shape.len()..]
        .iter()
        .any(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-'))
        && let Ok(moment) = text.parse::<Timestamp>()
    {
        return Some(moment);
    }
    let zones = [(" UTC", 0), (" GMT", 0), (" MSK", 3)];
    let (text, hours) = zones
        .into_iter()
        .find_map(|(zone, hours)| Some((text.strip_suffix(zone)?, hours)))
        .unwrap_or((text, 0));
    // A civil time would silently drop an offset; nothing but digits may follow the date.
    let clock = &text.as_bytes()[shape.len() - 5..];
    if !clock
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
    {
        return None;
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::constant(hours).to_timestamp(civil).ok()
}
