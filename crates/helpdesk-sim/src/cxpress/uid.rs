//! Identifiers and times as the vendor writes them.

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// A UUID, kept as a number so that a large world stays small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Uid(pub(crate) u128);

impl Uid {
    /// The `n`th identifier of this simulator, in the form of a UUID v4.
    pub(crate) fn nth(n: u64) -> Self {
        let mixed = u128::from(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let raw = (mixed << 64) | u128::from(n & 0xffff_ffff_ffff);
        let bare = raw & !(0xf << 76) & !(0xffff << 48);
        Self(bare | (0x4 << 76) | (0x8a5b << 48))
    }

    /// Reads the form with dashes; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let dashed = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| {
                if matches!(at, 8 | 13 | 18 | 23) {
                    byte == b'-'
                } else {
                    byte.is_ascii_hexdigit()
                }
            });
        if !dashed {
            return None;
        }
        u128::from_str_radix(&text.replace('-', ""), 16)
            .ok()
            .map(Self)
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            n >> 96,
            (n >> 80) & 0xffff,
            (n >> 64) & 0xffff,
            (n >> 48) & 0xffff,
            n & 0xffff_ffff_ffff
        )
    }
}

impl Serialize for Uid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `2025-05-29T15:10:49.614Z`, the form of nearly all times.
pub(crate) fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// [`iso`] of a time that may be missing.
pub(crate) fn iso_maybe(at: Option<Timestamp>) -> Option<String> {
    at.map(iso)
}

/// `2025-05-13T19:31:06.434057+00:00`, the form inside embedded rows.
pub(crate) fn iso_offset(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// `2024-05-08T00:00:00Z`, the form of deadlines in the list of tasks.
pub(crate) fn iso_seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The fixed identifiers that the documentation prints.
pub(crate) mod known {
    use super::Uid;

    pub(crate) const NEW: Uid = Uid(0xdadd_bd66_1dd2_4008_94c9_7fcb_9b1a_5800);
    pub(crate) const OPEN: Uid = Uid(0xb58c_1105_0ffe_4d07_a7d6_7513_89fc_3008);
    pub(crate) const PENDING: Uid = Uid(0x0ec3_5dbb_398e_4c2f_996c_933a_f162_c950);
    pub(crate) const ON_HOLD: Uid = Uid(0x3dd9_b9ac_7399_4ce8_b22c_a513_eb47_3803);
    pub(crate) const RESOLVED: Uid = Uid(0x2b45_ba71_fa68_4ce5_bf16_14f3_1d43_ba1a);
    pub(crate) const ABANDONED: Uid = Uid(0x2f95_5a38_e8cf_4033_bf6c_c5e4_f68c_8ea9);
    /// Only a task has it, once its deadline has passed.
    pub(crate) const DELAYED: Uid = Uid(0x3254_34f8_836a_4e19_824f_8f35_b4d4_0a5d);

    pub(crate) const ONGOING: [Uid; 4] = [NEW, OPEN, PENDING, ON_HOLD];

    pub(crate) const EMAIL: Uid = Uid(0x3f3f_a530_fd3e_4018_ab98_4d9c_3cd5_406a);
    pub(crate) const TELEPHONY: Uid = Uid(0x6977_996d_11d1_44cc_a863_2e1d_9c24_e046);
    pub(crate) const WHATSAPP: Uid = Uid(0x33be_81d8_88ac_4e08_bb4d_cf69_fd23_267f);
    pub(crate) const FACEBOOK: Uid = Uid(0xaa1c_ea93_23de_46aa_af14_d6f7_66ac_f5c8);
    pub(crate) const INSTAGRAM: Uid = Uid(0xf28c_b4a4_e42b_425a_8011_59d5_f9c1_d0f2);
    pub(crate) const WEBCHAT: Uid = Uid(0x4a7b_71bb_6432_4794_ad11_f978_b067_871d);

    pub(crate) const CHANNELS: [Uid; 6] =
        [EMAIL, TELEPHONY, WHATSAPP, FACEBOOK, INSTAGRAM, WEBCHAT];

    pub(crate) const FOR_TICKETS: Uid = Uid(0x2502_04ce_44eb_4cdc_865a_f54e_ed9c_6496);
    pub(crate) const FOR_CONSUMERS: Uid = Uid(0xb93b_0740_a77d_4474_aad9_7aa0_044d_5654);
    pub(crate) const TEXT_BOX: Uid = Uid(0xd31e_bd9e_af9f_4559_b04a_7294_3921_8a6f);
    pub(crate) const TEXT_AREA: Uid = Uid(0x2982_a738_4de3_440a_8ed1_cc1f_db51_bc9b);
    pub(crate) const GENERAL: Uid = Uid(0x03bf_352a_c95f_4d05_927b_4380_eb3f_407f);
    pub(crate) const NUMERIC: Uid = Uid(0xcbb3_62a5_c6ab_4acb_b2c8_f67a_4977_0987);
    pub(crate) const LETTERS: Uid = Uid(0x4aaa_9e26_2277_4827_a085_e8f3_404d_358a);
}
