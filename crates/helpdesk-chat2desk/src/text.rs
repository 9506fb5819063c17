//! Looking for a part of a text.

/// Where a part that is not empty first stands in a text.
///
/// The standard library's search is for long texts, and much more code to compile than this.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(part.len());
    windows.position(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_part_is_found_where_it_first_stands() {
        assert_eq!(find("é -> b -> c", " -> "), Some(2));
        assert_eq!(find("a → b", " → "), Some(1));
        assert_eq!(find("ab", "ab"), Some(0));
        assert_eq!(find("a → b", " -> "), None);
        assert_eq!(find("a", " -> "), None);
    }
}
