//! The simulator of this vendor.
