//! What WiseCX sends and takes, spelled as WiseCX spells it.
//!
//! A field that the vendor may leave out or send as null is an `Option`; identifiers are numbers
//! where the documentation has numbers, and `0` stands for "none" there. Types whose name begins with
//! `New`, or ends in `Input` or `Update`, are what is sent; all others are what comes.

mod activity;
mod activity_input;
mod analytics;
mod auth;
mod case;
mod case_input;
mod channel;
mod common;
mod contact;
mod nitro;
mod nitro_input;
mod nitro_message;
mod nitro_settings;
mod order;
mod queue;
mod survey;
mod user;
mod webhook;

pub use activity::{Activity, ActivityKind, Attachment, CaseWritten, Party, WrittenActivity};
pub use activity_input::{NewActivity, NewAttachment, Recipient, TemplateInput, TemplateParameter};
pub use analytics::{Columns, Export, ExportInput, ExportStatus, GroupBy};
pub use auth::Authenticated;
pub use case::{Case, CaseStatus, CaseTag, CaseType, Priority, SourceChannel};
pub use case_input::{CaseUpdate, NewCase};
pub use channel::{Channel, ChannelSource, WhatsappTemplate};
pub use common::{Created, CustomField, Done, naive};
pub use contact::{
    Contact, ContactGroup, ContactInput, NewGroup, NewOrganization, Organization,
    OrganizationUpdate,
};
pub use nitro::{
    ActionResult, Campaign, CampaignKind, CampaignMessage, CampaignStatus, ChannelDetail,
    MessageContact, NitroChannel, ReplyType, RequestDetail, SendStats, Tracking,
    TransactionalResult,
};
pub use nitro_input::{
    CampaignInput, CampaignUpdate, ScheduleInput, TransactionalContact, TransactionalSend,
};
pub use nitro_message::{
    CallConfig, CampaignMessageUpdate, ChannelConfig, EmailConfig, NewCampaignMessage,
    WhatsappConfig,
};
pub use nitro_settings::{ChannelSettings, MailHeader, TemplateVariable};
pub use order::{
    EcommercePlatform, MeliOrder, NewOrder, NewOrderCustomer, Order, OrderCustomer, OrderUpdate,
};
pub use queue::{
    BusinessHours, Hours, MemberInput, MembersChanged, MembersRemoved, NewQueue, Open, Queue,
    QueueMember, Schedule, Timezone,
};
pub use survey::{
    Intent, IntentInput, NpsLabels, QuestionKind, ResponseStatus, Survey, SurveyAnswer,
    SurveyCompletion, SurveyQuestion, SurveyResponse,
};
pub use user::{NewUser, User, UserQueue};
pub use webhook::Delivery;
