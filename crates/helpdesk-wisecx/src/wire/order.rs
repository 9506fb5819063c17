//! Orders of shops.

use helpdesk_core::{Timestamp, builder, open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

open_enum! {
    /// A platform that orders come from.
    pub enum EcommercePlatform {
        /// VTEX.
        Vtex = "vtex",
        /// Shopify.
        Shopify = "shopify",
        /// WooCommerce.
        Woocommerce = "woocommerce",
        /// Fenicio; one table of the English documentation translates it as "Phoenician".
        Fenicio = "fenicio",
        /// Any other, by WiseCX's channel "Custom e-com".
        Custom = "custom",
    }
}

/// An order. Which fields come depends on `fields` of the request.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The shop.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ecommerce_store_id: Option<String>,
    /// The platform.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ecommerce_platform: Option<EcommercePlatform>,
    /// The order's identifier on the platform.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ecommerce_order_id: Option<String>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// Why it was cancelled.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub reject_reason: Option<String>,
    /// The sum.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_amount: Option<f64>,
    /// Whether it is to be recovered.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub sales_recovery: Option<bool>,
    /// The buyer.
    #[serde(default)]
    pub customer: Option<OrderCustomer>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// The platform's own data.
    #[serde(default)]
    pub order_data: Option<Value>,
}

redacted_debug!(Order {
    show: [
        id,
        ecommerce_platform,
        status,
        sales_recovery,
        created_at,
        updated_at
    ],
    hide: [
        ecommerce_store_id,
        ecommerce_order_id,
        reject_reason,
        total_amount,
        customer,
        order_data
    ]
});

/// The buyer of an order.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrderCustomer {
    /// The name.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// The mail address.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub email: Option<String>,
    /// The phone number; a sale is recovered by WhatsApp only where it is given.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub phone: Option<String>,
    /// The number of the identity document.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub personal_id: Option<String>,
}

builder!(OrderCustomer, OrderCustomerBuilder {
    optional(into): [
        name / maybe_name: String,
        email / maybe_email: String,
        phone / maybe_phone: String,
        personal_id / maybe_personal_id: String,
    ],
});

redacted_debug!(OrderCustomer {
    show: [],
    hide: [name, email, phone, personal_id]
});

/// The buyer of an order to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewOrderCustomer {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The phone number. To recover a sale WiseCX opens a WhatsApp case where it is given, and a case
    /// of the channel `web` otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The number of the identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<String>,
}

builder!(NewOrderCustomer, NewOrderCustomerBuilder {
    required(into): [name: String, email: String],
    optional(into): [phone / maybe_phone: String, personal_id / maybe_personal_id: String],
});

redacted_debug!(NewOrderCustomer {
    show: [],
    hide: [name, email, phone, personal_id]
});

/// An order to create. `status` stands in the documented example only, not in its table.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewOrder {
    /// The shop.
    pub ecommerce_store_id: String,
    /// The platform.
    pub ecommerce_platform: EcommercePlatform,
    /// The order's identifier on the platform.
    pub ecommerce_order_id: String,
    /// The status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<String>,
    /// The sum.
    pub total_amount: f64,
    /// Whether it is to be recovered: WiseCX may then open a WhatsApp case with the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_recovery: Option<bool>,
    /// The buyer.
    pub customer: NewOrderCustomer,
}

builder!(NewOrder, NewOrderBuilder {
    required: [total_amount: f64, customer: NewOrderCustomer],
    required(into): [
        ecommerce_store_id: String,
        ecommerce_platform: EcommercePlatform,
        ecommerce_order_id: String,
    ],
    optional: [sales_recovery / maybe_sales_recovery: bool],
    optional(into): [status / maybe_status: String, reject_reason / maybe_reject_reason: String],
});

redacted_debug!(NewOrder {
    show: [ecommerce_platform, status, sales_recovery, customer],
    hide: [ecommerce_store_id, ecommerce_order_id, reject_reason]
});

/// Changes to an order. What is not given stays.
#[derive(Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct OrderUpdate {
    /// The shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecommerce_store_id: Option<String>,
    /// The platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecommerce_platform: Option<EcommercePlatform>,
    /// The order's identifier on the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecommerce_order_id: Option<String>,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<String>,
    /// The sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<f64>,
    /// Whether it is to be recovered: WiseCX may then open a WhatsApp case with the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_recovery: Option<bool>,
    /// The buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<OrderCustomer>,
}

builder!(OrderUpdate, OrderUpdateBuilder {
    optional: [
        total_amount / maybe_total_amount: f64,
        sales_recovery / maybe_sales_recovery: bool,
        customer / maybe_customer: OrderCustomer,
    ],
    optional(into): [
        ecommerce_store_id / maybe_ecommerce_store_id: String,
        ecommerce_platform / maybe_ecommerce_platform: EcommercePlatform,
        ecommerce_order_id / maybe_ecommerce_order_id: String,
        reject_reason / maybe_reject_reason: String,
    ],
});

redacted_debug!(OrderUpdate {
    show: [ecommerce_platform, sales_recovery],
    hide: [
        ecommerce_store_id,
        ecommerce_order_id,
        reject_reason,
        customer
    ]
});

/// An order of Mercado Libre.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct MeliOrder {
    /// The identifier at WiseCX.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The identifier at Mercado Libre.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub meli_order_id: Option<String>,
    /// The product.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub product_id: Option<String>,
    /// The parcel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub pack_id: Option<String>,
    /// The buyer.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub buyer_id: Option<String>,
    /// All that Mercado Libre says about it.
    #[serde(default)]
    pub order_data: Option<Value>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
}

redacted_debug!(MeliOrder {
    show: [id, created_at],
    hide: [meli_order_id, product_id, pack_id, buyer_id, order_data]
});
