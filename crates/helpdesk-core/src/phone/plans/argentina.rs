//! Argentina: area and number have ten digits together, the area two to four of them.
//!
//! From abroad a mobile number has a 9 before the area, which many systems drop; inside the country
//! it has no 9 but a 15 after the area. The ten digits are given to one line only, so nothing is
//! joined by overlooking either mark. A 15 is a mark only where it follows an area code and ten
//! digits remain without it; among exactly ten digits a 15 belongs to the number.

/// The length of area and number together.
const LENGTH: usize = 10;

/// The domestic mark of mobile numbers.
const MARK: &str = "15";

/// The number with 9 and without 15.
pub(super) fn canonical(rest: &str) -> Option<String> {
    if is_geographic(rest) {
        return Some(format!("549{rest}"));
    }
    let number = without_mark(rest).or_else(|| without_mark(rest.strip_prefix('9')?))?;
    Some(format!("549{number}"))
}

/// The number without 9, and both with 15 after each beginning that is an area.
pub(super) fn others(rest: &str) -> Vec<String> {
    let Some(number) = rest
        .strip_prefix('9')
        .filter(|number| is_geographic(number))
    else {
        return Vec::new();
    };
    let mut others = vec![format!("54{number}")];
    for (area, local) in splits(number).filter(|(_, local)| is_local(local)) {
        others.push(format!("54{area}{MARK}{local}"));
        others.push(format!("549{area}{MARK}{local}"));
    }
    others
}

/// Area and number, with or without `0`, `9` and 15.
///
/// The 9 of the result says that there was a mark of mobile numbers.
pub(super) fn national(digits: &str) -> Option<String> {
    let digits = digits.strip_prefix('0').unwrap_or(digits);
    if has_area(digits) {
        return Some(format!("54{digits}"));
    }
    let marked = digits.strip_prefix('9');
    let number = match marked {
        Some(number) if has_area(number) => number.to_owned(),
        _ => without_mark(marked.unwrap_or(digits))?,
    };
    Some(format!("549{number}"))
}

/// Whether these are the ten digits of a number with an area, as opposed to a service number.
fn is_geographic(number: &str) -> bool {
    number.len() == LENGTH && (number.starts_with("11") || number.starts_with(['2', '3']))
}

/// Whether these are ten digits that start with an area in use.
fn has_area(number: &str) -> bool {
    number.len() == LENGTH && splits(number).any(|(_, local)| is_local(local))
}

/// The ten digits without the mark after the area.
///
/// At most one area fits: the mark after a shorter one would have to overlap the mark after a
/// longer one, and the only area of two digits begins none of the longer ones.
fn without_mark(digits: &str) -> Option<String> {
    if digits.len() != LENGTH + MARK.len() {
        return None;
    }
    splits(digits).find_map(|(area, marked)| {
        let local = marked.strip_prefix(MARK)?;
        is_local(local).then(|| format!("{area}{local}"))
    })
}

/// The ways to part digits after an area.
fn splits(digits: &str) -> impl Iterator<Item = (&str, &str)> {
    (2..=4)
        .filter_map(|at| digits.split_at_checked(at))
        .filter(|(area, _)| is_area(area))
}

/// Whether these can be the digits after the area: no number starts with 0 or 1 there.
fn is_local(number: &str) -> bool {
    !number.starts_with(['0', '1'])
}

/// Whether this is an area. A zero in front would be lost on the way to a number and belongs to none.
fn is_area(area: &str) -> bool {
    !area.starts_with('0')
        && area
            .parse()
            .is_ok_and(|area| AREAS.binary_search(&area).is_ok())
}

/// The area codes in use and some that were in use lately, sorted.
const AREAS: &[u16] = &[
    11, 220, 221, 223, 230, 236, 237, 249, 260, 261, 263, 264, 266, 280, 291, 294, 297, 298, 299,
    336, 341, 342, 343, 345, 348, 351, 353, 358, 362, 364, 370, 376, 379, 380, 381, 383, 385, 387,
    388, 2202, 2204, 2205, 2221, 2223, 2224, 2225, 2226, 2227, 2229, 2241, 2242, 2243, 2244, 2245,
    2246, 2252, 2254, 2255, 2257, 2261, 2262, 2264, 2265, 2266, 2267, 2268, 2271, 2272, 2273, 2274,
    2281, 2283, 2284, 2285, 2286, 2291, 2292, 2296, 2297, 2302, 2304, 2314, 2316, 2317, 2320, 2323,
    2324, 2325, 2326, 2331, 2333, 2334, 2335, 2336, 2337, 2338, 2342, 2343, 2344, 2345, 2346, 2352,
    2353, 2354, 2355, 2356, 2357, 2358, 2392, 2393, 2394, 2395, 2396, 2473, 2474, 2475, 2477, 2478,
    2622, 2624, 2625, 2626, 2643, 2644, 2645, 2646, 2647, 2648, 2651, 2655, 2656, 2657, 2658, 2901,
    2902, 2903, 2920, 2921, 2922, 2923, 2924, 2925, 2926, 2927, 2928, 2929, 2931, 2932, 2933, 2934,
    2935, 2936, 2940, 2942, 2944, 2945, 2946, 2948, 2952, 2953, 2954, 2962, 2963, 2964, 2966, 2972,
    2974, 2975, 2976, 2982, 2983, 2984, 2985, 3327, 3329, 3382, 3385, 3387, 3388, 3400, 3401, 3402,
    3404, 3405, 3406, 3407, 3408, 3409, 3433, 3434, 3435, 3436, 3437, 3438, 3442, 3444, 3445, 3446,
    3447, 3454, 3455, 3456, 3458, 3460, 3462, 3463, 3464, 3465, 3466, 3467, 3468, 3469, 3471, 3472,
    3476, 3482, 3483, 3484, 3487, 3489, 3491, 3492, 3493, 3496, 3497, 3498, 3521, 3522, 3524, 3525,
    3532, 3533, 3534, 3535, 3536, 3537, 3541, 3542, 3543, 3544, 3546, 3547, 3548, 3549, 3562, 3563,
    3564, 3571, 3572, 3573, 3574, 3575, 3576, 3582, 3583, 3584, 3585, 3586, 3711, 3715, 3716, 3718,
    3721, 3725, 3731, 3734, 3735, 3741, 3743, 3751, 3754, 3755, 3756, 3757, 3758, 3772, 3773, 3774,
    3775, 3777, 3781, 3782, 3786, 3821, 3825, 3826, 3827, 3832, 3834, 3835, 3836, 3837, 3838, 3841,
    3843, 3844, 3845, 3846, 3853, 3854, 3855, 3856, 3857, 3858, 3861, 3862, 3863, 3865, 3867, 3868,
    3869, 3872, 3873, 3874, 3875, 3876, 3877, 3878, 3883, 3884, 3885, 3886, 3887, 3888, 3891, 3892,
    3894,
];
