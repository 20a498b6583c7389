//! Records built from the spec instead of generated code, so that examples are checked before any code is generated.
//!
//! They implement the same traits as the models and use the same encoder and decoder.

use std::collections::BTreeMap;

use hwc_wire::value::{ListBuilder, ListRef, MapBuilder, MapRef, expect_empty_object, read_list};
use hwc_wire::{
    Binary, Constant, DecodeContext, DeviationKind, EnumDescriptor, FieldDescriptor, FilePart, InputValue, Kind,
    PresignedUrl, Record, RecordDescriptor, Secret, Timestamp, ValueError, ValueRef, WireValue,
};

use crate::model::{self, FieldType, TypeKind, Types};

type Slot = Box<dyn WireValue + Send + Sync>;

/// A record whose fields are known from the spec.
pub(crate) struct DynamicRecord {
    descriptor: &'static RecordDescriptor,
    slots: Vec<Slot>,
}

impl DynamicRecord {
    /// Returns an empty record with these fields. Descriptors are leaked, so they live as long as the program, as those of
    /// the models do.
    pub(crate) fn new(name: &str, fields: &[model::Field], constants: &[model::Constant], types: &Types) -> Self {
        let descriptors = fields.iter().map(field_descriptor).collect::<Vec<FieldDescriptor>>();
        let descriptor = RecordDescriptor::received(leak(name), Box::leak(descriptors.into_boxed_slice()));
        Self::with_descriptor(descriptor.constants(leak_constants(constants)), fields, types)
    }

    /// Returns an empty request of an operation.
    pub(crate) fn request(operation: &model::Operation, types: &Types) -> Self {
        let descriptors = operation.request.iter().map(field_descriptor).collect::<Vec<FieldDescriptor>>();
        let descriptor = RecordDescriptor::sent(leak(&operation.name), Box::leak(descriptors.into_boxed_slice()));
        let descriptor = descriptor.constants(leak_constants(&operation.constants));
        Self::with_descriptor(descriptor, &operation.request, types)
    }

    fn with_descriptor(descriptor: RecordDescriptor, fields: &[model::Field], types: &Types) -> Self {
        let descriptor = Box::leak(Box::new(descriptor));
        let slots = fields.iter().map(|field| empty_slot(&field.ty, types)).collect();
        Self { descriptor, slots }
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn leak_constants(constants: &[model::Constant]) -> &'static [Constant] {
    let constant = |constant: &model::Constant| {
        let name = leak(&constant.name);
        match &constant.value {
            serde_json::Value::String(text) => Constant::text(name, leak(text)),
            serde_json::Value::Bool(value) => Constant::bool(name, *value),
            other => Constant::int(name, other.as_i64().unwrap_or_default()),
        }
    };
    Box::leak(constants.iter().map(constant).collect::<Vec<_>>().into_boxed_slice())
}

fn field_descriptor(field: &model::Field) -> FieldDescriptor {
    let also: Vec<&'static str> = field.wire_names[1..].iter().map(|name| leak(name)).collect();
    FieldDescriptor {
        name: leak(field.name()),
        wire_name: leak(field.wire_name()),
        aliases: Box::leak(also.into_boxed_slice()),
        location: field.location,
        required: field.required,
        lenient: field.lenient,
        json_form: field.wire_type,
        binary: field.ty == FieldType::Bytes,
        keep_empty: field.keep_empty,
        members: field.members,
        constraints: field.constraints,
    }
}

/// Returns an absent value of a type.
fn empty_slot(ty: &FieldType, types: &Types) -> Slot {
    match ty {
        FieldType::String => Box::new(None::<String>),
        FieldType::Bool => Box::new(None::<bool>),
        FieldType::I32 => Box::new(None::<i32>),
        FieldType::I64 => Box::new(None::<i64>),
        FieldType::U32 => Box::new(None::<u32>),
        FieldType::U64 => Box::new(None::<u64>),
        FieldType::F64 => Box::new(None::<f64>),
        FieldType::Timestamp => Box::new(None::<Timestamp>),
        FieldType::Secret => Box::new(None::<Secret>),
        FieldType::PresignedUrl => Box::new(None::<PresignedUrl>),
        FieldType::Any => Box::new(None::<serde_json::Value>),
        FieldType::Bytes => Box::new(Binary::default()),
        FieldType::FilePart => Box::new(None::<FilePart>),
        FieldType::List(inner) => Box::new(DynList { new_slot: slot_factory(inner, types), list: None }),
        FieldType::Map(inner) => Box::new(DynMap { new_slot: slot_factory(inner, types), map: BTreeMap::new() }),
        FieldType::MapOrText(inner) => Box::new(DynMapOrText {
            map: DynMap { new_slot: slot_factory(inner, types), map: BTreeMap::new() },
            text: None,
        }),
        FieldType::Named(_) => Box::new(DynOption { new_slot: slot_factory(ty, types), value: None }),
    }
}

type SlotFactory = std::sync::Arc<dyn Fn() -> Slot + Send + Sync>;

/// Returns a function that makes one value of a type at a time, so that types may contain themselves.
fn slot_factory(ty: &FieldType, types: &Types) -> SlotFactory {
    let FieldType::Named(name) = ty else {
        let (ty, types) = (ty.clone(), reachable_types(ty, types));
        return std::sync::Arc::new(move || empty_slot(&ty, &types));
    };
    let Some(declared) = types.get(name) else {
        return std::sync::Arc::new(|| Box::new(None::<serde_json::Value>));
    };
    match &declared.kind {
        TypeKind::Id { numeric: false } => std::sync::Arc::new(|| Box::new(None::<String>)),
        TypeKind::Id { numeric: true } => std::sync::Arc::new(|| Box::new(None::<i64>)),
        TypeKind::Enum { numeric, variants } => {
            let descriptor = enum_descriptor(name, *numeric, variants);
            std::sync::Arc::new(move || Box::new(DynEnum { descriptor, text: String::new() }))
        }
        TypeKind::Record(fields) => {
            let (name, fields, types) = (name.clone(), fields.clone(), reachable_types(ty, types));
            let constants = declared.constants.clone();
            std::sync::Arc::new(move || Box::new(DynamicRecord::new(&name, &fields, &constants, &types)))
        }
    }
}

fn enum_descriptor(name: &str, numeric: bool, variants: &[model::Variant]) -> &'static EnumDescriptor {
    let codes: Vec<_> = variants.iter().map(|variant| (leak(&variant.code), leak(&variant.name))).collect();
    let spellings = |variant: &model::Variant| {
        let name = leak(&variant.name);
        variant.aliases.iter().map(|(_, code)| (leak(code), name)).collect::<Vec<_>>()
    };
    Box::leak(Box::new(EnumDescriptor {
        name: leak(name),
        numeric,
        codes: Box::leak(codes.into_boxed_slice()),
        aliases: Box::leak(variants.iter().flat_map(spellings).collect::<Vec<_>>().into_boxed_slice()),
    }))
}

/// Returns the types that a type reaches, for a factory to own.
fn reachable_types(ty: &FieldType, types: &Types) -> std::sync::Arc<Types> {
    let mut found = Types::new();
    collect_types(ty.type_name(), types, &mut found);
    std::sync::Arc::new(found)
}

fn collect_types(name: Option<&str>, types: &Types, found: &mut Types) {
    let Some((name, declared)) = name.and_then(|name| types.get_key_value(name)) else {
        return;
    };
    if found.contains_key(name) {
        return;
    }
    found.insert(name.clone(), declared.clone());
    if let TypeKind::Record(fields) = &declared.kind {
        for field in fields {
            collect_types(field.ty.type_name(), types, found);
        }
    }
}

impl std::fmt::Debug for DynamicRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        hwc_wire::record::debug(self, "", f)
    }
}

impl Record for DynamicRecord {
    fn descriptor(&self) -> &'static RecordDescriptor {
        self.descriptor
    }

    fn get(&self, index: usize) -> &dyn WireValue {
        &*self.slots[index]
    }

    fn get_mut(&mut self, index: usize) -> &mut dyn WireValue {
        &mut *self.slots[index]
    }
}

impl WireValue for DynamicRecord {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        hwc_wire::record::decode(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

/// An optional id, enum or record.
struct DynOption {
    new_slot: SlotFactory,
    value: Option<Slot>,
}

impl WireValue for DynOption {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.value = None;
        if matches!(input, InputValue::Null) {
            return Ok(());
        }
        let read = self.value.insert((self.new_slot)()).decode(input, cx);
        if matches!(read, Err(ValueError::EmptyString)) {
            self.value = None;
            return Ok(());
        }
        read
    }

    fn view(&self) -> ValueRef<'_> {
        self.value.as_ref().map_or(ValueRef::Absent, |value| value.view())
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

/// A list that may be absent.
struct DynList {
    new_slot: SlotFactory,
    list: Option<Vec<Slot>>,
}

impl WireValue for DynList {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.list = Some(Vec::new());
        read_list(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        if self.list.is_some() { ValueRef::List(self) } else { ValueRef::Absent }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

impl ListBuilder for DynList {
    fn grow(&mut self) -> &mut dyn WireValue {
        let list = self.list.get_or_insert_default();
        list.push((self.new_slot)());
        let last = list.len() - 1;
        &mut *list[last]
    }

    fn shrink(&mut self) {
        self.list.as_mut().map(Vec::pop);
    }

    fn cost(&self) -> usize {
        size_of::<Slot>()
    }
}

impl ListRef for DynList {
    fn count(&self) -> usize {
        self.list.as_ref().map_or(0, Vec::len)
    }

    fn item(&self, index: usize) -> &dyn WireValue {
        &*self.list.as_deref().unwrap_or_default()[index]
    }
}

/// A map from text.
struct DynMap {
    new_slot: SlotFactory,
    map: BTreeMap<String, Slot>,
}

impl WireValue for DynMap {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.map.clear();
        match input {
            InputValue::Object(object) => object.decode_map(self, cx),
            other => expect_empty_object(other, cx),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        if self.map.is_empty() { ValueRef::Absent } else { ValueRef::Map(self) }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

impl MapBuilder for DynMap {
    fn slot(&mut self, name: &str) -> &mut dyn WireValue {
        &mut **self.map.entry(name.to_owned()).or_insert_with(|| (self.new_slot)())
    }

    fn remove(&mut self, name: &str) {
        self.map.remove(name);
    }

    fn cost(&self) -> usize {
        size_of::<Slot>()
    }
}

impl MapRef for DynMap {
    fn count(&self) -> usize {
        self.map.len()
    }

    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn WireValue)> + '_> {
        Box::new(self.map.iter().map(|(name, value)| (name.as_str(), &**value as &dyn WireValue)))
    }
}

/// A map from text, or a text.
struct DynMapOrText {
    map: DynMap,
    text: Option<String>,
}

impl WireValue for DynMapOrText {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.map.map.clear();
        self.text = None;
        match input {
            InputValue::Text(text) if !text.is_empty() => self.text = Some(text.to_owned()),
            input => self.map.decode(input, cx)?,
        }
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        self.text.as_deref().map_or_else(|| self.map.view(), ValueRef::Text)
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}

/// The code of an enum.
struct DynEnum {
    descriptor: &'static EnumDescriptor,
    text: String,
}

impl WireValue for DynEnum {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        if self.descriptor.numeric {
            let mut number = 0_i64;
            number.decode(input, cx)?;
            self.text = number.to_string();
        } else {
            self.text.decode(input, cx)?;
        }
        if let Some(variant) = self.descriptor.variant(&self.text) {
            let code = self.descriptor.codes.iter().find(|(_, name)| *name == variant);
            self.text = code.map_or_else(String::new, |(code, _)| (*code).to_owned());
            return Ok(());
        }
        cx.note(DeviationKind::UnknownEnumValue, "", "is a code that the enum does not list")
    }

    fn view(&self) -> ValueRef<'_> {
        match self.text.parse() {
            Ok(number) if self.descriptor.numeric => ValueRef::IntEnum(number, self.descriptor),
            _ => ValueRef::StringEnum(&self.text, self.descriptor),
        }
    }

    fn kind(&self) -> Kind {
        Kind::Any
    }
}
