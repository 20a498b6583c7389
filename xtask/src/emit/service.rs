//! Emitter of the crate root of a service, with its descriptor and flat re-exports of all its items, and of the facade.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;

use super::{SourceTree, doc, error_code, header, source_path};
use crate::lower::module_name;
use crate::model::{Service, Type};
use crate::reserved::WireItem;
use crate::spec::yaml;

/// Emits the crate root and the group modules of a service.
pub(super) fn emit(service: &Service, tree: &mut SourceTree) {
    let folders: BTreeSet<&str> = service.operations.iter().map(|operation| operation.folder.as_str()).collect();
    for folder in &folders {
        tree.insert(source_path(service, &format!("{folder}/mod.rs")), group_module(service, folder));
    }
    let mut modules: BTreeSet<&str> = folders;
    if service.types.values().any(Type::is_shared) {
        modules.insert("types");
    }
    if service.yaml.errors.iter().any(|rule| rule.name.is_some()) {
        modules.insert(error_code::MODULE);
    }
    let uses: String = modules.iter().map(|name| format!("pub use {name}::*;\n")).collect();
    let mods: String = modules.iter().map(|name| format!("mod {name};\n")).collect();
    let text = format!(
        "{}//! {}\n//!\n{}\n#![cfg_attr(docsrs, feature(doc_cfg))]\n\nuse hwc_wire::{{{}}};\n\n{mods}\n{uses}\n{}\n{}",
        header(&service.file.name),
        doc::escape(service.yaml.title.trim()),
        module_comment(&doc::escape(service.yaml.doc.trim())),
        wire_imports(&service.yaml),
        statics(service),
        catalog_static(service)
    );
    tree.insert(source_path(service, "lib.rs"), text);
}

fn module_comment(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", format!("//! {}", line.trim()).trim_end())).collect()
}

fn group_module(service: &Service, folder: &str) -> String {
    let mut text = header(&format!("spec/{}/{folder}", service.id));
    for operation in service.operations.iter().filter(|operation| operation.folder == folder) {
        let name = module_name(&operation.name);
        text.push_str(&format!("mod {name};\npub use {name}::*;\n"));
    }
    text
}

fn statics(service: &Service) -> String {
    let yaml = &service.yaml;
    let scheme = yaml.auth_scheme.value.to_upper_camel_case();
    let regions: String = yaml.regions.endpoints.iter().map(|(id, url)| region_expression(id, url)).collect();
    let settings: String = yaml.settings.iter().map(|(name, one)| setting_expression(name, one)).collect();
    let errors: String = yaml.errors.iter().map(|rule| error_expression(rule)).collect();
    let mut text = format!(
        "/// The descriptor of the service: endpoints, settings and error responses.\n\
         pub static SERVICE: Service = Service::new({:?}).title({:?}).scheme(AuthScheme::{scheme})\n\
         .regions({:?}, REGIONS).settings({}).envelope(ENVELOPE).errors({});\n\n\
         const REGIONS: &[Region] = &[{regions}];\n\n{}\n",
        service.id,
        yaml.title,
        yaml.regions.default.value,
        if settings.is_empty() { "&[]" } else { "SETTINGS" },
        if errors.is_empty() { "&[]" } else { "ERRORS" },
        envelope_constant(&yaml.envelope)
    );
    if !settings.is_empty() {
        text.push_str(&format!("const SETTINGS: &[Setting] = &[{settings}];\n\n"));
    }
    if !errors.is_empty() {
        text.push_str(&format!("const ERRORS: &[ErrorRule] = &[{errors}];\n\n"));
    }
    text
}

fn region_expression(id: &str, url: &str) -> String {
    format!("Region {{ id: {id:?}, endpoint: {url:?} }},")
}

fn envelope_constant(envelope: &yaml::Envelope) -> String {
    format!(
        "const ENVELOPE: Envelope = Envelope {{ code: {:?}, message: {:?}, success: &{:?}, names: &{:?}, on_success: {} }};\n",
        envelope.code, envelope.message, envelope.success_codes, envelope.members, envelope.on_success
    )
}

/// Returns the names that the descriptor imports. A service without settings or error rules needs fewer.
fn wire_imports(yaml: &yaml::Service) -> String {
    let mut items = vec![WireItem::AuthScheme, WireItem::Envelope];
    if !yaml.errors.is_empty() {
        items.extend([WireItem::ErrorClass, WireItem::ErrorRule]);
    }
    items.extend([WireItem::Region, WireItem::Service]);
    if !yaml.settings.is_empty() {
        items.extend([WireItem::Setting, WireItem::SettingLocation]);
    }
    items.into_iter().map(WireItem::name).collect::<Vec<_>>().join(", ")
}

fn setting_expression(name: &str, setting: &yaml::Setting) -> String {
    let (wire, location) = match (&setting.header, &setting.path) {
        (Some(header), _) => (header, "Header"),
        (None, path) => (path.as_ref().unwrap_or(&setting.doc), "Path"),
    };
    format!(
        "Setting {{ name: {name:?}, wire: {wire:?}, location: SettingLocation::{location}, doc: {:?} }},",
        setting.doc.trim()
    )
}

fn error_expression(rule: &yaml::ErrorRule) -> String {
    let class = rule.class.value.to_upper_camel_case();
    let (status, code) = (rule.status.unwrap_or(0), rule.code.as_deref().unwrap_or_default());
    format!("ErrorRule {{ status: {status}, code: {code:?}, class: ErrorClass::{class} }},")
}

fn catalog_static(service: &Service) -> String {
    let mut names: Vec<&str> = service.operations.iter().map(|operation| operation.name.as_str()).collect();
    names.sort_unstable();
    let (entry, catalog) = (WireItem::OperationEntry.name(), WireItem::ServiceCatalog.name());
    let entries: String = names.iter().map(|name| format!("{entry}::of::<{name}>(),")).collect();
    format!(
        "/// All operations of the service, with their docs, for tools.\n\
         #[cfg(feature = \"catalog\")]\n\
         pub static CATALOG: hwc_wire::catalog::ServiceCatalog = {{\n\
         use hwc_wire::catalog::{{{entry}, {catalog}}};\n\
         {catalog} {{ service: &SERVICE, entries: &[{entries}], json: include_str!(\"catalog.json\") }}\n}};\n"
    )
}

/// Emits the crate that re-exports the services.
pub(super) fn facade(services: &[Service], crate_name: &str) -> String {
    let uses: String = services
        .iter()
        .map(|Service { id, .. }| format!("#[cfg(feature = {id:?})]\npub use {crate_name}_{id} as {id};\n"))
        .collect();
    let parts: String = services
        .iter()
        .map(|service| format!("#[cfg(feature = {:?})]\n{}::CATALOG,", service.id, service.id))
        .collect();
    let services: String = services
        .iter()
        .map(|service| format!("#[cfg(feature = {:?})]\n&{}::SERVICE,", service.id, service.id))
        .collect();
    format!(
        "{}#![doc = include_str!(\"../README.md\")]\n#![cfg_attr(docsrs, feature(doc_cfg))]\n\n{uses}\n\
         pub use hwc_wire as wire;\n\n\
         /// The services whose features are enabled.\n\
         pub static SERVICES: &[&hwc_wire::Service] = &[{services}];\n\n\
         /// All operations of the enabled services, with their docs, for tools.\n\
         #[cfg(feature = \"catalog\")]\n\
         pub static CATALOG: hwc_wire::catalog::Catalog = hwc_wire::catalog::Catalog::new(&[{parts}]);\n",
        header("spec")
    )
}
