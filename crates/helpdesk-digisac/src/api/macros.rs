//! The endpoints that are alike: list, get, create, change, remove.

/// A resource and the way to it.
macro_rules! resource {
    ($(#[$doc:meta])* $name:ident, $accessor:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            pub(super) api: $crate::api::Api,
        }

        impl $crate::api::Api {
            $(#[$doc])*
            pub fn $accessor(&self) -> $name {
                $name { api: self.clone() }
            }
        }
    };
}

/// `GET` of a list, by page and as a stream.
macro_rules! list {
    ($name:literal, $path:literal, $row:ty as T, $source:literal) => {
        /// The same, of which only so much is read.
        pub(crate) async fn list_as<T: ::serde::de::DeserializeOwned>(
            &self,
            request: &$crate::api::ListRequest,
        ) -> ::helpdesk_core::Result<$crate::api::List<T>> {
            self.api.list_as($name, $path, request).await
        }

        list!($name, $path, $row, $source);
    };
    ($name:literal, $path:literal, $row:ty, $source:literal) => {
        #[doc = concat!("One page of rows: `GET ", $path, "`.")]
        ///
        /// Sent again after failures that may pass.
        #[doc = $source]
        pub async fn list(
            &self,
            request: &$crate::api::ListRequest,
        ) -> ::helpdesk_core::Result<$crate::api::List<$row>> {
            self.api.list_as($name, $path, request).await
        }

        #[doc = concat!("All rows, from the page of the request on, one by one: `GET ", $path, "`, a request a page.")]
        ///
        /// Without a size a page has 100 rows. Give an order, oldest first, if rows may come or go
        /// meanwhile: without one the vendor's own is not documented, and rows that move between
        /// pages come twice or not at all. `Decode` when the vendor does not move on.
        #[doc = $source]
        #[inline]
        pub fn stream(&self, request: &$crate::api::ListRequest) -> $crate::api::Rows<$row> {
            self.api.stream_as($name, $path, request.clone())
        }
    };
}

/// `GET` of a record.
macro_rules! get {
    ($name:literal, $path:literal, $id:literal, $record:ty, $what:literal, $source:literal) => {
        #[doc = concat!("One record: `GET ", $path, "`. `NotFound` when there is none.")]
        ///
        /// Sent again after failures that may pass.
        #[doc = $source]
        pub async fn get(
            &self,
            id: &str,
        ) -> ::helpdesk_core::Result<::helpdesk_http::Kept<$record>> {
            let call = ::helpdesk_http::Call::get(::helpdesk_core::Safety::Safe, $path)
                .name($name)
                .segment($id, id);
            self.api.record(call, $what).await
        }
    };
}

/// `POST` of a new record.
macro_rules! create {
    ($name:literal, $path:literal, $input:ty, $record:ty, $what:literal, $source:literal) => {
        #[doc = concat!("A new record: `POST ", $path, "`.")]
        ///
        /// Sent once: after an unknown delivery the error says so, and the list tells.
        #[doc = $source]
        pub async fn create(
            &self,
            new: &$input,
        ) -> ::helpdesk_core::Result<::helpdesk_http::Kept<$record>> {
            let call = ::helpdesk_http::Call::post(::helpdesk_core::Safety::VerifyFirst, $path)
                .name($name)
                .json(new);
            self.api.record(call, $what).await
        }
    };
}

/// `PUT` of a record.
macro_rules! update {
    (@call $name:literal, $path:literal, $id:literal, $of:ident, $change:ident) => {
        ::helpdesk_http::Call::put(::helpdesk_core::Safety::Safe, $path)
            .name($name)
            .segment($id, $of)
            .json($change)
    };
    ($name:literal, $path:literal, $id:literal, $input:ty, $record:ty as T, $what:literal, $source:literal) => {
        /// The same, and only so much of the answer is read.
        pub(crate) async fn update_as<T: ::serde::de::DeserializeOwned>(
            &self,
            id: &str,
            change: &$input,
        ) -> ::helpdesk_core::Result<::helpdesk_http::Kept<T>> {
            let call = update!(@call $name, $path, $id, id, change);
            self.api.record(call, $what).await
        }

        update!($name, $path, $id, $input, $record, $what, $source);
    };
    ($name:literal, $path:literal, $id:literal, $input:ty, $record:ty, $what:literal, $source:literal) => {
        #[doc = concat!("Changes a record: `PUT ", $path, "`. `NotFound`.")]
        ///
        /// Sent again after failures that may pass, for it sets a state.
        #[doc = $source]
        pub async fn update(
            &self,
            id: &str,
            change: &$input,
        ) -> ::helpdesk_core::Result<::helpdesk_http::Kept<$record>> {
            let call = update!(@call $name, $path, $id, id, change);
            self.api.record(call, $what).await
        }
    };
}

/// `DELETE` of a record.
macro_rules! delete {
    ($name:literal, $path:literal, $id:literal, $source:literal) => {
        #[doc = concat!("Removes a record: `DELETE ", $path, "`. `NotFound` when there is none; the vendor says so with status 500.")]
        ///
        /// Sent again after failures that may pass. When an earlier attempt did it and its answer was
        /// lost, it is done, with the status 404.
        #[doc = $source]
        pub async fn delete(&self, id: &str) -> ::helpdesk_core::Result<$crate::api::Done> {
            let call = ::helpdesk_http::Call::delete(::helpdesk_core::Safety::Safe, $path)
                .name($name)
                .segment($id, id);
            self.api.removed(call).await
        }
    };
}

/// A call without a body whose answer is not documented.
macro_rules! action {
    ($(#[$doc:meta])* $method:ident, $name:literal, $path:literal, $id:literal, $safety:ident) => {
        $(#[$doc])*
        #[doc = concat!("\n\n`POST ", $path, "`. `NotFound`. The answer is not documented.")]
        pub async fn $method(&self, id: &str) -> ::helpdesk_core::Result<$crate::api::Done> {
            let call =
                ::helpdesk_http::Call::post(::helpdesk_core::Safety::$safety, $path)
                    .name($name)
                    .segment($id, id);
            self.api.done(call).await
        }
    };
}
