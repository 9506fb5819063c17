//! What the handles of all areas share.

/// Declares the handle of an area, and how it gets at the area's trait.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $area:ident, $contract:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            client: $crate::Client,
        }

        impl $name {
            pub(crate) fn new(client: $crate::Client) -> Self {
                Self { client }
            }

            fn area(&self, operation: $crate::Operation) -> $crate::Result<&(dyn $contract + '_)> {
                self.client.desk.$area().ok_or_else(|| self.client.lacks(operation))
            }
        }
    };
}

/// Builds a stream over one of the area's lists; what it asks for stands in brackets.
// What calls it is `#[inline]`: it is compiled in the program that reads a stream, not in every build.
macro_rules! list_stream {
    ($self:ident, $operation:expr, $first:expr, [$($kept:ident)?], |$area:ident, $page:ident, $options:ident| $call:expr) => {{
        let handle = $self.clone();
        $(let $kept = std::sync::Arc::new($kept);)?
        let fetch: $crate::stream::Fetch<_> = std::sync::Arc::new(move |page: $crate::PageRequest| {
            let handle = handle.clone();
            $(let $kept = $kept.clone();)?
            Box::pin(async move {
                let ($page, $options) = (&page, &handle.client.options);
                let $area = handle.area($operation)?;
                $call.await
            })
        });
        $crate::stream::ListStream::new(fetch, $first, $self.client.prefetch)
    }};
}
