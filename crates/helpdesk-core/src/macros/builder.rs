//! Builders of structs, without a procedural macro.

/// What a builder has in place of a required field that was not given yet.
///
/// See [`builder!`](crate::builder).
#[derive(Debug, Clone, Copy)]
pub struct Unset;

/// Makes the builder of a struct; for the requests of adapters.
///
/// The struct gets `builder()`, which gives the builder of the second name. That has setters, and
/// `build()` once every required field was given. Every field of the struct is in one of the lists,
/// with its type; lists without fields are left out, and the others come in this order, each kind
/// plain, `(into)` and `(each)`:
///
/// - `required`: `build()` is there only when it was given, and it cannot be given twice. This is
///   for the compiler to see: the builder has one type parameter for each.
/// - `optional`: a field of type `Option<T>`, listed with `T`. Its setter takes a `T`; the second one,
///   named after the slash because macros cannot make names, takes an `Option<T>`. The last call
///   counts.
/// - `default`: what was not given has the value after `=`, or else the type's default.
/// - `internal`: likewise, and without a setter. One may be written by hand.
///
/// Setters of `(into)` lists take `impl Into<T>`, those of `(each)` lists whatever gives things that
/// become a `T`: they list the `T` of a field of type `Vec<T>`, optional ones of `Option<Vec<T>>`.
///
/// ```
/// use helpdesk_core::builder;
///
/// /// A letter.
/// pub struct Letter {
///     to: String,
///     pages: u32,
///     subject: Option<String>,
///     copies: Vec<String>,
///     paper: &'static str,
/// }
///
/// builder!(Letter, LetterBuilder {
///     required: [pages: u32],
///     required(into): [to: String],
///     optional(into): [subject / maybe_subject: String],
///     default: [copies: Vec<String>],
///     internal: [paper: &'static str = "A4"],
/// });
///
/// let letter = Letter::builder().to("Ana").pages(2).maybe_subject(None).build();
/// assert_eq!((letter.to.as_str(), letter.pages, letter.subject), ("Ana", 2, None));
/// assert_eq!((letter.copies.len(), letter.paper), (0, "A4"));
/// ```
// All of it is `#[inline]`: compiled where a request is built, not in every build.
#[macro_export]
macro_rules! builder {
    // Each list in one form: field, type, what the setter takes, what it makes of that, default.
    ($name:ident, $builder:ident {
        $(required: [$($req:ident: $req_ty:ty),+ $(,)?],)?
        $(required(into): [$($req_into:ident: $req_into_ty:ty),+ $(,)?],)?
        $(required(each): [$($req_each:ident: $req_each_ty:ty),+ $(,)?],)?
        $(optional: [$($opt:ident / $maybe:ident: $opt_ty:ty),+ $(,)?],)?
        $(optional(into): [$($opt_into:ident / $maybe_into:ident: $opt_into_ty:ty),+ $(,)?],)?
        $(optional(each): [$($opt_each:ident / $maybe_each:ident: $opt_each_ty:ty),+ $(,)?],)?
        $(default: [$($def:ident: $def_ty:ty $(= $def_value:expr)?),+ $(,)?],)?
        $(default(into): [$($def_into:ident: $def_into_ty:ty $(= $def_into_value:expr)?),+ $(,)?],)?
        $(internal: [$($int:ident: $int_ty:ty $(= $int_value:expr)?),+ $(,)?],)?
    }) => {
        $crate::builder!(@make $name $builder
            [
                $($({$req, $req_ty, $req_ty, $req})+)?
                $($({$req_into, $req_into_ty, impl Into<$req_into_ty>, $req_into.into()})+)?
                $($({
                    $req_each, Vec<$req_each_ty>, impl IntoIterator<Item = impl Into<$req_each_ty>>,
                    $req_each.into_iter().map(Into::into).collect()
                })+)?
            ]
            [
                $($({$opt, $maybe, $opt_ty, $opt_ty, $opt})+)?
                $($({
                    $opt_into, $maybe_into, $opt_into_ty, impl Into<$opt_into_ty>, $opt_into.into()
                })+)?
                $($({
                    $opt_each, $maybe_each, Vec<$opt_each_ty>,
                    impl IntoIterator<Item = impl Into<$opt_each_ty>>,
                    $opt_each.into_iter().map(Into::into).collect()
                })+)?
            ]
            [
                $($({$def, $def_ty, $def_ty, $def, [$($def_value)?]})+)?
                $($({
                    $def_into, $def_into_ty, impl Into<$def_into_ty>, $def_into.into(),
                    [$($def_into_value)?]
                })+)?
            ]
            [$($({$int, $int_ty, [$($int_value)?]})+)?]
        );
    };
    (@make $name:ident $builder:ident
        [$({$req:ident, $req_ty:ty, $req_arg:ty, $req_set:expr})*]
        [$({$opt:ident, $maybe:ident, $opt_ty:ty, $opt_arg:ty, $opt_set:expr})*]
        [$({$def:ident, $def_ty:ty, $def_arg:ty, $def_set:expr, $def_value:tt})*]
        [$({$int:ident, $int_ty:ty, $int_value:tt})*]
    ) => {
        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        #[must_use = "nothing is built without `build()`"]
        #[allow(non_camel_case_types)]
        pub struct $builder<$($req = $crate::Unset),*> {
            $($req: $req,)*
            $($opt: Option<$opt_ty>,)*
            $($def: $def_ty,)*
            $($int: $int_ty,)*
        }

        impl $name {
            #[doc = concat!("Begins a [`", stringify!($name), "`].")]
            #[inline]
            pub fn builder() -> $builder {
                $builder {
                    $($req: $crate::Unset,)*
                    $($opt: None,)*
                    $($def: $crate::builder!(@value $def_value),)*
                    $($int: $crate::builder!(@value $int_value),)*
                }
            }
        }

        #[allow(non_camel_case_types)]
        impl<$($req),*> $builder<$($req),*> {
            $(
                #[doc = concat!("Sets [`field@", stringify!($name), "::", stringify!($opt), "`].")]
                #[inline]
                pub fn $opt(mut self, $opt: $opt_arg) -> Self {
                    self.$opt = Some($opt_set);
                    self
                }

                #[doc = concat!(
                    "Sets [`field@", stringify!($name), "::", stringify!($opt), "`], or takes it back."
                )]
                #[inline]
                pub fn $maybe(mut self, $opt: Option<$opt_ty>) -> Self {
                    self.$opt = $opt;
                    self
                }
            )*
            $(
                #[doc = concat!("Sets [`field@", stringify!($name), "::", stringify!($def), "`].")]
                #[inline]
                pub fn $def(mut self, $def: $def_arg) -> Self {
                    self.$def = $def_set;
                    self
                }
            )*
        }

        impl $builder<$($req_ty),*> {
            #[doc = concat!("The [`", stringify!($name), "`] of what was given.")]
            #[must_use]
            #[inline]
            pub fn build(self) -> $name {
                $name {
                    $($req: self.$req,)*
                    $($opt: self.$opt,)*
                    $($def: self.$def,)*
                    $($int: self.$int,)*
                }
            }
        }

        $crate::builder!(@required $name $builder
            [$($opt)* $($def)* $($int)*] [] [$({$req, $req_ty, $req_arg, $req_set})*]
        );
    };
    // One required field after the other: its setter replaces its type parameter.
    (@required $name:ident $builder:ident $others:tt $before:tt []) => {};
    (@required $name:ident $builder:ident [$($other:ident)*] [$($before:ident)*] [
        {$field:ident, $ty:ty, $arg:ty, $set:expr}
        $({$after:ident, $after_ty:ty, $after_arg:ty, $after_set:expr})*
    ]) => {
        #[allow(non_camel_case_types)]
        impl<$($before,)* $($after),*> $builder<$($before,)* $crate::Unset, $($after),*> {
            #[doc = concat!("Sets [`field@", stringify!($name), "::", stringify!($field), "`].")]
            #[inline]
            pub fn $field(self, $field: $arg) -> $builder<$($before,)* $ty, $($after),*> {
                $builder {
                    $field: $set,
                    $($before: self.$before,)*
                    $($after: self.$after,)*
                    $($other: self.$other,)*
                }
            }
        }

        $crate::builder!(@required $name $builder [$($other)*] [$($before)* $field]
            [$({$after, $after_ty, $after_arg, $after_set})*]
        );
    };
    (@value []) => {
        Default::default()
    };
    (@value [$value:expr]) => {
        $value
    };
}
