//! What a program for one vendor alone would have to do for the same neutral objects, written by hand:
//! its ratio to the rivals that do less is what is there to be had.

pub mod contact;
pub mod pages;
