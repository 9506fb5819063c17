//! Countries whose numbers have one spelling: how many digits they have, and whether a zero goes in
//! front when dialled inside.

use super::Country;

/// The digits with the calling code in front.
pub(super) fn national(country: Country, digits: &str) -> Option<String> {
    let number = match digits.strip_prefix('0') {
        Some(number) if has_zero(country) => number,
        _ => digits,
    };
    let foreign = match country {
        // In the shared plan of North America and the Caribbean no area starts with these.
        Country::DominicanRepublic | Country::PuertoRico => number.starts_with(['0', '1']),
        _ => number.starts_with('0'),
    };
    (!foreign && lengths(country).contains(&number.len()))
        .then(|| format!("{}{number}", country.calling_code()))
}

/// How many digits may follow the calling code.
pub(super) fn lengths(country: Country) -> &'static [usize] {
    match country {
        Country::Chile => &[9],
        Country::Ecuador | Country::Paraguay | Country::Peru => &[8, 9],
        Country::Panama => &[7, 8],
        Country::Colombia
        | Country::DominicanRepublic
        | Country::Kazakhstan
        | Country::PuertoRico
        | Country::Russia
        | Country::Venezuela => &[10],
        Country::Bolivia
        | Country::CostaRica
        | Country::Cuba
        | Country::ElSalvador
        | Country::Guatemala
        | Country::Haiti
        | Country::Honduras
        | Country::Nicaragua
        | Country::Uruguay => &[8],
        // These have plans of their own.
        Country::Argentina | Country::Brazil | Country::Mexico => &[],
    }
}

fn has_zero(country: Country) -> bool {
    matches!(
        country,
        Country::Bolivia
            | Country::Cuba
            | Country::Ecuador
            | Country::Paraguay
            | Country::Peru
            | Country::Uruguay
            | Country::Venezuela
    )
}
