//! Countries whose national forms are read, and the calling codes of the world.

/// A country whose national way of writing numbers [`PhoneNumber::parse_in`] reads.
///
/// [`PhoneNumber::parse_in`]: super::PhoneNumber::parse_in
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Country {
    /// Argentina, 54.
    Argentina,
    /// Bolivia, 591.
    Bolivia,
    /// Brazil, 55.
    Brazil,
    /// Chile, 56.
    Chile,
    /// Colombia, 57.
    Colombia,
    /// Costa Rica, 506.
    CostaRica,
    /// Cuba, 53.
    Cuba,
    /// The Dominican Republic, 1.
    DominicanRepublic,
    /// Ecuador, 593.
    Ecuador,
    /// El Salvador, 503.
    ElSalvador,
    /// Guatemala, 502.
    Guatemala,
    /// Haiti, 509.
    Haiti,
    /// Honduras, 504.
    Honduras,
    /// Kazakhstan, 7.
    Kazakhstan,
    /// Mexico, 52.
    Mexico,
    /// Nicaragua, 505.
    Nicaragua,
    /// Panama, 507.
    Panama,
    /// Paraguay, 595.
    Paraguay,
    /// Peru, 51.
    Peru,
    /// Puerto Rico, 1.
    PuertoRico,
    /// Russia, 7.
    Russia,
    /// Uruguay, 598.
    Uruguay,
    /// Venezuela, 58.
    Venezuela,
}

impl Country {
    /// Every country that is known here.
    pub const ALL: &'static [Self] = &[
        Self::Argentina,
        Self::Bolivia,
        Self::Brazil,
        Self::Chile,
        Self::Colombia,
        Self::CostaRica,
        Self::Cuba,
        Self::DominicanRepublic,
        Self::Ecuador,
        Self::ElSalvador,
        Self::Guatemala,
        Self::Haiti,
        Self::Honduras,
        Self::Kazakhstan,
        Self::Mexico,
        Self::Nicaragua,
        Self::Panama,
        Self::Paraguay,
        Self::Peru,
        Self::PuertoRico,
        Self::Russia,
        Self::Uruguay,
        Self::Venezuela,
    ];

    /// The calling code, without `+`. Several countries may share one.
    ///
    /// ```
    /// use helpdesk_core::phone::Country;
    ///
    /// assert_eq!(Country::Brazil.calling_code(), "55");
    /// assert_eq!(Country::Kazakhstan.calling_code(), Country::Russia.calling_code());
    /// ```
    #[inline]
    pub const fn calling_code(self) -> &'static str {
        match self {
            Self::Argentina => "54",
            Self::Bolivia => "591",
            Self::Brazil => "55",
            Self::Chile => "56",
            Self::Colombia => "57",
            Self::CostaRica => "506",
            Self::Cuba => "53",
            Self::DominicanRepublic | Self::PuertoRico => "1",
            Self::Ecuador => "593",
            Self::ElSalvador => "503",
            Self::Guatemala => "502",
            Self::Haiti => "509",
            Self::Honduras => "504",
            Self::Kazakhstan | Self::Russia => "7",
            Self::Mexico => "52",
            Self::Nicaragua => "505",
            Self::Panama => "507",
            Self::Paraguay => "595",
            Self::Peru => "51",
            Self::Uruguay => "598",
            Self::Venezuela => "58",
        }
    }

    /// The countries with this calling code, in the order of [`ALL`](Self::ALL).
    pub(super) fn with_calling_code(code: &str) -> &'static [Self] {
        match code {
            "1" => &[Self::DominicanRepublic, Self::PuertoRico],
            "7" => &[Self::Kazakhstan, Self::Russia],
            "51" => &[Self::Peru],
            "52" => &[Self::Mexico],
            "53" => &[Self::Cuba],
            "54" => &[Self::Argentina],
            "55" => &[Self::Brazil],
            "56" => &[Self::Chile],
            "57" => &[Self::Colombia],
            "58" => &[Self::Venezuela],
            "502" => &[Self::Guatemala],
            "503" => &[Self::ElSalvador],
            "504" => &[Self::Honduras],
            "505" => &[Self::Nicaragua],
            "506" => &[Self::CostaRica],
            "507" => &[Self::Panama],
            "509" => &[Self::Haiti],
            "591" => &[Self::Bolivia],
            "593" => &[Self::Ecuador],
            "595" => &[Self::Paraguay],
            "598" => &[Self::Uruguay],
            _ => &[],
        }
    }

    /// The two-letter code of ISO 3166-1, in capitals.
    pub const fn iso(self) -> &'static str {
        match self {
            Self::Argentina => "AR",
            Self::Bolivia => "BO",
            Self::Brazil => "BR",
            Self::Chile => "CL",
            Self::Colombia => "CO",
            Self::CostaRica => "CR",
            Self::Cuba => "CU",
            Self::DominicanRepublic => "DO",
            Self::Ecuador => "EC",
            Self::ElSalvador => "SV",
            Self::Guatemala => "GT",
            Self::Haiti => "HT",
            Self::Honduras => "HN",
            Self::Kazakhstan => "KZ",
            Self::Mexico => "MX",
            Self::Nicaragua => "NI",
            Self::Panama => "PA",
            Self::Paraguay => "PY",
            Self::Peru => "PE",
            Self::PuertoRico => "PR",
            Self::Russia => "RU",
            Self::Uruguay => "UY",
            Self::Venezuela => "VE",
        }
    }

    /// The country with this two-letter code, in capitals or not.
    ///
    /// ```
    /// use helpdesk_core::phone::Country;
    ///
    /// assert_eq!(Country::from_iso("mx"), Some(Country::Mexico));
    /// assert_eq!(Country::from_iso("ES"), None);
    /// ```
    #[inline]
    pub fn from_iso(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|country| country.iso().eq_ignore_ascii_case(code))
    }
}

/// The calling code the digits of an international number start with, where it is assigned.
#[inline]
pub(super) fn calling_code(digits: &str) -> Option<&str> {
    // No code is the beginning of another, so the first that fits is the only one.
    (1..=3)
        .filter_map(|length| digits.get(..length))
        .find(|code| CODES.binary_search(code).is_ok())
}

/// The assigned calling codes, sorted as text.
const CODES: &[&str] = &[
    "1", "20", "211", "212", "213", "216", "218", "220", "221", "222", "223", "224", "225", "226",
    "227", "228", "229", "230", "231", "232", "233", "234", "235", "236", "237", "238", "239",
    "240", "241", "242", "243", "244", "245", "246", "247", "248", "249", "250", "251", "252",
    "253", "254", "255", "256", "257", "258", "260", "261", "262", "263", "264", "265", "266",
    "267", "268", "269", "27", "290", "291", "297", "298", "299", "30", "31", "32", "33", "34",
    "350", "351", "352", "353", "354", "355", "356", "357", "358", "359", "36", "370", "371",
    "372", "373", "374", "375", "376", "377", "378", "380", "381", "382", "383", "385", "386",
    "387", "389", "39", "40", "41", "420", "421", "423", "43", "44", "45", "46", "47", "48", "49",
    "500", "501", "502", "503", "504", "505", "506", "507", "508", "509", "51", "52", "53", "54",
    "55", "56", "57", "58", "590", "591", "592", "593", "594", "595", "596", "597", "598", "599",
    "60", "61", "62", "63", "64", "65", "66", "670", "672", "673", "674", "675", "676", "677",
    "678", "679", "680", "681", "682", "683", "685", "686", "687", "688", "689", "690", "691",
    "692", "7", "800", "808", "81", "82", "84", "850", "852", "853", "855", "856", "86", "870",
    "878", "880", "881", "882", "883", "886", "888", "90", "91", "92", "93", "94", "95", "960",
    "961", "962", "963", "964", "965", "966", "967", "968", "970", "971", "972", "973", "974",
    "975", "976", "977", "979", "98", "992", "993", "994", "995", "996", "998",
];

#[cfg(test)]
mod tests {
    use super::Country;

    #[test]
    fn every_country_is_found_by_its_calling_code() {
        for country in Country::ALL {
            let code = country.calling_code();
            let sharing: Vec<Country> = Country::ALL
                .iter()
                .copied()
                .filter(|other| other.calling_code() == code)
                .collect();
            assert_eq!(Country::with_calling_code(code), sharing, "{code}");
        }
        assert!(Country::with_calling_code("550").is_empty());
    }
}
