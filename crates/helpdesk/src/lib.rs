//! One Rust API over many helpdesks: Cxpress, Digisac, WiseCX and Chat2Desk, switched by configuration.
